import { ObjectId } from 'mongodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  beginningOf,
  hashAfter,
  type Seal,
  type SealedEntry,
  sealsAfter,
} from '#server/features/audit/seal/trailChain.ts'
import { faultsOf, sealingNode, sealTen } from '#tests/support/sealedTrail.ts'
import { startTestStore, type TestStore } from '#tests/support/testStore.ts'

let store: TestStore
beforeEach(async () => {
  store = await startTestStore()
  await sealTen(store.connection)
})
afterEach(() => store.close())

const db = () => store.connection.getClient().db(store.connection.name)
const seals = () => db().collection<Seal>('auditSeals')
const entries = () => db().collection<SealedEntry>('auditRecords')
const sealRows = () =>
  seals()
    .find({}, { sort: { index: 1 } })
    .toArray()

test('[AC6.31] a late seal that is made to look as if it were in time is found, and so is one that would let a sweep look back further', async () => {
  await seals().updateOne({ index: 4 }, { $set: { how: 'late' } })
  expect(await faultsOf(store.connection)).toEqual(['edited 4'])
  await seals().updateOne({ index: 4 }, { $set: { how: 'inTime' } })
  await seals().updateOne({ index: 10 }, { $set: { sealedAt: 1 } })
  expect(await faultsOf(store.connection)).toEqual(['edited 10'])
})

test('[AC6.31] a record under a time long past is found, whether somebody has sealed it behind what was signed or made it one of before the sealing', async () => {
  const like = await entries().findOne({})
  const [_id, at] = [new ObjectId(), Date.now() - 7_200_000]
  await entries().insertOne({ ...like, _id, at })
  const last = (await sealRows()).at(-1)
  const head = { chain: last?.chain ?? '', count: 10, hash: last?.hash ?? '' }
  const entry = await entries().findOne({ _id })
  if (entry !== null) await seals().insertMany([...sealsAfter(head, [entry], { sealedAt: Date.now(), how: 'inTime' })])
  expect(await faultsOf(store.connection)).toEqual(['backdated 11'])

  await seals().deleteOne({ index: 11 })
  await entries().updateOne({ _id }, { $set: { at: Date.now() + 7_200_000 } })
  await db().collection<{ _id: string }>('auditChains').deleteOne({ _id: 'begun' })
  const node = sealingNode(store.connection)
  expect(await node.sweep.sweepAtStart()).toBe(1)
  expect(await faultsOf(store.connection)).toEqual(['backdated 11'])
  await node.sealer.stop()
})

test('[AC6.31] what was sealed before its seal stood under the hash verifies as ever', async () => {
  const [first] = await sealRows()
  let hash = beginningOf(first?.chain ?? '').hash
  for (const { _id, ...seal } of await sealRows()) {
    const entry = await entries().findOne({ _id: seal.entryId })
    if (entry !== null) hash = hashAfter(hash, entry, { sealedAt: seal.sealedAt, how: seal.how })
    await seals().updateOne({ _id }, { $set: { hash }, $unset: { form: 1 } })
  }
  await db().collection('auditCheckpoints').deleteMany({})
  expect(await faultsOf(store.connection)).toEqual([])
})
