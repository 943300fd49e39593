import mongoose, { type ClientSession, type Connection } from 'mongoose'

/**
 * Opens the one connection everything is kept through, with the settings that make a careless query fail.
 *
 * Throws: the driver's error when the store cannot be reached within 10 s.
 */
export async function connectMongo(uri: string): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    dbName: 'tsunagi',
    autoIndex: false,
    autoCreate: false,
    sanitizeFilter: true,
    serverSelectionTimeoutMS: 10_000,
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
  })
  connection.set('strictQuery', 'throw')
  return connection.asPromise()
}

/** Runs `work` with every model's collection and indexes made first; safe to call again. */
export async function prepareCollections(connection: Connection): Promise<void> {
  for (const model of Object.values(connection.models)) {
    await model.createCollection()
    await model.createIndexes()
  }
}

/**
 * Runs `work` in one transaction: all of it is kept, durably, or nothing is.
 *
 * Throws: whatever `work` throws, after undoing it. Transient conflicts are tried again by the driver, so `work` may run
 * more than once and must do nothing outside the store.
 */
export async function inTransaction<Value>(
  connection: Connection,
  work: (session: ClientSession) => Promise<Value>,
): Promise<Value> {
  const session = await connection.startSession()
  try {
    return await session.withTransaction(() => work(session))
  } finally {
    await session.endSession()
  }
}
