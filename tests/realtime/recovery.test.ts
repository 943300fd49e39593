import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkUpdate } from '#server/collab/check/checkUpdate.ts'
import { type CompactionPorts, compact } from '#server/collab/compaction.ts'
import type { JournalEntry } from '#server/collab/journal.ts'
import { systemClock } from '#server/platform/clock.ts'
import { makeId } from '#shared/core/ids.ts'
import { type Instant, later } from '#shared/core/time.ts'
import { encodeUpdate } from '#shared/protocol/frames.ts'
import { type CollabRig, memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { cutOffAt } from '#tests/support/cutOffStore.ts'
import { RawClient } from '#tests/support/rawClient.ts'
import { element, rawUpdate } from '#tests/support/rawUpdate.ts'
import { until } from '#tests/support/until.ts'

let rig: CollabRig

beforeAll(async () => {
  rig = await startCollab()
})
afterAll(() => rig.stop())

/** Begins well and then refers to itself: Yjs throws half-way through (M21). */
const poison = (clientId: number) =>
  rawUpdate([
    {
      client: clientId,
      clock: 0,
      structs: [element('paragraph', {}), element('paragraph', { origin: [clientId, 1] })],
    },
  ])

async function entriesOf({ store, documentId }: CollabRig): Promise<readonly JournalEntry[]> {
  const row = await store.documents.find(documentId)
  if (row === null) throw new Error('the rig has a document')
  const entries: JournalEntry[] = []
  for await (const entry of store.journal.readAfter(row, 0)) entries.push(entry)
  return entries
}

test('[KS8] after a start anew everything acknowledged is there, from entries and from a snapshot alike', async () => {
  const author = rig.join(1)
  await author.settled()
  for (const word of ['一', '二', '三']) author.type(word)
  author.erase(1)
  await author.settled()

  const fromEntries = await rig.reopen()
  const first = fromEntries.join(2)
  await first.reads('二三')
  await fromEntries.stop()
  const row = await rig.store.documents.find(rig.documentId)
  const fromSnapshot = await rig.reopen()
  const second = fromSnapshot.join(3)
  await second.reads('二三')

  expect([row?.snapshotSequence, second.text]).toEqual([
    (await rig.live.rooms.hold(rig.documentId)).room.sequence,
    author.text,
  ])
  await fromSnapshot.stop()
})

/** Every write of a compaction, in order, and whether it fails before or after it has been done. */
const CRASH_POINTS = ['write', 'read', 'advanceSnapshot', 'removeUpTo', 'removeOthers'].flatMap((step) => [
  { step, isDone: false },
  { step, isDone: true },
])

test('[KS8] a compaction cut off anywhere leaves a document that opens whole', async () => {
  const fresh = await startCollab()
  const author = fresh.join(1)
  await author.settled()
  for (const { step, isDone } of CRASH_POINTS) {
    author.type(`${step}${isDone ? '後' : '前'}、`)
    await author.settled()
    const before = await fresh.reopen()
    const at = await before.live.rooms.read(before.documentId, async ({ document }) => ({
      row: document.row,
      state: await document.state(),
    }))
    const ports: CompactionPorts = {
      ...cutOffAt(before.store, step, isDone),
      clock: systemClock,
      holder: 'the one cut off',
    }
    await expect(compact(ports, at.row, at.state)).rejects.toThrow(`cut off at ${step}`)

    const again = await fresh.reopen()
    const reader = again.join(2)
    await reader.settled()
    expect([step, isDone, reader.text]).toEqual([step, isDone, author.text])
    reader.leave()
  }
  await fresh.stop()
})

test('[KS8] a snapshot of one who lost the lease meanwhile is not taken for the newest', async () => {
  const fresh = await startCollab()
  const { documents } = fresh.store
  const now = systemClock.now()
  const first = await documents.takeLease(fresh.documentId, { holder: 'first', until: now }, now)
  const second = await documents.takeLease(fresh.documentId, { holder: 'second', until: now }, now)

  const late = await documents.advanceSnapshot(
    { documentId: fresh.documentId, generation: 1 },
    { sequence: 1, fence: first ?? 0 },
  )
  const inTime = await documents.advanceSnapshot(
    { documentId: fresh.documentId, generation: 1 },
    { sequence: 1, fence: second ?? 0 },
  )

  expect([late, inTime]).toEqual([false, true])
  await fresh.stop()
})

test('[OP2.51] whose clock ran a year ahead keeps no document from being compacted once it is set right, and whose is a little ahead keeps its turn', async () => {
  const fresh = await startCollab()
  const { documents } = fresh.store
  const now = systemClock.now()
  const MINUTE_MS = 60_000
  const take = (holder: string, at: Instant) =>
    documents.takeLease(fresh.documentId, { holder, until: later(at, MINUTE_MS) }, at)
  await take('a year ahead', later(now, 365 * 24 * 60 * MINUTE_MS))

  const setRight = await take('set right', later(now, 2_000))
  const other = await take('two seconds behind', now)

  expect([setRight, other]).toEqual([expect.any(Number), null])
  await fresh.stop()
})

test('[KS8] what the check lets through and Yjs cannot apply is void, its sender goes, and everybody else goes on', async () => {
  const fresh = await startCollab({
    ports: {
      check: (bytes, view) =>
        bytes.includes(99)
          ? { verdict: 'apply', update: bytes, clientIds: [99], removes: 0 }
          : checkUpdate(bytes, view),
    },
  })
  const honest = fresh.join(1)
  await honest.settled()
  honest.type('残る言葉')
  await honest.settled()
  const forger = new RawClient(fresh.doorOf(2))
  await forger.comeIn()

  forger.send(encodeUpdate(poison(99)))
  expect([(await forger.ended).code, forger.acked]).toEqual([4400, 0])
  honest.type('と続き')
  await honest.settled()

  expect([honest.helloCount, (await entriesOf(fresh)).map(({ isVoid }) => isVoid)]).toEqual([
    1,
    [false, false, true, false],
  ])
  const again = await fresh.reopen()
  const reader = again.join(3)
  await reader.reads('残る言葉と続き')
  await again.stop()
  await fresh.stop()
})

test('[KS8] an entry that was kept and cannot be applied is marked void when the document opens, and the document opens', async () => {
  const fresh = await startCollab()
  const row = await fresh.store.documents.find(fresh.documentId)
  if (row === null) throw new Error('the rig has a document')
  await fresh.store.journal.append(row, [
    {
      sequence: 2,
      update: poison(98),
      userId: memberNumber(1),
      connectionId: makeId('connection', '1'.repeat(26)),
      frameFrom: 1,
      frameTo: 1,
      writtenAt: systemClock.now(),
      isVoid: false,
    },
  ])

  const author = fresh.join(1)
  await author.settled()
  author.type('開いた')
  await author.settled()

  expect((await entriesOf(fresh)).map(({ sequence, isVoid }) => [sequence, isVoid])).toEqual([
    [1, false],
    [2, true],
    [3, false],
  ])
  await fresh.stop()
})

test('[KS8] a journal with a hole, or one that ends too early, opens for nobody rather than as less', async () => {
  const fresh = await startCollab()
  const author = fresh.join(1)
  await author.settled()
  for (const word of ['一', '二', '三']) {
    author.type(word)
    await author.settled()
  }

  await fresh.connection.collection('journal').deleteOne({ sequence: 3 })
  const holed = await fresh.reopen()
  const early = new RawClient(holed.doorOf(2))

  expect([(await early.ended).code, early.frames]).toEqual([1013, []])
  await until(() => holed.live.rooms.size === 0, 'no room is left')
  await holed.stop()
  await fresh.stop()
})

test('[KS8] an append whose outcome is unknown is tried again and kept once', async () => {
  let answersLost = 0
  const fresh = await startCollab({
    alterStore: (store) => ({
      ...store,
      journal: {
        ...store.journal,
        async append(of, entries) {
          await store.journal.append(of, entries)
          if (entries[0]?.sequence === 2 && answersLost++ === 0) throw new Error('the answer was lost')
        },
      },
    }),
  })
  const author = fresh.join(1)
  await author.settled()

  author.type('一度だけ')
  await author.settled()

  expect([answersLost, (await entriesOf(fresh)).map(({ sequence }) => sequence)]).toEqual([2, [1, 2]])
  await fresh.stop()
})

test('[KS8] two who write under one sequence: the later one opens the document anew and loses nothing', async () => {
  const other = await rig.reopen()
  const [here, there] = [rig.join(4), other.join(5)]
  await Promise.all([here.settled(), there.settled()])

  here.type('こちら')
  await here.settled()
  there.type('あちら')
  await there.settled()

  await there.reads('こちら')
  expect(there.text).toContain('あちら')
  await other.stop()
})

/** Takes a snapshot of the rig's document as it is now, as a node of its own would. */
async function compactNow({ live, store, documentId }: CollabRig): Promise<void> {
  const at = await live.rooms.read(documentId, async ({ document }) => document.state())
  const row = await store.documents.find(documentId)
  if (row === null) throw new Error('the rig has a document')
  await compact({ ...store, clock: systemClock, holder: 'the one that compacts' }, row, at)
}

test('[KS8] a document that is opened while another compacts it is read again, and never opens as less', async () => {
  const fresh = await startCollab()
  const author = fresh.join(1)
  await author.settled()
  author.type('一度目の圧縮の前')
  await author.settled()
  await compactNow(fresh)
  author.type('と、二度目の前')
  await author.settled()
  const reading = Promise.withResolvers<void>()
  const mayRead = Promise.withResolvers<void>()
  const opening = await fresh.reopen({
    alterStore: (store) => ({
      ...store,
      journal: {
        ...store.journal,
        async *readAfter(of, sequence) {
          reading.resolve()
          await mayRead.promise
          yield* store.journal.readAfter(of, sequence)
        },
      },
    }),
  })
  const late = opening.join(2)
  await reading.promise

  await compactNow(fresh)
  mayRead.resolve()
  await late.settled()

  expect(late.text).toContain('一度目の圧縮の前と、二度目の前')
  await opening.stop()
  await fresh.stop()
})
