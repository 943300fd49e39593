import { resolve } from 'node:path'
import { EJSON, serialize } from 'bson'
import { type Db, type Document, type IndexDescription, MongoClient } from 'mongodb'
import { EPOCHS_COLLECTION } from '#server/access/endings.mongo.ts'
import { SESSIONS_COLLECTION } from '#server/access/sessions.ts'
import { takeLedgers } from '#server/app/ledgerCopies.ts'
import { isLeftBeside } from '#server/collab/write-ahead/leftBeside.ts'
import { CHAINS, VERIFICATIONS } from '#server/features/audit/seal/seal.mongo.ts'
import type { Config } from '#server/platform/config.ts'
import { databaseOf } from '#server/platform/mongo.ts'
import {
  isImportUnfinished,
  noteImportBegun,
  noteImportFinished,
  removeAll,
} from '#server/platform/unfinishedImport.ts'
import type { Say } from './exportData.ts'
import {
  type ExportedCollection,
  exportedDocuments,
  type Manifest,
  rawDocuments,
  readManifest,
  Tally,
} from './exportFolder.ts'
import { oneWordOrExit } from './oneWord.ts'
import { reachStore, runCommand, settingsOrExit } from './reachStore.ts'

const BATCH = 1_000
const LEFT_WITHOUT_COUNCIL: readonly string[] = [EPOCHS_COLLECTION, SESSIONS_COLLECTION, CHAINS, VERIFICATIONS]

/**
 * Puts an exported folder into an empty store and reads it back: counts, bytes and indexes are those that were exported.
 *
 * Refuses: a store with any document in it but those of an import that was cut off or of a server without a council; an export that is not
 * whole, and a server that runs. Throws: when what was read back is not what was exported; no server starts on the target then.
 */
export async function importData(
  config: Pick<Config, 'mongodbUri' | 'dataDir'>,
  dir: string,
  say: Say,
): Promise<Manifest> {
  if (config.mongodbUri === null && isLeftBeside(config)) {
    throw new Error(
      `${config.dataDir}/journal に前のデータの編集が残っています。空の所へ取り込んでください / edits of other data lie beside the target`,
    )
  }
  const manifest = readManifest(dir)
  for (const collection of manifest.collections) {
    assertSame(
      collection,
      await tallyOf(exportedBytes(dir, collection.name)),
      '書き出したファイルが変わっています / the export is damaged',
    )
  }
  const store = await reachStore(config)
  try {
    if (store.kind === 'running') throw new Error('先にサーバーを止めてください / stop the server first')
    const client = await MongoClient.connect(store.uri, { writeConcern: { w: 'majority', journal: true } })
    try {
      const noteCopy = async () => {
        if (store.kind === 'own') await client.db('admin').command({ embeddedStoreCopy: true })
      }
      const bringLedgers = () => takeLedgers(dir, config.dataDir)
      await putAll(client.db(databaseOf(store.uri)), { manifest, dir, say, noteCopy, bringLedgers })
    } finally {
      await client.close()
    }
    return manifest
  } finally {
    await store.close()
  }
}

async function filledIn(db: Db): Promise<readonly string[]> {
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  const filled: string[] = []
  for (const name of names) {
    if ((await db.collection(name).findOne({}, { projection: { _id: 1 } })) !== null) filled.push(name)
  }
  return filled
}

/** What a server leaves that was started and at which no council was begun: its own counting, and who looked at the first page. */
const isUntouched = async (db: Db): Promise<boolean> =>
  (await filledIn(db)).every((name) => LEFT_WITHOUT_COUNCIL.includes(name))

interface Import {
  readonly manifest: Manifest
  readonly dir: string
  readonly say: Say
  /** Has the first start begin it as put back: a sign-in may have ended, and much been written, since it was exported. */
  readonly noteCopy: () => Promise<void>
  /** Has the ledgers beside the store know what those of the export know. */
  readonly bringLedgers: () => Promise<void>
}

async function putAll(db: Db, { manifest, dir, say, noteCopy, bringLedgers }: Import): Promise<void> {
  if ((await isImportUnfinished(db)) || (await isUntouched(db))) await removeAll(db)
  const [filled] = await filledIn(db)
  if (filled !== undefined) {
    throw new Error(`取り込み先に ${filled} の文書があります。空の所へ取り込んでください / the target is not empty`)
  }
  await noteImportBegun(db)
  for (const collection of manifest.collections) {
    await putCollection(db, dir, collection)
    assertSame(
      collection,
      await tallyOf(rawDocuments(db, collection.name)),
      '取り込んだものが違います / read back differently',
    )
    say(`${collection.name}: ${collection.count}`)
  }
  await bringLedgers()
  await noteCopy()
  await noteImportFinished(db)
}

async function putCollection(db: Db, dir: string, { name, indexes }: ExportedCollection): Promise<void> {
  const there = await db.listCollections({ name }, { nameOnly: true }).toArray()
  if (there.length === 0) await db.createCollection(name)
  let batch: Document[] = []
  const put = async () => {
    if (batch.length > 0) await db.collection(name).insertMany(batch)
    batch = []
  }
  for await (const doc of exportedDocuments(dir, name)) {
    if (batch.push(doc) === BATCH) await put()
  }
  await put()
  const wanted: IndexDescription[] = EJSON.deserialize(indexes as unknown as Document) as unknown as IndexDescription[]
  if (wanted.length > 0) await db.collection(name).createIndexes(wanted)
}

async function* exportedBytes(dir: string, name: string): AsyncGenerator<Uint8Array> {
  for await (const doc of exportedDocuments(dir, name)) yield serialize(doc)
}

async function tallyOf(all: AsyncIterable<Uint8Array>): Promise<Tally> {
  const tally = new Tally()
  for await (const bytes of all) tally.add(bytes)
  return tally
}

function assertSame({ name, count, sha256 }: ExportedCollection, found: Tally, what: string): void {
  if (found.count !== count || found.sha256() !== sha256) throw new Error(`${name}: ${what}`)
}

if (import.meta.main) {
  const dir = oneWordOrExit('npm run import -- <書き出したフォルダー / exported folder>')
  await runCommand(async () => {
    const { collections } = await importData(settingsOrExit(), resolve(dir), console.log)
    const count = collections.reduce((sum, one) => sum + one.count, 0)
    console.log(
      `${count} 件を取り込みました。同じ鍵（KEY_FILE）で始めてください。/ Imported ${count} documents; start with the same KEY_FILE.`,
    )
  })
}
