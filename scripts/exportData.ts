import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { EJSON } from 'bson'
import { type ClientSession, type Db, MongoClient } from 'mongodb'
import { copyLedgers } from '#server/app/ledgerCopies.ts'
import { storeFileOf } from '#server/embedded-store/startEmbeddedStore.ts'
import { syncFolder } from '#server/embedded-store/storage/syncFolder.ts'
import type { Config } from '#server/platform/config.ts'
import { makeFolder } from '#server/platform/makeFolder.ts'
import { databaseOf } from '#server/platform/mongo.ts'
import { assertImportFinished } from '#server/platform/unfinishedImport.ts'
import {
  collectionFileOf,
  EXPORT_FORMAT,
  type ExportedCollection,
  lineOf,
  type Manifest,
  manifestFileOf,
  rawDocuments,
  Tally,
} from './exportFolder.ts'
import { assertThereIsData, bringOver } from './leftBeside.ts'
import { oneWordOrExit } from './oneWord.ts'
import { type ReachedStore, reachStore, runCommand, settingsOrExit } from './reachStore.ts'
import { writeCopy } from './writeCopy.ts'

const OWNER_ONLY = 0o600

export type Say = (line: string) => void

/**
 * Writes every collection as it was at one moment into a new folder: a file of canonical extended JSON each, and a manifest
 * with counts, hashes and indexes, written last; and the ledgers, which are not in the store.
 *
 * Refuses: a folder with anything in it. Throws: when a document cannot be carried exactly.
 */
export async function exportData(
  config: Pick<Config, 'mongodbUri' | 'dataDir'>,
  dir: string,
  say: Say,
): Promise<Manifest> {
  assertThereIsData(config)
  if (existsSync(dir) && readdirSync(dir).length > 0) {
    throw new Error('書き出し先のフォルダーが空ではありません / the folder is not empty')
  }
  makeFolder(dir)
  const store = await reachStore(config)
  try {
    if (store.kind === 'own') await bringOver(store.uri, config)
    const still = store.kind === 'running' ? await copyOf(store, join(dir, 'copy')) : store
    try {
      await copyLedgers(config.dataDir, join(dir, '/'))
      return await writeAll(still, dir, say)
    } finally {
      if (still !== store) await still.close()
    }
  } finally {
    await store.close()
    rmSync(join(dir, 'copy'), { recursive: true, force: true })
  }
}

/** A running embedded store goes on changing: what is exported is a backup of it, opened beside it. */
async function copyOf(running: ReachedStore, dataDir: string): Promise<ReachedStore> {
  mkdirSync(dataDir, { mode: 0o700 })
  await writeCopy(running.uri, storeFileOf(dataDir))
  return reachStore({ mongodbUri: null, dataDir })
}

async function writeAll({ uri, kind }: ReachedStore, dir: string, say: Say): Promise<Manifest> {
  const client = await MongoClient.connect(uri)
  // A replica set goes on changing as well: one moment of it is read.
  const session = kind === 'mongodb' ? client.startSession({ snapshot: true }) : undefined
  try {
    const db = client.db(databaseOf(uri))
    await assertImportFinished(db)
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
    const collections: ExportedCollection[] = []
    for (const name of names.filter((one) => !one.startsWith('system.')).toSorted()) {
      collections.push(await writeCollection(db, { dir, name, session }))
      say(`${name}: ${collections.at(-1)?.count}`)
    }
    const manifest: Manifest = { format: EXPORT_FORMAT, exportedAt: new Date().toISOString(), collections }
    writeFileSync(manifestFileOf(dir), `${JSON.stringify(manifest, null, 2)}\n`, {
      mode: OWNER_ONLY,
      flag: 'wx',
      flush: true,
    })
    for (const folder of [dir, dirname(resolve(dir))]) syncFolder(folder)
    return manifest
  } finally {
    await session?.endSession()
    await client.close()
  }
}

interface ToWrite {
  readonly dir: string
  readonly name: string
  readonly session: ClientSession | undefined
}

async function writeCollection(db: Db, { dir, name, session }: ToWrite): Promise<ExportedCollection> {
  const tally = new Tally()
  const lines = async function* () {
    for await (const bytes of rawDocuments(db, name, session)) {
      tally.add(bytes)
      yield `${lineOf(bytes)}\n`
    }
  }
  // A file that cannot be written ends the export in order, whenever the system says so.
  await pipeline(
    lines(),
    createWriteStream(collectionFileOf(dir, name), { mode: OWNER_ONLY, flags: 'wx', flush: true }),
  )
  const indexes = (await db.collection(name).listIndexes().toArray()).filter((index) => index.name !== '_id_')
  const shown: unknown = EJSON.serialize(indexes.map(({ v: _version, ns: _namespace, ...index }) => index))
  return { name, count: tally.count, sha256: tally.sha256(), indexes: shown as ExportedCollection['indexes'] }
}

if (import.meta.main) {
  const dir = oneWordOrExit('npm run export -- <新しいフォルダー / new folder>')
  await runCommand(async () => {
    const { collections } = await exportData(settingsOrExit(), resolve(dir), console.log)
    const count = collections.reduce((sum, one) => sum + one.count, 0)
    console.log(`${count} 件を書き出しました: ${resolve(dir)} / Exported ${count} documents.`)
    console.log('鍵（KEY_FILE）は入っていません。別の場所に控えてください。/ KEY_FILE is not in it: keep it apart.')
  })
}
