import { Int32 } from 'bson'
import { encodeDocument } from '../bson/encode.ts'
import { type Doc, isDoc, type Reply, wholeNumberOf } from '../bson/values.ts'
import { duplicateKey, MongoError } from '../mongoError.ts'
import { ALWAYS } from '../query/condition.ts'
import type { CollectionTable } from '../storage/collectionTable.ts'
import { indexKeysOf } from '../storage/documentKeys.ts'
import { findRecords } from '../storage/findRecords.ts'
import { parseIndexSpec } from '../storage/indexDefinition.ts'
import type { IndexSpec } from '../storage/indexSpec.ts'
import { shownKey } from '../storage/keyValue.ts'
import { type Context, ensureCollection, findCollection } from './command.ts'
import { CommandFields } from './commandFields.ts'

const MAX_INDEXES = 64

/** Makes all of the indexes, or none. */
export function createIndexes(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('createIndexes', doc, ['indexes'])
  const name = fields.collection()
  const given = fields.documents('indexes')
  if (given.length === 0) throw new MongoError('BadValue', 'Must specify at least one index to create')
  const specs = given.map(parseIndexSpec)
  const isNew = findCollection(context, name) === undefined
  const collection = ensureCollection(context, name)
  const before = collection.indexes.length
  const wanted = specs.filter((spec) => isMissing(collection, spec))
  if (before + wanted.length > MAX_INDEXES) {
    throw new MongoError('CannotCreateIndex', `a collection has at most ${MAX_INDEXES} indexes`)
  }
  for (const spec of wanted) build(context, collection, spec)
  return {
    numIndexesBefore: new Int32(before),
    numIndexesAfter: new Int32(collection.indexes.length),
    createdCollectionAutomatically: wanted.length > 0 ? isNew : undefined,
    note: wanted.length === 0 ? 'all indexes already exist' : undefined,
    ok: 1,
  }
}

function isMissing(collection: CollectionTable, spec: IndexSpec): boolean {
  return !collection.indexes.some(({ spec: known }) => isSame(known, spec))
}

/** Throws: MongoError 85 or 86 when the known index has this name, or is the same one, and still differs. */
function isSame(known: IndexSpec, spec: IndexSpec): boolean {
  const sameKey = patternText(known.key) === patternText(spec.key)
  if (sameKey && known.name === '_id_') return true
  const sameIndex = sameKey && known.unique === spec.unique && known.sparse === spec.sparse && samePartial(known, spec)
  const sameName = known.name === spec.name
  if (!sameIndex && !sameName) return false
  if (!sameIndex) throw new MongoError('IndexKeySpecsConflict', `An existing index has the same name: ${known.name}`)
  if (sameName && known.expireAfterSeconds === spec.expireAfterSeconds) return true
  throw new MongoError('IndexOptionsConflict', `An equivalent index already exists as ${known.name}`)
}

function samePartial(left: IndexSpec, right: IndexSpec): boolean {
  return partialBytes(left).equals(partialBytes(right))
}

function partialBytes(spec: IndexSpec): Buffer {
  const partial = spec.shown.get('partialFilterExpression')
  return isDoc(partial) ? encodeDocument(partial) : Buffer.alloc(0)
}

/** Computes every key first: an index that cannot be is never begun. */
function build({ store, deadline }: Context, collection: CollectionTable, spec: IndexSpec): void {
  const entries: { readonly key: Buffer; readonly record: number }[] = []
  const multikey = spec.fields.map(() => false)
  const seen = new Set<string>()
  const all = { condition: ALWAYS, sort: [], checkTime: deadline.check }
  for (const { record, doc } of findRecords(store.plain, collection, all)) {
    const { keys, multikey: arrays } = indexKeysOf(doc, spec)
    for (const [at, isArray] of arrays.entries()) multikey[at] ||= isArray
    const taken = spec.unique ? firstTaken(keys, seen) : undefined
    if (taken) throw duplicateKey(collection.namespace, spec.name, shownKey(doc, spec, taken))
    entries.push(...keys.map((key) => ({ key, record })))
  }
  const index = store.catalog.addIndex(collection, spec)
  for (const { key, record } of entries) index.add(key, record)
  index.noteMultikey(multikey)
}

/** The first of a document's keys that another document has; all of them are remembered. */
function firstTaken(keys: readonly Buffer[], seen: Set<string>): Buffer | undefined {
  const taken = keys.find((key) => seen.has(key.toString('latin1')))
  for (const key of keys) seen.add(key.toString('latin1'))
  return taken
}

/** A key pattern as text; 1, 1.0 and NumberLong(1) are the same direction. */
function patternText(key: Doc): string {
  return JSON.stringify([...key].map(([name, direction]) => [name, wholeNumberOf(direction) ?? String(direction)]))
}
