import { Int32 } from 'bson'
import { type Doc, isDoc, type Reply, type Value } from '../bson/values.ts'
import { MongoError } from '../mongoError.ts'
import type { CollectionTable } from '../storage/collectionTable.ts'
import { findRecords, type Query } from '../storage/findRecords.ts'
import type { Found } from '../storage/view.ts'
import { updated, upserted, withIdFirst } from '../update/applyUpdate.ts'
import { parseUpdate } from '../update/parseUpdate.ts'
import { type Context, ensureCollection, findCollection } from './command.ts'
import { CommandFields } from './commandFields.ts'
import { queryOf } from './queryOf.ts'

const MAX_BATCH = 100_000
const DELETE_FIELDS = ['q', 'limit']
const UPDATE_FIELDS = ['q', 'u', 'multi', 'upsert']

interface Tally {
  n: number
  nModified: number
  readonly upserted: Reply[]
}

export function insert(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('insert', doc, ['documents', 'ordered'])
  const name = fields.collection()
  const documents = fields.documents('documents')
  findCollection(context, name)
  return eachStatement(context, fields, documents, (document, tally) => {
    const whole = withIdFirst(document)
    context.view.insert(ensureCollection(context, name), whole)
    tally.n += 1
  })
}

export function update(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('update', doc, ['updates', 'ordered'])
  const name = fields.collection()
  const statements = fields.documents('updates')
  for (const statement of statements) checkUpdate(statement)
  findCollection(context, name)
  return eachStatement(context, fields, statements, (statement, tally, at) => {
    const id = updateOne(context, name, new CommandFields('updates', statement, UPDATE_FIELDS), tally)
    if (id !== undefined) tally.upserted.push({ index: new Int32(at), _id: id })
  })
}

/** What is wrong with the form of one statement is wrong with the whole command. */
function checkUpdate(statement: Doc): void {
  const part = new CommandFields('updates', statement, UPDATE_FIELDS)
  part.requiredDocument('q')
  const change = part.doc.has('u') ? part.get('u') : part.missing('u')
  if (change === undefined || change === null || (!isDoc(change) && !Array.isArray(change))) {
    throw new MongoError('FailedToParse', 'Update argument must be either an object or an array')
  }
}

export function remove(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('delete', doc, ['deletes', 'ordered'])
  const statements = fields.documents('deletes')
  for (const statement of statements) deleteLimit(statement)
  const collection = findCollection(context, fields.collection())
  return eachStatement(context, fields, statements, (statement, tally) => {
    const filter = new CommandFields('deletes', statement, DELETE_FIELDS).requiredDocument('q')
    const query = queryOf(context, { filter })
    const found = select(context, collection, query, deleteLimit(statement) === 1)
    for (const one of found) if (collection) context.view.remove(collection, one)
    tally.n += found.length
  })
}

/** 0 for all, 1 for one. */
function deleteLimit(statement: Doc): number {
  const part = new CommandFields('deletes', statement, DELETE_FIELDS)
  const limit = part.count('limit') ?? part.missing('limit')
  if (limit > 1) throw new MongoError('FailedToParse', 'The limit field in delete objects must be 0 or 1.')
  return limit
}

/** All that the query finds, or the first; collected first, so that no write is met again by its own query. */
export function select(
  context: Context,
  collection: CollectionTable | undefined,
  query: Query,
  firstOnly: boolean,
): Found[] {
  if (!collection) return []
  const found = findRecords(context.view, collection, query)
  if (!firstOnly) return [...found]
  const first = found.next()
  return first.done ? [] : [first.value]
}

function updateOne(context: Context, name: string, part: CommandFields, tally: Tally): Value | undefined {
  const isMulti = part.flag('multi')
  const isUpsert = part.flag('upsert')
  // An upsert's collection is there even when the statement fails.
  const collection = isUpsert ? ensureCollection(context, name) : findCollection(context, name)
  const change = parseUpdate(part.get('u'), context.now, isMulti)
  const query = queryOf(context, { filter: part.requiredDocument('q') })
  const found = select(context, collection, query, !isMulti)
  let modified = 0
  for (const one of found) {
    const next = updated(one.doc, change)
    if (next && collection) context.view.replace(collection, one, next)
    if (next) modified += 1
  }
  tally.n += found.length
  tally.nModified += modified
  if (found.length > 0 || !collection || !isUpsert) return undefined
  const inserted = upserted(query.condition, change)
  context.view.insert(collection, inserted)
  tally.n += 1
  return inserted.get('_id')
}

type Run = (statement: Doc, tally: Tally, at: number) => void

/** Runs the statements; an error of one is told beside the others, and ends an ordered batch and every transaction. */
function eachStatement(context: Context, fields: CommandFields, statements: readonly Doc[], run: Run): Reply {
  if (statements.length < 1 || statements.length > MAX_BATCH) {
    throw new MongoError('InvalidLength', `Write batch sizes must be between 1 and ${MAX_BATCH}.`)
  }
  const isOrdered = fields.get('ordered') === undefined || fields.flag('ordered')
  const endsAtError = isOrdered || context.view !== context.store.plain
  const tally: Tally = { n: 0, nModified: 0, upserted: [] }
  const writeErrors: Reply[] = []
  for (const [at, statement] of statements.entries()) {
    if (endsAtError && writeErrors.length > 0) break
    try {
      run(statement, tally, at)
    } catch (fault) {
      writeErrors.push(statementError(fault, at))
    }
  }
  return {
    n: new Int32(tally.n),
    nModified: fields.doc.has('update') ? new Int32(tally.nModified) : undefined,
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
