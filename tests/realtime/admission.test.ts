import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditEntry } from '#server/access/auditTrail.ts'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { systemTimers, type Timers } from '#server/platform/timers.ts'
import type { IdSource } from '#shared/core/ids.ts'
import { CLOSE_CODES } from '#shared/protocol/closeCodes.ts'
import { type CollabRig, memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig

beforeAll(async () => {
  rig = await startCollab()
})
afterAll(() => rig.stop())

/** Runs `act` while the `nth` verdict of a joining member is being made, its facts already loaded. */
function duringVerdict(nth: number, act: () => void): void {
  let count = 0
  rig.access.beforeVerdict = async () => {
    count++
    if (count === nth) act()
  }
}

test('[KS2] a right that ends while its holder comes in lets nobody in', async () => {
  for (const nth of [1, 2]) {
    const member = 10 + nth
    duringVerdict(nth, () => {
      rig.access.verdicts.set(memberNumber(member), { right: 'none' })
      rig.revocation.raise()
    })

    const late = new RawClient(rig.doorOf(member))

    expect([(await late.ended).code, late.frames]).toEqual([CLOSE_CODES.notFound, []])
  }
})

test('[KS2] a sign-out while its person comes in lets nobody in', async () => {
  duringVerdict(2, () => {
    rig.access.endedSessions.add(memberNumber(14))
    rig.revocation.endSession(memberNumber(14))
  })

  const late = new RawClient(rig.doorOf(14))

  expect([(await late.ended).code, late.frames]).toEqual([CLOSE_CODES.sessionEnded, []])
})

test('[KS2] [KS9] a sign-out in the turn in which its person has joined closes what has just been opened', async () => {
  const source = randomIdSource(systemClock)
  const signOut = () => fresh.revocation.endSession(memberNumber(18))
  const ids: IdSource = {
    ...source,
    next(kind) {
      // A connection is named in the moment of its joining.
      if (kind === 'connection') queueMicrotask(signOut)
      return source.next(kind)
    },
  }
  const fresh = await rig.reopen({ ports: { ids } })

  const late = new RawClient(fresh.doorOf(18))
  await until(() => !late.isOpen, 'the socket is closed', 1_000)

  expect((await late.ended).code).toBe(CLOSE_CODES.signedOut)
  await fresh.stop()
})

test('[KS2] [LD7.1] whoever comes in while a next generation begins is not let into the room that is left', async () => {
  const [asked, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let count = 0
  rig.access.beforeVerdict = async () => {
    if (++count !== 2) return
    asked.resolve()
    await mayGoOn.promise
  }
  const late = new RawClient(rig.doorOf(15))
  await asked.promise
  await rig.live.rooms.renew(rig.documentId, async () => undefined)
  mayGoOn.resolve()

  expect([(await late.ended).code, late.frames]).toEqual([CLOSE_CODES.overloaded, []])
})

test('[KS2] twenty who come at once share one room, opened once', async () => {
  let reads = 0
  const fresh = await rig.reopen({
    alterStore: (store) => ({
      ...store,
      journal: {
        ...store.journal,
        readAfter(of, sequence) {
          reads++
          return store.journal.readAfter(of, sequence)
        },
      },
    }),
  })

  const members = Array.from({ length: 20 }, (_, index) => fresh.join(index + 20))
  await Promise.all(members.map((member) => member.settled()))

  expect([fresh.live.rooms.size, reads]).toEqual([1, 1])
  await fresh.stop()
})

test('[KS2] a document that cannot be read is an error to whoever asks, never an empty document, and opens when it can', async () => {
  let isBroken = true
  const fresh = await rig.reopen({
    alterStore: (store) => ({
      ...store,
      journal: {
        ...store.journal,
        readAfter(of, sequence) {
          if (isBroken) throw new Error('the disk is away')
          return store.journal.readAfter(of, sequence)
        },
      },
    }),
  })
  const early = new RawClient(fresh.doorOf(1))

  expect([(await early.ended).code, early.frames]).toEqual([CLOSE_CODES.overloaded, []])
  isBroken = false
  const later = fresh.join(2)
  await later.settled()

  expect(later.text).toContain('経過')
  await fresh.stop()
})

test('[KS23] [KS11] nobody gets a byte before the audit trail says who was let in, and nobody while it cannot, or keeps the room in memory', async () => {
  const mayKeep = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const kept: AuditEntry[] = []
  const append = async (entry: AuditEntry) => {
    if (entry.by === memberNumber(32)) throw new Error('the disk is full')
    if (entry.by === memberNumber(31)) {
      asked.resolve()
      await mayKeep.promise
    }
    kept.push(entry)
  }
  const slow = await rig.reopen({ ports: { audit: { append }, idleMs: 20 } })
  const joined = (member: number) => ({
    kind: 'documentJoined',
    by: memberNumber(member),
    objectIds: [slow.documentId],
  })
  const waiting = new RawClient(slow.doorOf(31))
  await asked.promise
  const unlucky = new RawClient(slow.doorOf(32))

  expect([(await unlucky.ended).code, unlucky.frames]).toEqual([CLOSE_CODES.overloaded, []])
  const other = new RawClient(slow.doorOf(33))
  await other.comeIn()
  expect([other.isOpen, waiting.frames, kept]).toEqual([true, [], [joined(33)]])
  mayKeep.resolve()
  await waiting.comeIn()

  expect([waiting.isOpen, kept]).toEqual([true, [joined(33), joined(31)]])
  waiting.leave()
  other.leave()
  await until(() => slow.live.rooms.size === 0, 'the room has left memory')
  await slow.stop()
})

test('[KS15] who cannot be let in within ten seconds is told to come back', async () => {
  const after: Timers['after'] = (ms, then) => systemTimers.after(ms === 10_000 ? 50 : ms, then)
  const append = () => new Promise<never>(() => undefined)
  const stuck = await rig.reopen({ ports: { audit: { append }, timers: { ...systemTimers, after } } })

  const waiting = new RawClient(stuck.doorOf(41))
  await until(() => !waiting.isOpen, 'the one who waits is told')

  expect((await waiting.ended).code).toBe(CLOSE_CODES.overloaded)
  await stuck.stop()
})
