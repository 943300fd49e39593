import { once } from 'node:events'
import { MongoClient } from 'mongodb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { until } from '#tests/support/until.ts'
import { aFolder } from './storeFolder.ts'

interface Row {
  readonly _id: string
  readonly again: readonly number[]
  readonly items: readonly number[]
}

const HUNDRED = Array.from({ length: 100 }, (_, at) => at)
/** A hundred to the ninth documents: no answer for as long as the test runs. */
const ENDLESS = Array.from({ length: 9 }, () => [{ $unwind: '$items' }, { $addFields: { items: '$again' } }]).flat()

let told: { restarts: string[]; faults: string[] }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  told = { restarts: [], faults: [] }
})

afterEach(() => {
  vi.useRealTimers()
})

const listener = {
  onRestart: ({ message }: Error) => told.restarts.push(message),
  onFault: ({ message }: Error) => told.faults.push(message),
}

/** Gives the store a command that it cannot finish, and says how that command ended. */
async function getStuck(uri: string): Promise<{ readonly client: MongoClient; readonly isCut: Promise<boolean> }> {
  const client = await MongoClient.connect(uri, { retryReads: false, monitorCommands: true })
  const rows = client.db('x').collection<Row>('rows')
  await rows.insertOne({ _id: 'kept', again: HUNDRED, items: HUNDRED })
  const sent = once(client, 'commandStarted')
  const isCut = rows
    .aggregate(ENDLESS)
    .toArray()
    .then(
      () => false,
      () => true,
    )
  await sent
  return { client, isCut }
}

test('[OP1.9] a store that has not answered for 30 s is started afresh with all that was acknowledged', async () => {
  using folder = aFolder()
  const store = await startEmbeddedStore({ dir: folder.dir }, listener)
  const { client, isCut } = await getStuck(store.uri)

  vi.advanceTimersByTime(39_000)
  const restartsBefore = told.restarts.length
  vi.advanceTimersByTime(1_000)
  await until(() => told.restarts.length > 0, 'the restart is told')

  expect(await isCut).toBe(true)
  expect(restartsBefore).toBe(0)
  expect(told.restarts).toEqual([expect.stringContaining('silent for 30 s')])
  expect(await client.db('x').collection('rows').countDocuments()).toBe(1)
  expect(told.faults).toEqual([])
  await client.close()
  await store.close()
})

test('[OP1.9] a store in memory that does not answer is said to be gone: a fresh one would have lost everything', async () => {
  const store = await startEmbeddedStore({ memory: true }, listener)
  const { client, isCut } = await getStuck(store.uri)

  vi.advanceTimersByTime(40_000)
  await until(() => told.faults.length > 0, 'the fault is told')

  expect(told).toEqual({ restarts: [], faults: [expect.stringContaining('silent for 30 s')] })
  await client.close()
  await store.close()
  expect(await isCut).toBe(true)
})
