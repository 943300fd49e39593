import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { constants, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
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
  await rows.replaceOne({ _id: 'kept' }, { again: HUNDRED, items: HUNDRED }, { upsert: true })
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

/** Lets the store get stuck once more, and waits for what is told of it. */
async function fallSilent(uri: string): Promise<void> {
  const { client } = await getStuck(uri)
  const before = told.restarts.length + told.faults.length
  vi.advanceTimersByTime(40_000)
  await until(() => told.restarts.length + told.faults.length > before, 'the end of the worker is told')
  await client.close()
}

test('[OP1.29] [OP1.49] a store that is silent a fourth time within ten minutes is said to be gone; one that is so now and then never', async () => {
  using folder = aFolder()
  const store = await startEmbeddedStore({ dir: folder.dir }, { ...listener, listensOn: 'port' })
  let laterMs = 0
  const now = performance.now.bind(performance)
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + laterMs)

  for (let time = 1; time <= 4; time += 1) {
    await fallSilent(store.uri)
    laterMs += 4 * 60_000
  }
  const nowAndThen = [told.restarts.length, told.faults.length]
  // The third and the fourth of ten minutes.
  await fallSilent(store.uri)
  await fallSilent(store.uri)
  clock.mockRestore()

  expect(nowAndThen).toEqual([4, 0])
  expect(told.restarts).toHaveLength(5)
  expect(told.faults).toEqual([expect.stringContaining('silent for 30 s')])
  await store.close()
})

/** Makes whatever the worker writes its name into a file that never answers, as a disk may; call what it returns to let it answer. */
function neverAnswering(dir: string): () => void {
  const file = join(dir, 'store.holder.json')
  rmSync(file, { force: true })
  execFileSync('mkfifo', [file])
  return () => void openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
}

test('[OP1.35] a store whose start never ends is said to be stopped, and why', async () => {
  using folder = aFolder()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const letAnswer = neverAnswering(folder.dir)

  const refusal = startEmbeddedStore({ dir: folder.dir }).catch((fault: unknown) => fault)
  await vi.advanceTimersByTimeAsync(10 * 60_000 - 1)
  const inTime = await Promise.race([refusal, 'still waiting'])
  await vi.advanceTimersByTimeAsync(1)
  await vi.advanceTimersByTimeAsync(10_000)

  expect(inTime).toBe('still waiting')
  expect(await refusal).toMatchObject({ name: 'StoreStoppedError', message: expect.stringContaining('did not start') })
  letAnswer()
})
