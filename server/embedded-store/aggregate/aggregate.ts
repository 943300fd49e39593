import { type Doc, isDoc, isTruthy, type Value } from '../bson/values.ts'
import { type Context, findCollection, namespaceOf, type Run } from '../commands/command.ts'
import { CommandFields } from '../commands/commandFields.ts'
import { queryOf } from '../commands/queryOf.ts'
import { sessionKeyOf } from '../commands/sessions.ts'
import { MongoError, refused } from '../mongoError.ts'
import { findRecords } from '../storage/findRecords.ts'
import { askedByGroup, askedByProjection, refusingUnsure } from './covered.ts'
import { type StageParser, stageParser } from './stages.ts'

export function aggregate(doc: Doc): Run {
  const fields = new CommandFields('aggregate', doc, ['pipeline', 'cursor'])
  const name = fields.namedCollection()
  const cursor = fields.document('cursor')
  if (!cursor)
    throw new MongoError('FailedToParse', "The 'cursor' option is required, except for aggregate with explain")
  const batchSize = new CommandFields('cursor', cursor, ['batchSize']).count('batchSize')
  const pipeline = fields.documents('pipeline').map(stageEntry)
  const session = sessionKeyOf(fields.get('lsid'))
  return (context) => {
    const results = {
      namespace: namespaceOf(context.database, name),
      documents: run(context, name, pipeline),
      view: context.view,
      deadline: context.deadline,
      session,
    }
    return context.cursors.first(results, batchSize)
  }
}

type Entry = readonly [string, Value, StageParser]

/** A leading `$match`, and a `$sort` right behind it, are a query and may use an index; the rest runs over its results. */
function run(context: Context, name: string, pipeline: readonly Entry[]): IteratorObject<Doc> {
  checkOrderOfFields(pipeline)
  const collection = findCollection(context, name)
  const rest = [...pipeline]
  const filter = takeDocument(rest, '$match')
  const sort = takeDocument(rest, '$sort')
  const query = queryOf(context, { filter, sort })
  const stages = rest.map(([, spec, parse]) => parse(spec, context))
  const refuseUnsure = refusingUnsure(collection, askedBy(rest[0]))
  const documents = findRecords(context.view, collection, query).map(({ doc }) => {
    refuseUnsure(doc)
    return doc
  })
  return stages.reduce((before: IteratorObject<Doc>, stage) => stage(before), documents)
}

function askedBy(stage: Entry | undefined) {
  if (stage?.[0] === '$group') return askedByGroup(stage[1])
  return stage?.[0] === '$project' ? askedByProjection(stage[1]) : null
}

/** MongoDB reads fewer fields for a `$project` behind a `$lookup`, and a field of a field then stands behind the others. */
function checkOrderOfFields(pipeline: readonly Entry[]): void {
  const first = pipeline.findIndex(([name]) => name === '$lookup')
  const isNested = ([field, value]: readonly [string, Value]) => field.includes('.') && isTruthy(value)
  const isUnsure = ([name, spec]: Entry) => name === '$project' && isDoc(spec) && [...spec].some(isNested)
  if (first >= 0 && pipeline.slice(first).some(isUnsure)) throw refused('$project of a field of a field behind $lookup')
}

function takeDocument(entries: Entry[], stage: string): Doc | undefined {
  const [first] = entries
  if (first?.[0] !== stage || !isDoc(first[1]) || first[1].size === 0) return undefined
  entries.shift()
  return first[1]
}

function stageEntry(doc: Doc): Entry {
  const [only, ...more] = doc
  if (!only || more.length > 0) {
    throw new MongoError('Location40323', 'A pipeline stage specification object must contain exactly one field.')
  }
  return [...only, stageParser(only[0])]
}
