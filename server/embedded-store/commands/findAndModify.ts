import { Int32 } from 'bson'
import { type Projection, projectionOf } from '../aggregate/projection.ts'
import type { Doc, Reply } from '../bson/values.ts'
import { MongoError } from '../mongoError.ts'
import { updated } from '../update/applyUpdate.ts'
import { parseUpdate } from '../update/parseUpdate.ts'
import { type Context, findCollection } from './command.ts'
import { CommandFields } from './commandFields.ts'
import { insertUpserted, select } from './writeCommands.ts'

const OPTIONS = ['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'hint']

export function findAndModify(context: Context, doc: Doc): Reply {
  const fields = new CommandFields('findAndModify', doc, OPTIONS)
  const name = fields.text('findAndModify')
  const removes = fields.flag('remove')
  refuseContradictions(fields, removes)
  const project = projectionOf(fields.document('fields'))
  const filter = fields.document('query') ?? new Map()
  const change = removes ? undefined : parseUpdate(fields.get('update'), context.now)
  const collection = findCollection(context, name)
  const parts = { filter, sort: fields.document('sort'), hint: fields.get('hint') }
  const [found] = select(context, collection, parts, true)
  if (!collection || !found) return absent(context, fields, { name, filter, removes, project })
  if (!change) {
    context.view.remove(collection, found)
    return { lastErrorObject: { n: new Int32(1) }, value: project(found.doc), ok: 1 }
  }
  const next = updated(found.doc, change)
  if (next) context.view.replace(collection, found, next)
  const shown = fields.flag('new') ? (next ?? found.doc) : found.doc
  return { lastErrorObject: { n: new Int32(1), updatedExisting: true }, value: project(shown), ok: 1 }
}

interface Asked {
  readonly name: string
  readonly filter: Doc
  readonly removes: boolean
  readonly project: Projection
}

function absent(context: Context, fields: CommandFields, { name, filter, removes, project }: Asked): Reply {
  if (removes) return { lastErrorObject: { n: new Int32(0) }, value: null, ok: 1 }
  if (!fields.flag('upsert'))
    return { lastErrorObject: { n: new Int32(0), updatedExisting: false }, value: null, ok: 1 }
  const inserted = insertUpserted(context, name, filter, fields.get('update'))
  return {
    lastErrorObject: { n: new Int32(1), updatedExisting: false, upserted: inserted.get('_id') },
    value: fields.flag('new') ? project(inserted) : null,
    ok: 1,
  }
}

function refuseContradictions(fields: CommandFields, removes: boolean): void {
  const fault = contradictionOf(fields, removes)
  if (fault) throw new MongoError('FailedToParse', fault)
}

function contradictionOf(fields: CommandFields, removes: boolean): string | undefined {
  const hasUpdate = fields.get('update') !== undefined
  if (removes && hasUpdate) return "Cannot specify both an 'update' and 'remove'=true"
  if (removes && fields.flag('upsert')) return "Cannot specify both 'upsert'=true and 'remove'=true"
  if (removes && fields.flag('new'))
    return "Cannot specify both 'new'=true and 'remove'=true; 'remove' always returns the deleted document"
  return removes || hasUpdate ? undefined : "Either an 'update' or 'remove'=true must be specified"
}
