import { randomBytes } from 'node:crypto'
import { MongoClient } from 'mongodb'
import type { TestProject } from 'vitest/node'
import { type EmbeddedStore, startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'

/** Names the stores that were begun for the processes of tests, one for each. */
const STORES = 'STORES_OF_TEST_WORKERS'
/** How the names of the databases begin that this run may leave until it ends. */
const DATABASES = 'DATABASES_OF_TEST_RUN'

const given = () => process.env.MONGODB_URI ?? ''

let stores: readonly EmbeddedStore[] = []
let isOurs = false

/** Begins a store in memory for each process of tests that runs at once, before any test: to begin one takes longer than most tests do. */
export async function setup({ config }: TestProject): Promise<void> {
  if (process.env[DATABASES] !== undefined) return
  isOurs = true
  process.env[DATABASES] = `test_${randomBytes(6).toString('hex')}_`
  if (given() !== '') return
  stores = await Promise.all(Array.from({ length: config.maxWorkers }, () => startEmbeddedStore({ memory: true })))
  process.env[STORES] = stores.map(({ uri }) => uri).join(' ')
}

/** The stores of ours go with all that is in them; a server that was given has nothing left of the run. */
export async function teardown(): Promise<void> {
  if (!isOurs) return
  await Promise.all(stores.map((store) => store.close()))
  if (given() !== '') await dropAll(given(), databasesOfThisRun() ?? '')
}

async function dropAll(uri: string, prefix: string): Promise<void> {
  const client = await new MongoClient(uri).connect()
  const { databases } = await client.db().admin().listDatabases({ nameOnly: true })
  for (const { name } of databases) if (name.startsWith(prefix)) await client.db(name).dropDatabase()
  await client.close()
}

/** That of this process; none where nobody has begun one. */
export const storeOfThisWorker = (): string | undefined =>
  process.env[STORES]?.split(' ')[Number(process.env.VITEST_POOL_ID) - 1]

/** Where it is set, whoever makes a database of this name may leave it: it is dropped when the run ends. */
export const databasesOfThisRun = (): string | undefined => process.env[DATABASES]
