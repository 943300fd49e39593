import { BSONRegExp, Int32 } from 'bson'
import { projectionOf } from '../aggregate/projection.ts'
import { type Doc, isDoc, type Reply, type Value } from '../bson/values.ts'
import { MongoError } from '../mongoError.ts'
import { updated, upserted } from '../update/applyUpdate.ts'
import { parseUpdate } from '../update/parseUpdate.ts'
import { type Context, ensureCollection, findCollection, type Run } from './command.ts'
import { CommandFields } from './commandFields.ts'
import { type QueryParts, queryOf } from './queryOf.ts'
import { readChange, select } from './writeCommands.ts'

const OPTIONS = ['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert']

export function findAndModify(doc: Doc): Run {
  const fields = new CommandFields('findAndModify', doc, OPTIONS)
  const shown = fields.document('fields')
  const request: Request = {
    name: fields.namedCollection(),
    removes: fields.flag('remove'),
    isNew: fields.flag('new'),
    isUpsert: fields.flag('upsert'),
    change: doc.has('update') ? readChange(doc.get('update')) : undefined,
    parts: partsOf(fields.document('query'), fields.document('sort'), shown),
    shown,
  }
  return (context) => {
    refuseContradictions(request)
    return request.removes ? removeOne(context, request) : changeOne(context, request)
  }
}

/** MongoDB goes straight to the document of an `_id` that is to be answered whole, and then a sort is not read, whatever it says. */
function partsOf(filter: Doc | undefined, sort: Doc | undefined, shown: Doc = new Map()): QueryParts {
  return filter?.size === 1 && isExact(filter.get('_id')) && shown.size === 0 ? { filter } : { filter, sort }
}

/** Source: `isSimpleIdQuery` of MongoDB 6: no operator, and nothing that may stand for several values. */
function isExact(id: Value | undefined): boolean {
  if (id === undefined || id === null || Array.isArray(id) || id instanceof BSONRegExp) return false
  return !isDoc(id) || !([...id.keys()][0] ?? '').startsWith('$')
}

interface Request {
  readonly name: string
  readonly removes: boolean
  readonly isNew: boolean
  readonly isUpsert: boolean
  readonly change: Value | undefined
  readonly parts: QueryParts
  readonly shown: Doc | undefined
}

function removeOne(context: Context, { name, parts, shown }: Request): Reply {
  const query = queryOf(context, parts)
  const collection = findCollection(context, name)
  if (!collection) return replyOf({ n: new Int32(0) })
  const project = projectionOf(shown)
  const [found] = select(context, collection, query, true)
  if (found) context.view.remove(collection, found)
  return replyOf({ n: new Int32(found ? 1 : 0) }, found && project(found.doc))
}

function changeOne(context: Context, { name, isNew, isUpsert, parts, shown, ...request }: Request): Reply {
  const change = parseUpdate(request.change, context.now)
  const query = queryOf(context, parts)
  const find = isUpsert ? ensureCollection : findCollection
  const collection = find(context, name)
  if (!collection) return NOTHING_FOUND
  const project = projectionOf(shown)
  const [found] = select(context, collection, query, true)
  if (found) {
    const next = updated(found.doc, change)
    if (next) context.view.replace(collection, found, next)
    return replyOf({ n: new Int32(1), updatedExisting: true }, project((isNew && next) || found.doc))
  }
  if (!isUpsert) return NOTHING_FOUND
  const inserted = upserted(query.condition, change)
  context.view.insert(collection, inserted)
  const last = { n: new Int32(1), updatedExisting: false, upserted: inserted.get('_id') }
  return replyOf(last, isNew ? project(inserted) : null)
}

const NOTHING_FOUND = replyOf({ n: new Int32(0), updatedExisting: false })

function replyOf(lastErrorObject: Reply, value: Value = null): Reply {
  return { lastErrorObject, value, ok: 1 }
}

function refuseContradictions({ removes, change, isUpsert, isNew }: Request): void {
  const isWhole = removes ? change === undefined && !isUpsert && !isNew : change !== undefined
  if (!isWhole) {
    throw new MongoError('FailedToParse', "Give an 'update', or 'remove' without 'update', 'upsert' and 'new'")
  }
}
