import { type Connection, Mongoose } from 'mongoose'

/** The database of an installation whose connection string names none. */
export const DATABASE = 'tsunagi'

/** Unit: milliseconds. A primary that is gone, or a network that swallows everything, is noticed in seconds, not in half minutes. */
const HEARS_SOON = { connectTimeoutMS: 5_000, heartbeatFrequencyMS: 1_000, socketTimeoutMS: 30_000 }

/** The one database of an installation: the one that the connection string names, and never the server's own. */
export function databaseOf(uri: string): string {
  const named = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1]
  return named === undefined || named === 'admin' ? DATABASE : decodeURIComponent(named)
}

/**
 * Opens the one connection everything is kept through, with the settings that make a careless query fail.
 *
 * Throws: the driver's error when the store cannot be reached within 10 s.
 */
export async function connectMongo(uri: string, dbName = databaseOf(uri)): Promise<Connection> {
  // Models find the running transaction by themselves, so that no store has to be handed one.
  const mongoose = new Mongoose({ transactionAsyncLocalStorage: true })
  const connection = mongoose.createConnection(uri, {
    dbName,
    autoIndex: false,
    autoCreate: false,
    sanitizeFilter: true,
    serverSelectionTimeoutMS: 10_000,
    ...HEARS_SOON,
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
  })
  connection.set('strictQuery', 'throw')
  return connection.asPromise()
}

/** Makes every model's collection and indexes; safe to call again. */
export async function prepareCollections(connection: Connection): Promise<void> {
  await Promise.all(
    Object.values(connection.models).map(async (model) => {
      await model.createCollection()
      await model.createIndexes()
    }),
  )
}

/** Runs work in one transaction. */
export type Atomically = <Value>(work: () => Promise<Value>) => Promise<Value>

/**
 * Makes `atomically`: everything that `work` writes through the connection's models is kept, durably, or nothing is.
 *
 * Throws: whatever `work` throws, after undoing it. Transient conflicts are tried again by the driver, so `work` may run
 * more than once and must do nothing outside the store.
 */
export const atomicallyOn =
  (connection: Connection): Atomically =>
  (work) =>
    connection.transaction(() => work())

/** True for the store's refusal of a second row with the same unique key. */
export const isDuplicateKey = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 11_000
