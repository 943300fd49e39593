import { Int32 } from 'bson'
import { type Doc, isDoc, type Reply, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import type { CollectionTable } from '../storage/collectionTable.ts'
import { findRecords, type Query } from '../storage/findRecords.ts'
import type { Found } from '../storage/view.ts'
import { updated, upserted, withIdFirst } from '../update/applyUpdate.ts'
import { type GivenChange, parseUpdate, type Update, withoutEmptyTimestamp } from '../update/parseUpdate.ts'
import { type Context, ensureCollection, findCollection, type Run } from './command.ts'
import { CommandFields } from './commandFields.ts'
import { queryOf } from './queryOf.ts'

const MAX_BATCH = 100_000
const UPDATE_FIELDS = ['q', 'u', 'multi', 'upsert']

interface Tally {
  n: number
  nModified: number
  readonly upserted: Reply[]
}

export function insert(doc: Doc): Run {
  const batch = batchOf(new CommandFields('insert', doc, ['documents', 'ordered']), 'documents', (document) => document)
  return (context) => {
    findCollection(context, batch.name)
    return eachStatement(context, batch, (document, tally) => {
      const whole = withIdFirst(withoutEmptyTimestamp(document))
      insertOne(context, ensureCollection(context, batch.name), whole)
      tally.n += 1
    })
  }
}

/** Throws: what MongoDB says of a document that is too large already as it comes, unlike of one that has grown. */
function insertOne({ view }: Context, collection: CollectionTable, doc: Doc): void {
  try {
    view.insert(collection, doc)
  } catch (fault) {
    const isTooLarge = fault instanceof MongoError && fault.codeName === 'BSONObjectTooLarge'
    throw isTooLarge ? new MongoError('BadValue', fault.message) : fault
  }
}

export function update(doc: Doc): Run {
  const batch = batchOf(new CommandFields('update', doc, ['updates', 'ordered']), 'updates', readUpdate)
  return (context) => {
    findCollection(context, batch.name)
    return eachStatement(context, batch, (statement, tally, at) => {
      const id = updateOne(context, batch.name, statement, tally)
      if (id !== undefined) tally.upserted.push({ index: new Int32(at), _id: id })
    })
  }
}

export function remove(doc: Doc): Run {
  const batch = batchOf(new CommandFields('delete', doc, ['deletes', 'ordered']), 'deletes', readDelete)
  return (context) => {
    const collection = findCollection(context, batch.name)
    return eachStatement(context, batch, ({ filter, isSingle }, tally) => {
      const found = select(context, collection, queryOf(context, { filter }), isSingle)
      for (const one of found) if (collection) context.view.remove(collection, one)
      tally.n += found.length
    })
  }
}

interface Batch<Statement> {
  readonly fields: CommandFields
  readonly name: string
  readonly statements: readonly Statement[]
  readonly isOrdered: boolean
}

/** What is wrong with the form of one statement is wrong with the whole command. */
function batchOf<Statement>(fields: CommandFields, list: string, read: (doc: Doc) => Statement): Batch<Statement> {
  fields.collection()
  const statements = fields.documents(list).map(read)
  if (statements.length < 1 || statements.length > MAX_BATCH) {
    throw new MongoError('InvalidLength', `Write batch sizes must be between 1 and ${MAX_BATCH}.`)
  }
  const isOrdered = fields.get('ordered') === undefined || fields.flag('ordered')
  return { fields, name: fields.namedCollection(), statements, isOrdered }
}

type UpdateStatement = ReturnType<typeof readUpdate>

function readUpdate(statement: Doc) {
  const part = new CommandFields('updates', statement, UPDATE_FIELDS)
  const filter = part.requiredDocument('q')
  const change = readChange(part.doc.has('u') ? part.get('u') : part.missing('u'))
  return { filter, change, isMulti: part.flag('multi'), isUpsert: part.flag('upsert') }
}

/** The form of an update: what it says is read once its query is known. */
export function readChange(change: Value | undefined): GivenChange {
  if (isDoc(change)) return change
  if (!Array.isArray(change)) {
    throw new MongoError('FailedToParse', 'Update argument must be either an object or an array')
  }
  if (change.every(isDoc)) return change
  throw new MongoError('TypeMismatch', 'each stage of an update by a pipeline must be an object')
}

function readDelete(statement: Doc) {
  const part = new CommandFields('deletes', statement, ['q', 'limit'])
  const limit = part.count('limit') ?? part.missing('limit')
  if (limit > 1) throw new MongoError('FailedToParse', 'The limit field in delete objects must be 0 or 1.')
  return { filter: part.requiredDocument('q'), isSingle: limit === 1 }
}

/** All that the query finds, or the first; collected first, so that no write is met again by its own query. */
export function select(
  context: Context,
  collection: CollectionTable | undefined,
  query: Query,
  firstOnly: boolean,
): Found[] {
  const found = findRecords(context.view, collection, query)
  return firstOnly ? found.take(1).toArray() : found.toArray()
}

function updateOne(context: Context, name: string, statement: UpdateStatement, tally: Tally): Value | undefined {
  const { filter, isMulti, isUpsert } = statement
  // An upsert's collection is there even when the statement fails.
  const collection = isUpsert ? ensureCollection(context, name) : findCollection(context, name)
  const change = parseUpdate(statement.change, context.now, isMulti)
  const query = queryOf(context, { filter })
  const found = select(context, collection, query, !isMulti)
  const isSure = found.length < 2 || filter.size === 0
  if (collection) tally.nModified += changeEach(context, collection, { found, change, isSure })
  tally.n += found.length
  if (found.length > 0 || !collection || !isUpsert) return undefined
  const inserted = upserted(query.condition, change)
  context.view.insert(collection, inserted)
  tally.n += 1
  return inserted.get('_id')
}

interface Changes {
  readonly found: readonly Found[]
  readonly change: Update
  /** False when MongoDB may take the documents in another order, by an index. */
  readonly isSure: boolean
}

/** How many changed. Throws: at the first document that cannot be changed; those before it are, or none when the order is unsure. */
function changeEach({ view }: Context, collection: CollectionTable, { found, change, isSure }: Changes): number {
  const changed: { readonly one: Found; readonly doc: Doc }[] = []
  try {
    for (const one of found) {
      const doc = updated(one, change)
      if (!doc) continue
      view.replace(collection, one, doc)
      changed.push({ one, doc })
    }
  } catch (fault) {
    if (isSure || !(fault instanceof MongoError) || fault.codeName === 'WriteConflict') throw fault
    for (const { one, doc } of changed.reverse()) view.replace(collection, { ...one, doc }, one.doc)
    throw refused('a change of several documents that fails for one')
  }
  return changed.length
}

type RunOne<Statement> = (statement: Statement, tally: Tally, at: number) => void

/** Runs the statements; an error of one is told beside the others, and ends an ordered batch and every transaction. */
function eachStatement<Statement>(context: Context, batch: Batch<Statement>, run: RunOne<Statement>): Reply {
  const endsAtError = batch.isOrdered || context.view !== context.store.plain
  const tally: Tally = { n: 0, nModified: 0, upserted: [] }
  const writeErrors: Reply[] = []
  for (const [at, statement] of batch.statements.entries()) {
    if (endsAtError && writeErrors.length > 0) break
    try {
      run(statement, tally, at)
    } catch (fault) {
      writeErrors.push(statementError(fault, at))
    }
  }
  return {
    n: new Int32(tally.n),
    nModified: batch.fields.doc.has('update') ? new Int32(tally.nModified) : undefined,
    upserted: orNone(tally.upserted),
    writeErrors: orNone(writeErrors),
    ok: 1,
  }
}

const orNone = (list: readonly Reply[]) => (list.length > 0 ? list : undefined)

/** A fault that is not the statement's own, or that ends a transaction, is the whole command's. */
function statementError(fault: unknown, at: number): Reply {
  if (!(fault instanceof MongoError) || fault.codeName === 'WriteConflict') throw fault
  const { code, message, details } = fault
  return { index: new Int32(at), code: new Int32(code), ...details, errmsg: message }
}
