import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { compact } from '#server/collab/compaction.ts'
import { raiseAllGenerations } from '#server/collab/generations/raiseGeneration.ts'
import { type JournalEntry, OvertakenError } from '#server/collab/journal.ts'
import { systemClock } from '#server/platform/clock.ts'
import { silentLog } from '#server/platform/log.ts'
import { makeId } from '#shared/core/ids.ts'
import { type CollabRig, memberNumber, startCollab } from '#tests/support/collabRig.ts'
import { textOf } from '#tests/support/rigNote.ts'
import { rowOf } from '#tests/support/twoWhoDestroy.ts'
import { until } from '#tests/support/until.ts'

async function takeSnapshot({ live, store, documentId }: CollabRig): Promise<void> {
  await live.rooms.read(documentId, async ({ document }) => {
    await compact({ ...store, clock: systemClock, holder: 'another node' }, document.row, await document.state())
  })
}

const raise = ({ live }: CollabRig) => raiseAllGenerations({ ...live, clock: systemClock, log: silentLog })

test.each([
  ['a snapshot has taken the place of', takeSnapshot],
  ['another generation has removed', raise],
] as const)(
  '[KS24] a node that has not heard of entries which %s acknowledges nothing in their places',
  async (_, overtake) => {
    const rig = await startCollab()
    const author = rig.join(1)
    await author.settled()
    author.type('本文。')
    await author.settled()
    const lagging = await rig.reopen()
    const late = lagging.join(2)
    await late.settled()
    for (let count = 0; count < 5; count++) {
      author.type(`続き${count}。`)
      await author.settled()
    }
    await overtake(rig)

    const before = late.sent
    late.type('遅れて届いた文。')
    const isAcked = () => late.helloCount === 1 && (late.acks.at(-1) ?? 0) > before
    await until(() => late.lastClose !== null || isAcked(), 'the late sentence has an answer')

    expect([isAcked(), late.lastClose?.reason]).toEqual([false, 'overloaded'])
    if (overtake === takeSnapshot) {
      await late.settled()
      await until(() => late.acks.at(-1) === late.sent, 'it is kept when its page has come back')
      const fresh = await rig.reopen()
      expect(await textOf(fresh)).toContain('遅れて届いた文。')
      await fresh.stop()
    }
    await lagging.stop()
    await rig.stop()
  },
)

test('[KS24] what several write at once into places of which a snapshot has taken only the first is kept or not acknowledged', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  const lagging = await rig.reopen()
  const late = [2, 3, 4].map((member) => lagging.join(member))
  await Promise.all(late.map((one) => one.settled()))
  author.type('別の所で書かれた文。')
  await author.settled()
  await takeSnapshot(rig)
  author.type('その続き。')
  await author.settled()

  // All that they write comes into one writing.
  const gathered = Promise.withResolvers<void>()
  await lagging.live.rooms.read(rig.documentId, async (room) => room.writeAfter(gathered.promise))
  for (const [place, one] of late.entries()) one.type(`〔${place}〕`)
  await Promise.all(late.map((one) => one.roundTrip()))
  gathered.resolve()
  await Promise.all(late.map((one) => one.settled()))

  const fresh = await rig.reopen()
  const text = await textOf(fresh)
  expect(
    ['〔0〕', '〔1〕', '〔2〕', '別の所で書かれた文。その続き。'].filter((words) => !text.includes(words)),
  ).toEqual([])
  for (const each of [fresh, lagging, rig]) await each.stop()
})

test('[KS24] what goes into places that a snapshot has taken is at no moment read behind it by another node', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  for (const words of ['一。', '二。', '三。']) {
    await author.settled()
    author.type(words)
  }
  await author.settled()
  await takeSnapshot(rig)
  const row = await rowOf(rig)
  const { snapshotSequence } = row
  const seen: number[] = []
  // Another node reads as soon as something can be read, and the one that lags is still finding out.
  const documents = rig.connection.collection('documents')
  const findOne = documents.findOne.bind(documents)
  const asking = vi.spyOn(documents, 'findOne').mockImplementation(async (...asked: Parameters<typeof findOne>) => {
    for await (const { sequence, isVoid } of rig.store.journal.readAfter(row, snapshotSequence))
      if (!isVoid) seen.push(sequence)
    return findOne(...asked)
  })

  const late = [snapshotSequence - 1, snapshotSequence, snapshotSequence + 1].map((sequence) => anEntry(sequence))
  const appended = await rig.store.journal.append(row, late).catch((cause: unknown) => cause)

  expect([appended, seen]).toEqual([expect.any(OvertakenError), []])
  asking.mockRestore()
  await rig.stop()
})

test('[KS24] what was written into a place that a snapshot has taken is gone from it, so that nobody takes it for what stood there', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  for (const words of ['一。', '二。']) {
    await author.settled()
    author.type(words)
  }
  await author.settled()
  await takeSnapshot(rig)
  const row = await rowOf(rig)

  const appended = await rig.store.journal.append(row, [anEntry(row.snapshotSequence)]).catch((cause: unknown) => cause)

  expect([appended, await placesOf(rig)]).toEqual([expect.any(OvertakenError), []])
  await rig.stop()
})

test('[KS24] what a snapshot overtakes while it is being written counts for nothing behind it', async () => {
  const rig = await startCollab()
  const author = rig.join(1)
  await author.settled()
  author.type('一。')
  await author.settled()
  const other = await rig.reopen()
  const row = await rowOf(rig)
  const head = await rig.store.journal.headOf(row)
  // The first stands in its place, another node takes it into a snapshot, and only then the second comes.
  const documents = rig.connection.collection('documents')
  const findOne = documents.findOne.bind(documents)
  const asking = vi.spyOn(documents, 'findOne').mockImplementationOnce(async (...asked: Parameters<typeof findOne>) => {
    const found = await findOne(...asked)
    await takeSnapshot(other)
    return found
  })

  const appended = await rig.store.journal
    .append(
      row,
      [head + 1, head + 2].map((sequence) => anEntry(sequence)),
    )
    .catch((cause: unknown) => cause)
  asking.mockRestore()

  expect([appended, await placesOf(rig)]).toEqual([expect.any(OvertakenError), [[head + 2, true]]])
  for (const each of [other, rig]) await each.stop()
})

/** Each entry that the journal holds: where, and whether it is void. */
async function placesOf(rig: CollabRig): Promise<readonly (readonly [number, boolean])[]> {
  const places: (readonly [number, boolean])[] = []
  for await (const { sequence, isVoid } of rig.store.journal.readAfter(await rowOf(rig), 0))
    places.push([sequence, isVoid])
  return places
}

const anEntry = (sequence: number): JournalEntry => ({
  ...{ sequence, update: Y.encodeStateAsUpdate(new Y.Doc()), userId: memberNumber(2), isVoid: false },
  ...{ connectionId: makeId('connection', '0'.repeat(26)), frameFrom: sequence, frameTo: sequence },
  writtenAt: systemClock.now(),
})
