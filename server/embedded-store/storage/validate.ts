import { decodeDocument } from '../bson/decode.ts'
import type { Doc } from '../bson/values.ts'
import { type CollectionTable, isIntact } from './collectionTable.ts'
import { column, type Database, isDamage } from './database.ts'
import { indexKeysOf } from './documentKeys.ts'
import type { IndexTable } from './indexTable.ts'

const CHUNK = 500

/** What was found in one collection. */
export interface Validation {
  readonly records: number
  /** Records whose bytes are not those that were written. */
  readonly damaged: readonly number[]
  /** Entries of each index by its name. */
  readonly keys: ReadonlyMap<string, number>
  readonly errors: readonly string[]
}

/** Looks at every page and every record of a collection and, when `full`, whether each index says what the documents say. */
export function validateCollection(database: Database, collection: CollectionTable, full: boolean): Validation {
  const { indexes } = collection
  const tables = [`collection_${collection.id}`, ...indexes.map(({ id }) => `index_${id}`)]
  try {
    const pages = tables.flatMap((table) => pageFaults(database, table))
    const checks = full ? indexes.map((index) => new IndexCheck(index)) : []
    const { records, damaged } = lookAtRecords(collection, checks)
    const keys = new Map(indexes.map((index) => [index.spec.name, index.count()]))
    return { records, damaged, keys, errors: [...pages, ...checks.flatMap((check) => check.faults(damaged))] }
  } catch (fault) {
    if (!isDamage(fault)) throw fault
    return { records: 0, damaged: [], keys: new Map(), errors: ['pages of the file are damaged'] }
  }
}

function lookAtRecords(collection: CollectionTable, checks: readonly IndexCheck[]) {
  const damaged: number[] = []
  let records = 0
  for (const { record, doc } of decoded(collection)) {
    records += 1
    if (!doc) damaged.push(record)
    else for (const check of checks) check.look(record, doc)
  }
  return { records, damaged }
}

/**
 * Keeps damaged records apart, so that everything else can be read again, and makes the indexes anew: all of it, or, where
 * a page is damaged, nothing.
 */
export function setDamagedAside(database: Database, collection: CollectionTable, at: number): void {
  try {
    database.apart(() => moveDamaged(database, collection, at))
  } catch (fault) {
    for (const index of collection.indexes) index.recallMultikey()
    throw fault
  }
}

function moveDamaged(database: Database, collection: CollectionTable, at: number): void {
  const keep = database.prepare('INSERT INTO setAside VALUES (?, ?, ?, ?)')
  for (const index of collection.indexes) index.clear()
  for (const { record, bytes, doc } of decoded(collection)) {
    if (doc) {
      for (const index of collection.indexes) addTo(index, record, doc)
    } else {
      keep.run(at, collection.namespace, record, bytes)
      collection.erase(record)
    }
  }
}

function addTo(index: IndexTable, record: number, doc: Doc): void {
  const { keys, multikey } = indexKeysOf(doc, index.spec)
  for (const key of keys) index.add(key, record)
  index.noteMultikey(multikey)
}

function* decoded(collection: CollectionTable) {
  let last = -1
  while (true) {
    const rows = collection.stored(last, CHUNK)
    for (const [record, bytes, checksum] of rows) {
      yield { record, bytes, doc: isIntact(bytes, checksum) ? decodeDocument(bytes) : undefined }
    }
    const end = rows.at(-1)
    if (!end) return
    last = end[0]
  }
}

function pageFaults(database: Database, table: string): readonly string[] {
  const rows = database.prepare(`PRAGMA quick_check('${table}')`).all()
  return rows.map((row) => String(column(row, 0))).filter((line) => line !== 'ok')
}

/** Compares one index with the documents. */
class IndexCheck {
  readonly index: IndexTable
  private expected = 0
  private missing = 0
  private unflagged = 0

  constructor(index: IndexTable) {
    this.index = index
  }

  look(record: number, doc: Doc): void {
    const { keys, multikey } = indexKeysOf(doc, this.index.spec)
    this.expected += keys.length
    for (const key of keys) if (!this.index.has(key, record)) this.missing += 1
    if (multikey.some((isArray, at) => isArray && !this.index.multikey[at])) this.unflagged += 1
  }

  faults(damaged: readonly number[]): readonly string[] {
    const { index } = this
    const unknown = damaged.reduce((sum, record) => sum + index.countOf(record), 0)
    const extra = index.count() - unknown - (this.expected - this.missing)
    const shared = index.spec.unique ? index.countShared() : 0
    const counts = { missing: this.missing, extra, 'not known to hold arrays': this.unflagged, 'not unique': shared }
    const wrong = Object.entries(counts).filter(([, count]) => count !== 0)
    return wrong.map(([what, count]) => `index ${index.spec.name}: ${count} entries ${what}`)
  }
}
