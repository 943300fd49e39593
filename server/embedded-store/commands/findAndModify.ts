import { Int32 } from 'bson'
import { projectionOf } from '../aggregate/projection.ts'
import type { Doc, Reply, Value } from '../bson/values.ts'
import { MongoError } from '../mongoError.ts'
import { updated, upserted } from '../update/applyUpdate.ts'
import { parseUpdate } from '../update/parseUpdate.ts'
import { type Context, ensureCollection, findCollection } from './command.ts'
import { CommandFields } from './commandFields.ts'
import { type QueryParts, queryOf } from './queryOf.ts'
import { select } from './writeCommands.ts'

const OPTIONS = ['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert']

export function findAndModify(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('findAndModify', doc, OPTIONS)
  const removes = fields.flag('remove')
  refuseContradictions(fields, removes)
  return removes ? removeOne(context, fields) : changeOne(context, fields)
}

function removeOne(context: Context, fields: CommandFields): Reply {
  const query = queryOf(context, partsOf(fields))
  const collection = findCollection(context, fields.collection())
  if (!collection) return replyOf({ n: new Int32(0) })
  const project = projectionOf(fields.document('fields'))
  const [found] = select(context, collection, query, true)
  if (found) context.view.remove(collection, found)
  return replyOf({ n: new Int32(found ? 1 : 0) }, found && project(found.doc))
}

function changeOne(context: Context, fields: CommandFields): Reply {
  const [isNew, isUpsert] = [fields.flag('new'), fields.flag('upsert')]
  const change = parseUpdate(fields.get('update'), context.now)
  const query = queryOf(context, partsOf(fields))
  const find = isUpsert ? ensureCollection : findCollection
  const collection = find(context, fields.collection())
  if (!collection) return NOTHING_FOUND
  const project = projectionOf(fields.document('fields'))
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

function partsOf(fields: CommandFields): QueryParts {
  return { filter: fields.document('query'), sort: fields.document('sort') }
}

function replyOf(lastErrorObject: Reply, value: Value = null): Reply {
  return { lastErrorObject, value, ok: 1 }
}

function refuseContradictions(fields: CommandFields, removes: boolean): void {
  const hasUpdate = fields.get('update') !== undefined
  if (!removes && hasUpdate) return
  const contradicts = !removes || hasUpdate || fields.flag('upsert') || fields.flag('new')
  if (contradicts) {
    throw new MongoError('FailedToParse', "Give an 'update', or 'remove' without 'update', 'upsert' and 'new'")
  }
}
