import { Int32 } from 'bson'
import { type Doc, isDoc, type Reply, type Value } from '../bson/values.ts'
import { MongoError } from '../mongoError.ts'
import type { CollectionTable } from '../storage/collectionTable.ts'
import { findRecords } from '../storage/findRecords.ts'
import type { Found } from '../storage/view.ts'
import { updated, upserted, withIdFirst } from '../update/applyUpdate.ts'
import { parseUpdate } from '../update/parseUpdate.ts'
import { type Context, ensureCollection, findCollection, namespaceOf } from './command.ts'
import { CommandFields } from './commandFields.ts'
import { type QueryParts, queryOf } from './queryFields.ts'

const MAX_BATCH = 100_000

interface Tally {
  n: number
  nModified: number
  readonly upserted: Reply[]
}

export function insert(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('insert', doc, ['documents', 'ordered'])
  const documents = fields.documents('documents')
  const name = writtenName(context, fields, 'insert')
  return eachStatement(fields, documents, (document, tally) => {
    context.view.insert(ensureCollection(context, name), withIdFirst(document))
    tally.n += 1
  })
}

export function update(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('update', doc, ['updates', 'ordered'])
  const name = writtenName(context, fields, 'update')
  const statements = fields.documents('updates')
  for (const statement of statements) checkUpdate(statement)
  return eachStatement(fields, statements, (statement, tally, at) => {
    const id = updateOne(context, name, statement, tally)
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

/** The collection's name, refused before any statement is run. */
function writtenName(context: Context, fields: CommandFields, command: string): string {
  if (typeof fields.get(command) !== 'string') {
    throw new MongoError('BadValue', 'collection name has invalid type')
  }
  const name = fields.text(command)
  namespaceOf(context.database, name)
  return name
}

/** 0 for all, 1 for one. */
function deleteLimit(statement: Doc): number {
  const part = new CommandFields('deletes', statement, DELETE_FIELDS)
  const limit = part.count('limit') ?? part.missing('limit')
  if (limit > 1) throw new MongoError('FailedToParse', 'The limit field in delete objects must be 0 or 1.')
  return limit
}

const DELETE_FIELDS = ['q', 'limit', 'hint']
const UPDATE_FIELDS = ['q', 'u', 'multi', 'upsert', 'hint']

export function remove(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('delete', doc, ['deletes', 'ordered'])
  const collection = findCollection(context, writtenName(context, fields, 'delete'))
  const statements = fields.documents('deletes')
  for (const statement of statements) deleteLimit(statement)
  return eachStatement(fields, statements, (statement, tally) => {
    const part = new CommandFields('deletes', statement, DELETE_FIELDS)
    const parts = { filter: part.requiredDocument('q'), hint: part.get('hint') }
    const found = select(context, collection, parts, deleteLimit(statement) === 1)
    for (const one of found) if (collection) context.view.remove(collection, one)
    tally.n += found.length
  })
}

/** All that the query finds, or the first; collected first, so that no write is met again by its own query. */
export function select(
  context: Context,
  collection: CollectionTable | undefined,
  parts: QueryParts,
  firstOnly: boolean,
): Found[] {
  const query = queryOf(context, collection, parts)
  if (!collection) return []
  const found = findRecords(context.view, collection, query)
  if (!firstOnly) return [...found]
  const first = found.next()
  return first.done ? [] : [first.value]
}

/** Puts in what an upsert makes. */
export function insertUpserted(context: Context, name: string, filter: Doc, change: Value | undefined): Doc {
  const { condition } = queryOf(context, undefined, { filter })
  const document = upserted(condition, parseUpdate(change, context.now))
  context.view.insert(ensureCollection(context, name), document)
  return document
}

function updateOne(context: Context, name: string, statement: Doc, tally: Tally): Value | undefined {
  const part = new CommandFields('updates', statement, UPDATE_FIELDS)
  const change = parseUpdate(part.get('u') ?? part.missing('u'), context.now)
  const filter = part.requiredDocument('q')
  const isMulti = part.flag('multi')
  if (isMulti && change.kind === 'replace') {
    throw new MongoError('FailedToParse', 'multi update is not supported for replacement-style update')
  }
  const collection = findCollection(context, name)
  const found = select(context, collection, { filter, hint: part.get('hint') }, !isMulti)
  for (const one of found) {
    const next = updated(one.doc, change)
    if (next && collection) context.view.replace(collection, one, next)
    tally.n += 1
    if (next) tally.nModified += 1
  }
  if (found.length > 0 || !part.flag('upsert')) return undefined
  const inserted = insertUpserted(context, name, filter, part.get('u'))
  tally.n += 1
  return inserted.get('_id')
}

/** Runs the statements; an error of one is told beside the others, and in an ordered batch ends it. */
function eachStatement(
  fields: CommandFields,
  statements: readonly Doc[],
  run: (statement: Doc, tally: Tally, at: number) => void,
): Reply {
  if (statements.length < 1 || statements.length > MAX_BATCH) {
    throw new MongoError('InvalidLength', `Write batch sizes must be between 1 and ${MAX_BATCH}.`)
  }
  const isOrdered = fields.get('ordered') === undefined || fields.flag('ordered')
  const tally: Tally = { n: 0, nModified: 0, upserted: [] }
  const writeErrors: Reply[] = []
  for (const [at, statement] of statements.entries()) {
    try {
      run(statement, tally, at)
    } catch (fault) {
      writeErrors.push(statementError(fault, at))
      if (isOrdered) break
    }
  }
  return {
    n: new Int32(tally.n),
    nModified: fields.doc.has('update') ? new Int32(tally.nModified) : undefined,
    upserted: tally.upserted.length > 0 ? tally.upserted : undefined,
    writeErrors: writeErrors.length > 0 ? writeErrors : undefined,
    ok: 1,
  }
}

/** A fault that is not the statement's own, or that ends a transaction, is the whole command's. */
function statementError(fault: unknown, at: number): Reply {
  if (!(fault instanceof MongoError) || fault.codeName === 'WriteConflict') throw fault
  const { code, message, details } = fault
  return { index: new Int32(at), code: new Int32(code), ...details, errmsg: message }
}
