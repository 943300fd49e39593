import type { Connection } from 'mongoose'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import type { Config } from '#server/platform/config.ts'
import type { Log } from '#server/platform/log.ts'
import { makeFolder } from '#server/platform/makeFolder.ts'
import { connectMongo } from '#server/platform/mongo.ts'
import { assertImportFinished } from '#server/platform/unfinishedImport.ts'

export interface OpenStore {
  readonly connection: Connection
  /** True when other nodes may serve from the same store. */
  readonly isShared: boolean
  /** True when this was put back from a backup, and never begun as that since. */
  isCopy(): Promise<boolean>
  /** Says for good that it has been begun as what was put back. */
  noteCopyBegun(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens what everything is kept in: the MongoDB of `MONGODB_URI`, or the embedded store in the data folder.
 * `onLost` is told when the embedded store is gone for good: this process can do nothing more and should end.
 *
 * Throws: the embedded store's named errors; the driver's when MongoDB cannot be reached; `UnfinishedImportError`.
 */
export async function openStore(config: Config, log: Log, onLost: () => void): Promise<OpenStore> {
  const store = await reachStore(config, log, onLost)
  try {
    await assertImportFinished(store.connection.getClient().db(store.connection.name))
    return store
  } catch (cause) {
    await store.close()
    throw cause
  }
}

async function reachStore(config: Config, log: Log, onLost: () => void): Promise<OpenStore> {
  if (config.mongodbUri !== null) {
    const connection = await connectMongo(config.mongodbUri)
    // What `mongodump` and an import put into MongoDB bears no mark: whoever starts it says `--restored`.
    const unmarked = { isCopy: async () => false, noteCopyBegun: async () => undefined }
    return { connection, isShared: true, ...unmarked, close: () => connection.close() }
  }
  makeFolder(config.dataDir)
  log.info('store.opening')
  const store = await startEmbeddedStore(
    { dir: config.dataDir },
    {
      onRestart: (fault) => log.error('store.restarted', fault),
      onFault(fault) {
        log.error('store.stopped', fault)
        onLost()
      },
    },
  )
  const connection = await connectMongo(store.uri)
  const admin = connection.getClient().db('admin')
  return {
    connection,
    isShared: false,
    isCopy: async () => (await admin.command({ embeddedStoreHealth: 1 })).isCopy === true,
    async noteCopyBegun() {
      await admin.command({ embeddedStoreCopy: false })
    },
    async close() {
      await connection.close()
      await store.close()
    },
  }
}
