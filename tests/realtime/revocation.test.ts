import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '#shared/core/time.ts'
import { type CollabRig, memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { heldJournal } from '#tests/support/heldJournal.ts'
import type { Participant } from '#tests/support/participant.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig

beforeAll(async () => {
  rig = await startCollab()
})
afterAll(() => rig.stop())

const isClosed = (participant: Participant) => participant.lastClose !== null
const reasonOf = (participant: Participant) => participant.lastClose?.reason

test('[KS9] whoever loses the right is out within a second, and not a byte follows while the others type', async () => {
  const writer = rig.join(1)
  const leaving = rig.join(2)
  await Promise.all([writer.settled(), leaving.settled()])
  rig.access.verdicts.set(memberNumber(2), { right: 'none' })

  const raisedAt = performance.now()
  rig.revocation.raise()
  const bytesThen = leaving.receivedBytes
  writer.type('これは見えない')
  await until(() => isClosed(leaving), 'the socket is closed', 1_000)
  const tookMs = performance.now() - raisedAt
  writer.type('これも')
  await writer.settled()

  expect([leaving.lastClose?.reason, leaving.receivedBytes - bytesThen, tookMs < 1_000]).toEqual([
    'accessEnded',
    0,
    true,
  ])
  expect(leaving.text).not.toContain('見えない')
  expect(leaving.provider.shouldConnect).toBe(false)
})

test('[KS9] whoever keeps the right misses nothing of what was written while it was judged again', async () => {
  const writer = rig.join(3)
  const reader = rig.join(4)
  await Promise.all([writer.settled(), reader.settled()])
  const judged = Promise.withResolvers<void>()
  rig.access.beforeVerdict = () => judged.promise

  rig.revocation.raise()
  writer.type('判断を待つ間の言葉')
  await Promise.all([writer.roundTrip(), reader.roundTrip()])
  expect([writer.acks.at(-1) === writer.sent, reader.text.includes('判断を待つ')]).toEqual([false, false])
  judged.resolve()
  rig.access.beforeVerdict = async () => undefined

  await Promise.all([writer.settled(), reader.reads('判断を待つ間の言葉')])
  expect(isClosed(reader)).toBe(false)
})

test('[KS9] a right that ends while it is being judged for another reason does not stand', async () => {
  const leaving = rig.join(12)
  await leaving.settled()
  const [asked, judged] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  rig.access.beforeVerdict = () => {
    asked.resolve()
    return judged.promise
  }
  rig.revocation.raise()
  await asked.promise

  rig.access.verdicts.set(memberNumber(12), { right: 'none' })
  rig.revocation.raise()
  judged.resolve()
  rig.access.beforeVerdict = async () => undefined
  await until(() => isClosed(leaving), 'the socket is closed', 1_000)

  expect(leaving.lastClose?.reason).toBe('accessEnded')
})

test('[KS9] what someone sent before the right ended and nobody has kept yet is never kept', async () => {
  let held = null as ReturnType<typeof heldJournal> | null
  const fresh = await rig.reopen({
    alterStore: (store) => {
      held = heldJournal(store.journal)
      return { ...store, journal: held.journal }
    },
  })
  const honest = fresh.join(5)
  const leaving = fresh.join(6)
  await Promise.all([honest.settled(), leaving.settled()])
  held?.hold()
  honest.type('前の言葉')
  await held?.appendWaits()
  leaving.type('遅すぎた言葉')
  await leaving.roundTrip()

  fresh.access.verdicts.set(memberNumber(6), { right: 'read', seesNames: true })
  fresh.revocation.raise()
  await until(() => isClosed(leaving), 'the socket is closed', 1_000)
  held?.letThrough()
  await honest.settled()

  const reader = fresh.join(7)
  await reader.reads('前の言葉')
  expect(reader.text).not.toContain('遅すぎた')
  await fresh.stop()
})

test('[KS9] a sign-out closes its sockets and no others', async () => {
  const staying = rig.join(8)
  const leaving = rig.join(9)
  await Promise.all([staying.settled(), leaving.settled()])

  rig.access.endedSessions.add(memberNumber(9))
  rig.revocation.endSession(memberNumber(9))
  await until(() => isClosed(leaving), 'the socket is closed', 1_000)

  expect([leaving.lastClose?.reason, isClosed(staying)]).toEqual(['signedOut', false])
})

test('[KS9] a right that ends by itself ends its session within a second of that moment', async () => {
  const member = memberNumber(10)
  const words = { name: 'Jさん', organisationName: 'つなぎ市（架空）', role: 'staff' } as const
  const endsAt = instant(Date.now() + 400)
  rig.access.verdicts.set(member, { right: 'edit', validUntil: endsAt, member: words })
  const leaving = rig.join(10)
  await leaving.settled()

  rig.access.verdicts.set(member, { right: 'none' })
  await until(() => isClosed(leaving), 'the socket is closed', 1_400)

  expect([leaving.lastClose?.reason, Date.now() >= endsAt]).toEqual(['accessEnded', true])
})

test('[KS9] while nobody can say whether the right stands, nothing is delivered, and within a second the socket is closed', async () => {
  const waiting = rig.join(11)
  for (const pauseMs of [0, 80, 160]) {
    await waiting.settled()
    // The end comes at another moment between two looks each time.
    await pause(pauseMs)
    await waiting.roundTrip()
    rig.access.beforeVerdict = () => Promise.reject(new Error('the store is away'))
    const bytesThen = waiting.receivedBytes
    waiting.lastClose = null

    rig.revocation.raise()
    const raisedAt = performance.now()
    await until(() => isClosed(waiting), 'the socket is closed', 1_500)
    const tookMs = performance.now() - raisedAt
    rig.access.beforeVerdict = async () => undefined

    expect([reasonOf(waiting), waiting.receivedBytes - bytesThen]).toEqual(['overloaded', 0])
    expect(tookMs).toBeLessThan(900)
  }
  await waiting.settled()
})

test('[KS5] [KS9] what was kept while the right was in doubt is acknowledged as soon as it stands', async () => {
  const [asked, mayKeep] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let isHeld = false
  const held = await startCollab({
    alterStore: (store) => ({
      ...store,
      journal: {
        ...store.journal,
        async append(...given) {
          await store.journal.append(...given)
          if (!isHeld) return
          asked.resolve()
          await mayKeep.promise
        },
      },
    }),
  })
  const writer = held.join(1)
  await writer.settled()
  isHeld = true
  writer.type('保存の途中の言葉')
  await asked.promise
  const judged = Promise.withResolvers<void>()
  held.access.beforeVerdict = () => judged.promise

  held.revocation.raise()
  mayKeep.resolve()
  await held.live.rooms.read(held.documentId, (room) => room.settled())
  expect(writer.acks.at(-1) === writer.sent).toBe(false)
  judged.resolve()

  await until(() => writer.acks.at(-1) === writer.sent, 'it is acknowledged', 2_000)
  await held.stop()
})

test('[KS57] who is out is shown no more also to whoever was being judged in that moment, while others type or not', async () => {
  for (const types of [false, true]) {
    const [witness, other, leaving] = [13, 14, types ? 15 : 16].map((member) => rig.join(member))
    if (witness === undefined || other === undefined || leaving === undefined) throw new Error('three have come')
    await Promise.all([witness.settled(), other.settled(), leaving.settled()])
    const isShownTo = ({ provider }: Participant) => provider.awareness.getStates().has(leaving.doc.clientID)
    await until(() => isShownTo(witness) && isShownTo(other), 'all see each other')
    const judged = Promise.withResolvers<void>()
    rig.access.beforeVerdict = (member) => (member === memberNumber(13) ? judged.promise : Promise.resolve())

    rig.access.verdicts.set(memberNumber(types ? 15 : 16), { right: 'none' })
    rig.revocation.raise()
    if (types) other.type('判断を待つ間に')
    await until(() => !isShownTo(other), 'the others are told', 1_000)
    judged.resolve()
    rig.access.beforeVerdict = async () => undefined

    await until(() => !isShownTo(witness), 'and so is who waited', 1_000)
    for (const one of [witness, other]) one.leave()
  }
})
