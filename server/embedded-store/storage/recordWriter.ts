import { MAX_DEPTH } from '../bson/decode.ts'
import { encodeDocument } from '../bson/encode.ts'
import { type Doc, isDoc, type Value } from '../bson/values.ts'
import { duplicateKey, MongoError } from '../mongoError.ts'
import type { CollectionTable } from './collectionTable.ts'
import type { Database } from './database.ts'
import { type DocumentKeys, indexKeysOf, NO_KEYS, shownKey } from './documentKeys.ts'
import type { IndexTable } from './indexTable.ts'

const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024

/** What a record was and will be; undefined where there is none. */
export interface Change {
  readonly before: Doc | undefined
  readonly after: Doc | undefined
}

/** Who must hear of every change on the disk, because it reads an older state. */
export interface ChangeListener {
  recordChanged(collection: CollectionTable, record: number, before: Uint8Array | null): void
}

/** Changes documents together with their index entries. */
export class RecordWriter {
  readonly listeners: ReadonlySet<ChangeListener>
  private readonly database: Database

  constructor(database: Database, listeners: ReadonlySet<ChangeListener>) {
    this.database = database
    this.listeners = listeners
  }

  /** Throws: MongoError 11000 before anything is written. */
  change(collection: CollectionTable, record: number, { before, after }: Change): void {
    const bytes = after && encodeWithinLimit(after)
    const moves = checkedMoves(collection, record, { before, after })
    this.database.willWrite()
    this.tell(collection, record)
    for (const { index, removed, added, keys } of moves) {
      for (const key of removed) index.remove(key, record)
      for (const key of added) index.add(key, record)
      index.noteMultikey(keys.multikey)
    }
    if (bytes) collection.write(record, bytes)
    else collection.erase(record)
  }

  private tell(collection: CollectionTable, record: number): void {
    if (this.listeners.size === 0) return
    const before = collection.read(record) ?? null
    for (const listener of this.listeners) listener.recordChanged(collection, record, before)
  }
}

/** The document's bytes. Throws: MongoError when there are more than MongoDB keeps. */
export function encodeWithinLimit(doc: Doc): Buffer {
  if (isDeeper(doc, MAX_DEPTH)) throw new MongoError('Overflow', `a document is nested deeper than ${MAX_DEPTH}`)
  const bytes = encodeDocument(doc)
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw new MongoError('BSONObjectTooLarge', `a document of ${bytes.length} bytes is larger than 16 MiB`)
  }
  return bytes
}

function isDeeper(value: Value, levels: number): boolean {
  if (levels < 0) return true
  if (!isDoc(value) && !Array.isArray(value)) return false
  for (const inner of value.values()) if (isDeeper(inner, levels - 1)) return true
  return false
}

interface Move {
  readonly index: IndexTable
  readonly keys: DocumentKeys
  readonly removed: readonly Buffer[]
  readonly added: readonly Buffer[]
}

/** An insert asks index after index, as MongoDB does, so that of two faults the same one is told. Throws: MongoError 11000. */
function checkedMoves(collection: CollectionTable, record: number, { before, after }: Change): Move[] {
  const check = (move: Move) => {
    if (after) refuseDuplicate(collection, record, move, after)
    return move
  }
  const moveIn = (index: IndexTable) => moveOf(index, { before, after })
  return before ? collection.indexes.map(moveIn).map(check) : collection.indexes.map((index) => check(moveIn(index)))
}

function moveOf(index: IndexTable, { before, after }: Change): Move {
  const old = before ? indexKeysOf(before, index.spec) : NO_KEYS
  const next = after ? indexKeysOf(after, index.spec) : NO_KEYS
  return { index, keys: next, removed: without(old.keys, next.keys), added: without(next.keys, old.keys) }
}

function without(keys: readonly Buffer[], others: readonly Buffer[]): readonly Buffer[] {
  return others.length === 0 ? keys : keys.filter((key) => !others.some((other) => other.equals(key)))
}

function refuseDuplicate(collection: CollectionTable, record: number, { index, added }: Move, doc: Doc): void {
  if (!index.spec.unique) return
  for (const key of added) {
    if (index.holdersOf(key).some((holder) => holder !== record)) {
      throw duplicateKey(collection.namespace, index.spec.name, shownKey(doc, index.spec, key))
    }
  }
}
