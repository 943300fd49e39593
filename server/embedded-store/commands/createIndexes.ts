import { Int32 } from 'bson'
import { decodeDocument } from '../bson/decode.ts'
import { encodeDocument } from '../bson/encode.ts'
import { type Doc, type Reply, wholeNumberOf } from '../bson/values.ts'
import { duplicateKey, MongoError, refused } from '../mongoError.ts'
import { ALWAYS } from '../query/condition.ts'
import type { CollectionTable } from '../storage/collectionTable.ts'
import { indexKeysOf, shownKey } from '../storage/documentKeys.ts'
import { findRecords } from '../storage/findRecords.ts'
import { parseIndexSpec } from '../storage/indexDefinition.ts'
import type { IndexSpec } from '../storage/indexSpec.ts'
import type { Entry } from '../storage/indexTable.ts'
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
  if (new Set(wanted.flatMap(({ name: own, key }) => [own, patternText(key)])).size < wanted.length * 2) {
    throw refused('two indexes with the same name or key at once')
  }
  buildAll(context, collection, wanted)
  return {
    numIndexesBefore: new Int32(before),
    numIndexesAfter: new Int32(collection.indexes.length),
    createdCollectionAutomatically: isNew || wanted.length > 0 ? isNew : undefined,
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
  const sameIndex =
    sameKey &&
    known.unique === spec.unique &&
    known.sparse === spec.sparse &&
    partialBytes(known).equals(partialBytes(spec))
  const sameName = known.name === spec.name
  if (!sameIndex && !sameName) return false
  if (!sameIndex) throw new MongoError('IndexKeySpecsConflict', `An existing index has the same name: ${known.name}`)
  if (sameName && known.expireAfterSeconds === spec.expireAfterSeconds) return true
  throw new MongoError('IndexOptionsConflict', `An equivalent index already exists as ${known.name}`)
}

const partialBytes = ({ shown }: IndexSpec) => encodeDocument({ partial: shown.get('partialFilterExpression') })

function buildAll(context: Context, collection: CollectionTable, specs: readonly IndexSpec[]): void {
  const before = collection.indexes.length
  try {
    for (const spec of specs) build(context, collection, spec)
  } catch (fault) {
    if (fault instanceof MongoError) {
      for (const index of collection.indexes.slice(before)) context.store.catalog.dropIndex(collection, index)
    }
    throw fault
  }
}

/** Computes every key first: an index that cannot be is never begun. */
function build({ store, deadline }: Context, collection: CollectionTable, spec: IndexSpec): void {
  const entries: Entry[] = []
  const multikey = spec.fields.map(() => false)
  const all = { condition: ALWAYS, sort: [], checkTime: deadline.check }
  for (const { record, doc } of findRecords(store.plain, collection, all)) {
    const { keys, multikey: arrays } = indexKeysOf(doc, spec)
    for (const [at, isArray] of arrays.entries()) multikey[at] ||= isArray
    entries.push(...keys.map((key): Entry => [key, record]))
  }
  entries.sort(([left], [right]) => Buffer.compare(left, right))
  if (spec.unique) refuseRepeated(collection, spec, entries)
  const index = store.catalog.addIndex(collection, spec)
  for (const [key, record] of entries) index.add(key, record)
  index.noteMultikey(multikey)
}

/** Throws: MongoError 11000 with the least key that two documents have. */
function refuseRepeated(collection: CollectionTable, spec: IndexSpec, entries: readonly Entry[]): void {
  const at = entries.findIndex(
    ([key], index) => index > 0 && Buffer.compare(key, entries[index - 1]?.[0] ?? NO_KEY) === 0,
  )
  const [key, record] = entries[at] ?? []
  const bytes = record === undefined ? undefined : collection.read(record)
  if (key && bytes) throw duplicateKey(collection.namespace, spec.name, shownKey(decodeDocument(bytes), spec, key))
}

const NO_KEY = Buffer.alloc(0)

/** A key pattern as text; 1, 1.0 and NumberLong(1) are the same direction. */
function patternText(key: Doc): string {
  return JSON.stringify([...key].map(([name, direction]) => [name, wholeNumberOf(direction) ?? String(direction)]))
}
