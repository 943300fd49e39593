import type { TestProject } from 'vitest/node'
import { type EmbeddedStore, startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'

/** Names the stores that were begun for the processes of tests, one for each. */
const STORES = 'STORES_OF_TEST_WORKERS'

let stores: readonly EmbeddedStore[] = []

/** Begins a store in memory for each process of tests that runs at once, before any test: to begin one takes longer than most tests do. */
export async function setup({ config }: TestProject): Promise<void> {
  if ((process.env.MONGODB_URI ?? '') !== '' || process.env[STORES] !== undefined) return
  stores = await Promise.all(Array.from({ length: config.maxWorkers }, () => startEmbeddedStore({ memory: true })))
  process.env[STORES] = stores.map(({ uri }) => uri).join(' ')
}

export async function teardown(): Promise<void> {
  await Promise.all(stores.map((store) => store.close()))
}

/** That of this process; none where nobody has begun one. */
export const storeOfThisWorker = (): string | undefined =>
  process.env[STORES]?.split(' ')[Number(process.env.VITEST_POOL_ID) - 1]
