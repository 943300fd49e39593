import { ObjectId } from 'mongodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mongoAuditTrail } from '#server/features/audit/auditTrail.mongo.ts'
import type { Seal, SealedEntry } from '#server/features/audit/seal/trailChain.ts'
import { beginningOf, sealsAfter } from '#server/features/audit/seal/trailChain.ts'
import { trailSeal } from '#server/features/audit/seal/trailSeal.ts'
import { systemClock } from '#server/platform/clock.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { silentLog } from '#server/platform/log.ts'
import { atomicallyOn, prepareCollections } from '#server/platform/mongo.ts'
import { systemTimers, type Timers } from '#server/platform/timers.ts'
import { faultsOf, SIGNER, sealingNode, sealTen } from '#tests/support/sealedTrail.ts'
import { startTestStore, type TestStore } from '#tests/support/testStore.ts'
import { until } from '#tests/support/until.ts'

let store: TestStore
beforeEach(async () => {
  store = await startTestStore()
})
afterEach(() => store.close())

const db = () => store.connection.getClient().db(store.connection.name)
const seals = () => db().collection<Seal>('auditSeals')
const entries = () => db().collection<SealedEntry>('auditRecords')
const sealRows = () =>
  seals()
    .find({}, { sort: { chain: 1, index: 1 } })
    .toArray()
const entryAt = async (index: number) => (await sealRows())[index - 1]?.entryId as ObjectId

/** Of a process that was killed before it came to anything. */
const NEVER: Timers = { ...systemTimers, after: () => ({ stop: () => undefined }) }

/** As whoever has the disk could: every seal from `index` on anew over what stands there now. */
async function restampFrom(index: number): Promise<void> {
  const rows = await sealRows()
  const before = rows[index - 2]
  const chain = rows[0]?.chain ?? ''
  const head = before === undefined ? beginningOf(chain) : { chain, count: before.index, hash: before.hash }
  const rest = rows.slice(index - 1)
  const there: SealedEntry[] = []
  for (const { entryId } of rest) {
    const entry = await entries().findOne({ _id: entryId })
    if (entry !== null) there.push(entry)
  }
  await seals().deleteMany({ index: { $gte: index } })
  await seals().insertMany([...sealsAfter(head, there, { sealedAt: 1, how: 'inTime' })])
}

test('[AC6.17] what is appended is sealed a moment later in its order, what a transaction undid leaves no hole, and the trail verifies', async () => {
  const node = sealingNode(store.connection)
  await prepareCollections(store.connection)
  await node.record(2)
  const undone = atomicallyOn(store.connection)(async () => {
    await node.record(1)
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  await atomicallyOn(store.connection)(() => node.record(3))

  await until(async () => (await seals().countDocuments()) === 5, 'all are sealed')
  const rows = await sealRows()
  const inOrder = await entries()
    .find({}, { sort: { _id: 1 } })
    .toArray()
  expect(rows.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5])
  expect(rows.map(({ entryId }) => String(entryId))).toEqual(inOrder.map(({ _id }) => String(_id)))
  expect(rows.every(({ how }) => how === 'inTime')).toBe(true)
  expect(await faultsOf(store.connection)).toEqual([])
  await node.sealer.stop()
})

test('[AC6.20] what a killed process left without a seal is sealed as late at the next start, what is older than the sealing as that, and each once', async () => {
  const killed = sealingNode(store.connection, { timers: NEVER })
  await prepareCollections(store.connection)
  await killed.record(3)
  const first = sealingNode(store.connection)
  expect(await first.sweep.sweepAtStart()).toBe(3)
  await first.record(1)
  await first.sealer.stop()

  await killed.record(2)
  const [second, other] = [sealingNode(store.connection), sealingNode(store.connection)]
  const sealed = await Promise.all([second.sweep.sweepAtStart(), other.sweep.sweepAtStart()])
  expect(sealed[0] + sealed[1]).toBe(2)
  expect((await sealRows()).map(({ how }) => how)).toEqual(['before', 'before', 'before', 'inTime', 'late', 'late'])
  expect(await second.sweep.sweepAtStart()).toBe(0)

  // What somebody puts in under a time long past is not sealed as if a process had left it.
  await entries().insertOne({ ...(await entries().findOne({})), _id: new ObjectId(), at: Date.now() - 7_200_000 })
  expect(await second.sweep.sweepAtStart()).toBe(0)
  expect(await faultsOf(store.connection)).toEqual(['inserted 1'])
  await entries().deleteOne({ at: { $lt: Date.now() - 7_000_000 } })
  expect(await faultsOf(store.connection)).toEqual([])
  await killed.sealer.stop()
})

test('[AC6.21] two nodes of one store have a chain each, and after an orderly stop the next start goes on with it', async () => {
  const [one, other] = [0, 1].map(() => sealingNode(store.connection, { isShared: true }))
  if (one === undefined || other === undefined) throw new Error('two')
  await prepareCollections(store.connection)
  await Promise.all([one.record(4), other.record(4)])
  await until(async () => (await seals().countDocuments()) === 8, 'all are sealed')
  const chains = async () => (await seals().distinct('chain')).length
  expect(await chains()).toBe(2)

  await one.sealer.stop()
  const again = sealingNode(store.connection, { isShared: true })
  await again.record(1)
  await again.sealer.stop()
  expect([await chains(), await seals().countDocuments()]).toEqual([2, 9])
  expect(await faultsOf(store.connection)).toEqual([])
  await other.sealer.stop()
})

test('[AC6.21] after a backup was put back a chain of its own begins, and where signed seals are gone as well', async () => {
  await sealTen(store.connection)
  await seals().deleteMany({ index: { $gt: 8 } })
  const node = sealingNode(store.connection)
  await node.record(1)
  await node.sealer.stop()

  expect((await seals().distinct('chain')).length).toBe(2)
  expect(await faultsOf(store.connection)).toContain('truncated 9')
})

test('[AC6.22] an edited record is found with its place, and so is one that has a field more', async () => {
  await sealTen(store.connection)
  await entries().updateOne({ _id: await entryAt(4) }, { $set: { because: 'x' } })
  expect(await faultsOf(store.connection)).toEqual(['edited 4'])
  await entries().updateOne({ _id: await entryAt(4) }, { $set: { because: null } })
  expect(await faultsOf(store.connection)).toEqual([])
  await entries().updateOne({ _id: await entryAt(7) }, { $set: { note: '' } })
  expect(await faultsOf(store.connection)).toEqual(['edited 7'])
})

test('[AC6.22] a deleted record is found with its place, with its seal or without, and with the rest renumbered', async () => {
  await sealTen(store.connection)
  const [row] = (await sealRows()).slice(3)
  await entries().deleteOne({ _id: await entryAt(4) })
  expect(await faultsOf(store.connection)).toEqual(['deleted 4'])
  await seals().deleteOne({ index: 4 })
  expect(await faultsOf(store.connection)).toEqual(['sealMissing 4'])
  for (const { index } of (await sealRows()).slice(3))
    await seals().updateOne({ index }, { $set: { index: index - 1 } })
  expect(await faultsOf(store.connection)).toContain('edited 4')
  expect(row?.index).toBe(4)
})

test('[AC6.22] an inserted record is found with its place, with a seal or without; of the last moments one is not sealed yet', async () => {
  await sealTen(store.connection)
  const like = await entries().findOne({ _id: await entryAt(4) })
  const _id = new ObjectId()
  await entries().insertOne({ ...like, _id })
  expect(await faultsOf(store.connection, { openSince: 0 })).toEqual([])
  expect(await faultsOf(store.connection)).toEqual(['inserted 5'])

  for (const { index } of (await sealRows()).slice(5).toReversed())
    await seals().updateOne({ index }, { $set: { index: index + 1 } })
  const [five] = (await sealRows()).slice(4)
  const more = { index: 6, entryId: _id, hash: 'ab'.repeat(32), sealedAt: 1, how: 'inTime' as const }
  await seals().insertOne({ chain: five?.chain ?? '', ...more })
  expect((await faultsOf(store.connection))[0]).toBe('inserted 6')
})

test('[AC6.22] swapped records are found with their place, whether their seals or their contents were swapped', async () => {
  await sealTen(store.connection)
  const [third, eighth] = [await entryAt(3), await entryAt(8)]
  const aside = new ObjectId()
  for (const [index, entryId] of [
    [3, aside],
    [8, third],
    [3, eighth],
  ] as const)
    await seals().updateOne({ index }, { $set: { entryId } })
  expect(await faultsOf(store.connection)).toEqual(['swapped 3', 'swapped 8'])
  for (const [index, entryId] of [
    [3, aside],
    [8, eighth],
    [3, third],
  ] as const)
    await seals().updateOne({ index }, { $set: { entryId } })
  expect(await faultsOf(store.connection)).toEqual([])

  const [one, other] = [await entries().findOne({ _id: third }), await entries().findOne({ _id: eighth })]
  await entries().replaceOne({ _id: third }, { ...other, _id: third })
  await entries().replaceOne({ _id: eighth }, { ...one, _id: eighth })
  expect(await faultsOf(store.connection)).toEqual(['swapped 3', 'swapped 8'])
})

test('[AC6.23] a trail whose end is cut off is found by a checkpoint in the store, outside, or on paper', async () => {
  const outside = await sealTen(store.connection)
  const gone = await entryAt(10)
  await seals().deleteOne({ index: 10 })
  await entries().deleteOne({ _id: gone })
  expect(await faultsOf(store.connection)).toEqual(['truncated 10'])

  await db().collection('auditCheckpoints').deleteOne({ count: 10 })
  expect(await faultsOf(store.connection)).toEqual([])
  expect(await faultsOf(store.connection, { checkpoints: outside })).toEqual(['truncated 10'])
  const paper = { count: 10, beginning: outside[1]?.head.slice(0, 16) ?? '' }
  expect(await faultsOf(store.connection, { paper })).toEqual(['truncated 10'])
})

test('[AC6.23] a trail cut off and filled anew, and one stamped anew from its beginning, are found by what was signed before', async () => {
  const outside = await sealTen(store.connection)
  await entries().updateOne({ _id: await entryAt(8) }, { $set: { because: 'x' } })
  await restampFrom(8)
  expect(await faultsOf(store.connection)).toEqual(['refilled 6'])
  await db().collection('auditCheckpoints').deleteMany({})
  expect(await faultsOf(store.connection)).toEqual([])
  expect(await faultsOf(store.connection, { checkpoints: outside })).toEqual(['refilled 6'])

  await entries().updateOne({ _id: await entryAt(1) }, { $set: { because: 'x' } })
  await restampFrom(1)
  expect(await faultsOf(store.connection)).toEqual([])
  expect(await faultsOf(store.connection, { checkpoints: outside })).toEqual(['restamped 1'])
  const paper = { count: 5, beginning: outside[0]?.head.slice(0, 16) ?? '' }
  expect(await faultsOf(store.connection, { paper })).toEqual(['refilled 5'])
})

test('[AC6.23] a checkpoint that this key did not sign is called forged, and proves nothing', async () => {
  const [first] = await sealTen(store.connection)
  const forged = { ...SIGNER.sign({ chain: first?.chain ?? '', count: 3, hash: 'ab' }, 1), count: 4 }
  await db().collection('auditCheckpoints').insertOne(forged)
  expect(await faultsOf(store.connection)).toEqual(['forged 4'])
})

test('[AC6.28] what is recorded while a backup is being prepared, however long that takes, goes on no chain of before it', async () => {
  const outside = await sealTen(store.connection)
  const due: (() => void)[] = []
  const timers: Timers = { ...systemTimers, after: (_ms, run) => ({ stop: () => undefined, at: due.push(run) }) }
  const letTimePass = () => {
    for (const run of due.splice(0)) run()
  }
  const seal = trailSeal({
    ...{ connection: store.connection, isShared: false, seed: new Uint8Array(32).fill(9), folder: null },
    ...{ clock: systemClock, timers, ids: randomIdSource(systemClock), log: silentLog },
  })
  const audit = mongoAuditTrail(store.connection, systemClock, (id) => seal.expect(id))
  await audit.append({ kind: 'erasureReplayed', by: null, objectIds: [] })
  letTimePass()
  const isAllSealed = ({ auditWaiting }: ReturnType<typeof seal.figures>) => auditWaiting === 0
  await until(() => isAllSealed(seal.figures()), 'what is sealed at all before the start is')

  await seal.start(true)
  letTimePass()
  await until(async () => (await seals().countDocuments()) === 11, 'it is sealed')

  expect(await seals().countDocuments({ chain: outside[0]?.chain ?? '' })).toBe(10)
  await seal.stop()
})
