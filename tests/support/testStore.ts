import { randomBytes } from 'node:crypto'
import type { Connection } from 'mongoose'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { connectMongo } from '#server/platform/mongo.ts'
import { databasesOfThisRun, storeOfThisWorker } from './storesOfWorkers.ts'

export interface TestStore {
  readonly connection: Connection
  close(): Promise<void>
}

/** Where a test may have databases. */
export interface StorePlace {
  readonly uri: string
  close(): Promise<void>
}

/** The server of `MONGODB_URI` when that is set, or else an embedded store in memory. */
export async function storePlace(): Promise<StorePlace> {
  const given = process.env.MONGODB_URI || storeOfThisWorker()
  if (given !== undefined) return { uri: given, close: async () => undefined }
  const embedded = await startEmbeddedStore({ memory: true })
  return { uri: embedded.uri, close: () => embedded.close() }
}

const newName = (prefix: string) => prefix + randomBytes(6).toString('hex')

/** Those that no test of this process has now: on a real server their collections take longer to make than most tests. */
const left: string[] = []

async function emptied(connection: Connection): Promise<void> {
  const collections = (await connection.db?.collections()) ?? []
  await Promise.all(collections.map((collection) => collection.deleteMany({})))
}

/** An empty database of the test's own. */
export async function startTestStore(): Promise<TestStore> {
  const prefix = databasesOfThisRun()
  return prefix === undefined ? madeAnew() : leftForTheNext(prefix)
}

async function madeAnew(): Promise<TestStore> {
  const place = await storePlace()
  const connection = await connectMongo(place.uri, newName('test_'))
  return {
    connection,
    async close() {
      await connection.dropDatabase()
      await connection.close()
      await place.close()
    },
  }
}

/** It may have the collections and indexes of tests before it, and nothing in them. */
async function leftForTheNext(prefix: string): Promise<TestStore> {
  const { uri } = await storePlace()
  const name = left.pop() ?? newName(prefix)
  const connection = await connectMongo(uri, name)
  await emptied(connection)
  return {
    connection,
    async close() {
      await connection.close()
      left.push(name)
    },
  }
}
