import { Int32 } from 'bson'
import { type Doc, type Reply, wholeNumberOf } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { matches } from '../query/condition.ts'
import { parseQuery } from '../query/parseQuery.ts'
import type { CollectionTable } from '../storage/collectionTable.ts'
import { MAX_SECONDS } from '../storage/indexDefinition.ts'
import { type Context, namespaceOf, requireCollection, requireNewName } from './command.ts'
import { CommandFields } from './commandFields.ts'

export function create(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('create', doc, [])
  const namespace = namespaceOf(context.database, fields.collection())
  if (context.store.catalog.find(namespace)) {
    throw new MongoError('NamespaceExists', `Collection ${namespace} already exists.`)
  }
  requireNewName(context)
  context.store.catalog.create(namespace)
  return { ok: 1 }
}

export function drop(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('drop', doc, [])
  const collection = requireCollection(context, fields.collection())
  context.store.drop(collection)
  return { nIndexesWas: new Int32(collection.indexes.length), ns: collection.namespace, ok: 1 }
}

export function dropDatabase(context: Context, doc: Doc): Reply {
  new CommandFields('dropDatabase', doc, [])
  for (const collection of collectionsOf(context)) context.store.drop(collection)
  return { ok: 1 }
}

export function listCollections(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('listCollections', doc, ['filter', 'nameOnly', 'cursor', 'authorizedCollections'])
  const condition = parseQuery(fields.document('filter') ?? new Map())
  const isNameOnly = fields.flag('nameOnly')
  const listed = collectionsOf(context)
    .map((collection): Doc => {
      const name = collection.namespace.slice(context.database.length + 1)
      const entry: Doc = new Map([
        ['name', name],
        ['type', 'collection'],
      ])
      if (!isNameOnly) entry.set('options', new Map()).set('info', new Map([['readOnly', false]]))
      return entry
    })
    .filter((entry) => matches(condition, entry))
  fields.wholeBatch(listed.length)
  return { cursor: { firstBatch: listed, id: 0n, ns: `${context.database}.$cmd.listCollections` }, ok: 1 }
}

export function listDatabases(context: Context, doc: Doc): Reply {
  new CommandFields('listDatabases', doc, ['nameOnly'])
  return { databases: [...context.store.catalog.databases()].map((name) => ({ name })), ok: 1 }
}

export function listIndexes(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('listIndexes', doc, ['cursor'])
  const { indexes, namespace } = requireCollection(context, fields.collection())
  fields.wholeBatch(indexes.length)
  return { cursor: { firstBatch: indexes.map(({ spec }) => spec.shown), id: 0n, ns: namespace }, ok: 1 }
}

export function dropIndexes(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('dropIndexes', doc, ['index'])
  const collection = requireCollection(context, fields.collection())
  const named = fields.get('index') ?? fields.missing('index')
  if (typeof named !== 'string') throw refused('dropIndexes by anything but a name')
  if (named === '_id_') throw new MongoError('InvalidOptions', 'cannot drop _id index')
  const nIndexesWas = new Int32(collection.indexes.length)
  const unwanted = collection.indexes.filter(
    ({ spec }) => spec.name !== '_id_' && (named === '*' || spec.name === named),
  )
  if (named !== '*' && unwanted.length === 0) {
    throw new MongoError('IndexNotFound', `index not found with name [${named}]`)
  }
  for (const index of unwanted) context.store.catalog.dropIndex(collection, index)
  return { nIndexesWas, msg: named === '*' ? 'non-_id indexes dropped for collection' : undefined, ok: 1 }
}

/** Changes how long a TTL index keeps; nothing else can be changed. */
export function collMod(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('collMod', doc, ['index'])
  const collection = requireCollection(context, fields.collection())
  const change = new CommandFields('index', fields.requiredDocument('index'), ['name', 'expireAfterSeconds'])
  const name = change.text('name')
  const seconds = wholeNumberOf(change.get('expireAfterSeconds') ?? change.missing('expireAfterSeconds'))
  if (seconds === undefined || seconds > MAX_SECONDS)
    throw refused('collMod to keep for no whole number of seconds, or for too many')
  if (seconds < 0) throw new MongoError('InvalidOptions', "TTL index 'expireAfterSeconds' option cannot be less than 0")
  const index = collection.indexes.find(({ spec }) => spec.name === name)
  if (!index) throw new MongoError('IndexNotFound', `cannot find index ${name}`)
  if (index.spec.fields.length > 1 || name === '_id_') {
    throw new MongoError('InvalidOptions', 'TTL indexes are single-field indexes, and not on _id')
  }
  const before = wholeNumberOf(index.spec.shown.get('expireAfterSeconds'))
  const shown: Doc = new Map([...index.spec.shown, ['expireAfterSeconds', new Int32(seconds)]])
  context.store.catalog.replaceSpec(index, { ...index.spec, shown, expireAfterSeconds: seconds })
  const old = before === undefined ? undefined : BigInt(before)
  return { expireAfterSeconds_old: old, expireAfterSeconds_new: BigInt(seconds), ok: 1 }
}

function collectionsOf(context: Context): CollectionTable[] {
  return context.store.catalog.all().filter(({ namespace }) => namespace.startsWith(`${context.database}.`))
}
