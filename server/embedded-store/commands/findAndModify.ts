import { Int32 } from 'bson'
import { projectionOf } from '../aggregate/projection.ts'
import type { Doc, Reply, Value } from '../bson/values.ts'
import { refused } from '../mongoError.ts'
import { updated, upserted } from '../update/applyUpdate.ts'
import { parseUpdate } from '../update/parseUpdate.ts'
import { type Context, ensureCollection, findCollection, type Run } from './command.ts'
import { CommandFields } from './commandFields.ts'
import { queryOf } from './queryOf.ts'
import { readChange, select } from './writeCommands.ts'

const OPTIONS = ['query', 'remove', 'update', 'new', 'fields', 'upsert']

/** Changes one document and answers it as it was or is. Refuses: to remove it, and `sort`, which MongoDB does not always read. */
export function findAndModify(doc: Doc): Run {
  const request = readRequest(doc)
  return (context) => changeOne(context, request)
}

function readRequest(doc: Doc) {
  const fields = new CommandFields('findAndModify', doc, OPTIONS)
  if (fields.looseFlag('remove')) throw refused('findAndModify that removes')
  const name = fields.namedCollection()
  const read = {
    query: () => fields.document('query'),
    update: () => readChange(doc.get('update')),
    new: () => fields.looseFlag('new'),
    upsert: () => fields.looseFlag('upsert'),
    fields: () => fields.document('fields'),
  }
  // Of two that are wrong MongoDB tells the first.
  for (const field of doc.keys()) if (field in read) read[field as keyof typeof read]()
  return {
    ...{ name, isNew: read.new(), isUpsert: read.upsert() },
    ...{ change: read.update(), filter: read.query(), shown: read.fields() },
  }
}

function changeOne(context: Context, request: ReturnType<typeof readRequest>): Reply {
  const { name, isNew, isUpsert, filter, shown } = request
  const change = parseUpdate(request.change, context.now)
  const query = queryOf(context, { filter })
  const find = isUpsert ? ensureCollection : findCollection
  const collection = find(context, name)
  if (!collection) return NOTHING_FOUND
  const project = projectionOf(shown)
  const [found] = select(context, collection, query, true)
  if (found) {
    const next = updated(found, change)
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
