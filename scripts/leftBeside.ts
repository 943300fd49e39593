import { statSync } from 'node:fs'
import { mongoCollabStore } from '#server/collab/collabStore.mongo.ts'
import { aheadFolderOf, isLeftBeside, LeftBesideError } from '#server/collab/write-ahead/leftBeside.ts'
import { WriteAheadJournal } from '#server/collab/write-ahead/writeAheadJournal.ts'
import { storeFileOf } from '#server/embedded-store/startEmbeddedStore.ts'
import { systemClock } from '#server/platform/clock.ts'
import type { Config } from '#server/platform/config.ts'
import { randomIdSource } from '#server/platform/idSource.ts'
import { silentLog } from '#server/platform/log.ts'
import { connectMongo } from '#server/platform/mongo.ts'
import { systemTimers } from '#server/platform/timers.ts'

type Place = Pick<Config, 'mongodbUri' | 'dataDir'>

/**
 * Brings what a killed server left beside the store into it, as the next start would. Of a store that we alone have open.
 *
 * Throws: `LeftBesideError`, where the store is a backup that was put back.
 */
export async function bringOver(uri: string, { dataDir }: Pick<Config, 'dataDir'>): Promise<void> {
  if (!isLeftBeside({ dataDir })) return
  const connection = await connectMongo(uri)
  try {
    const { isCopy } = await connection.getClient().db('admin').command({ embeddedStoreHealth: 1 })
    if (isCopy === true) throw new LeftBesideError()
    const ids = randomIdSource(systemClock)
    const { journal, keys } = mongoCollabStore({ connection, wrappingKey: new Uint8Array(32), ids })
    const ports = { stored: journal, keys, timers: systemTimers, log: silentLog }
    await (await WriteAheadJournal.open(aheadFolderOf(dataDir), ports)).close()
  } finally {
    await connection.close()
  }
}

/** Whether an embedded store is there. Throws: where the system does not let us look, which is not the same as nothing. */
export function isStoreThere({ dataDir }: Pick<Config, 'dataDir'>): boolean {
  try {
    return statSync(storeFileOf(dataDir), { throwIfNoEntry: false }) !== undefined
  } catch (cause) {
    throw new Error(
      `${dataDir} の中を見られません。つなぎを動かしている利用者で実行し、DATA_DIR を確かめてください / it cannot be looked into: run this as the user that runs the server`,
      { cause },
    )
  }
}

/** Throws: where no embedded store is. Whoever mistypes the folder must not be given a copy of nothing. */
export function assertThereIsData({ mongodbUri, dataDir }: Place): void {
  if (mongodbUri === null && !isStoreThere({ dataDir })) {
    throw new Error(`${dataDir} にデータがありません。DATA_DIR を確かめてください / there are no data in that folder`)
  }
}
