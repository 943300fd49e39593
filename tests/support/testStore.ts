import { randomBytes } from 'node:crypto'
import type { Connection } from 'mongoose'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { connectMongo } from '#server/platform/mongo.ts'
import { storeOfThisWorker } from './storesOfWorkers.ts'

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

/** An empty database of the test's own. */
export async function startTestStore(): Promise<TestStore> {
  const place = await storePlace()
  const connection = await connectMongo(place.uri, `test_${randomBytes(6).toString('hex')}`)
  return {
    connection,
    async close() {
      await connection.dropDatabase()
      await connection.close()
      await place.close()
    },
  }
}
