import { randomBytes } from 'node:crypto'
import type { Connection } from 'mongoose'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { connectMongo } from '#server/platform/mongo.ts'
import { storeOfThisWorker } from './storesOfWorkers.ts'

export interface TestStore {
  readonly connection: Connection
  close(): Promise<void>
}

/** An empty database of the test's own: on the server of `MONGODB_URI` when that is set, or else on an embedded store in memory. */
export async function startTestStore(): Promise<TestStore> {
  const given = process.env.MONGODB_URI || storeOfThisWorker()
  const embedded = given === undefined ? await startEmbeddedStore({ memory: true }) : null
  const connection = await connectMongo(given ?? embedded?.uri ?? '', `test_${randomBytes(6).toString('hex')}`)
  return {
    connection,
    async close() {
      await connection.dropDatabase()
      await connection.close()
      await embedded?.close()
    },
  }
}
