import { Int32 } from 'bson'
import { decodeDocument } from '../bson/decode.ts'
import { encodeDocument } from '../bson/encode.ts'
import { equalValues } from '../bson/order.ts'
import { type Doc, isDoc, type Value, wholeNumberOf } from '../bson/values.ts'
import { type Context, findCollection } from '../commands/command.ts'
import { MongoError, refused } from '../mongoError.ts'
import { type Condition, matches } from '../query/condition.ts'
import { fieldPath, isPosition } from '../query/fieldPath.ts'
import { equalityLeaf } from '../query/leaves.ts'
import { parseQuery } from '../query/parseQuery.ts'
import { parseSort } from '../query/parseSort.ts'
import { sorted } from '../storage/documentKeys.ts'
import { findRecords } from '../storage/findRecords.ts'
import { fieldValue } from './expressions.ts'
import { parseGroup } from './group.ts'
import { parseAddFields, parseProject, type Stage } from './project.ts'

export type StageParser = (spec: Value, context: Context) => Stage

/** How a stage is read. Throws: MongoError; a refusal for the stages that only MongoDB has. */
export function stageParser(name: string): StageParser {
  const parse = STAGES.get(name)
  if (parse) return parse
  if (!/^\$[a-zA-Z]+$/.test(name)) throw new MongoError('Location40324', `Unrecognized pipeline stage name: '${name}'`)
  throw refused(`the pipeline stage ${name}`)
}

function parseMatch(spec: Value): Stage {
  const condition = parseQuery(documentOf(spec, '$match', 'Location15959'))
  return (documents) => documents.filter((doc) => matches(condition, doc))
}

function parseSortStage(spec: Value): Stage {
  const given = documentOf(spec, '$sort', 'Location15973')
  const fields = parseSort(given)
  if (fields.length === 0) throw new MongoError('Location15976', '$sort stage must have at least one sort key')
  // A stage before may have put one array into two fields; to a sort those are two.
  return (documents) => sorted(documents, fields, (doc) => decodeDocument(encodeDocument(doc))).values()
}

function parseSkip(spec: Value): Stage {
  const count = sizeIn(spec, '$skip', 'Location5107200')
  return (documents) => documents.drop(count)
}

function parseLimit(spec: Value): Stage {
  const count = sizeIn(spec, '$limit', 'Location5107201')
  if (count === 0) throw new MongoError('Location15958', 'the limit must be positive')
  return (documents) => documents.take(count)
}

function sizeIn(spec: Value, stage: string, code: `Location${number}`): number {
  const size = wholeNumberOf(spec)
  if (size === undefined || size < 0) throw new MongoError(code, `invalid argument to ${stage} stage`)
  return size
}

function parseCount(spec: Value): Stage {
  if (typeof spec !== 'string' || !isPlainName(spec)) throw refused('$count other than into a plain name')
  return function* (documents) {
    const count = documents.reduce((counted) => counted + 1, 0)
    if (count > 0) yield new Map<string, Value>([[spec, new Int32(count)]])
  }
}

function parseUnwind(spec: Value): Stage {
  if (typeof spec !== 'string' || !spec.startsWith('$') || !isPlainName(spec.slice(1))) {
    throw refused('$unwind other than of one plain name')
  }
  const name = spec.slice(1)
  return function* (documents) {
    for (const doc of documents) {
      const value = doc.get(name) ?? []
      if (Array.isArray(value)) for (const item of value) yield new Map([...doc, [name, item]])
      else yield doc
    }
  }
}

const isPlainName = (name: string) => /^[a-zA-Z]\w*$/.test(name)

function parseLookup(spec: Value, context: Context): Stage {
  const options = documentOf(spec, '$lookup', 'FailedToParse')
  const [from, local, foreign, as] = ['from', 'localField', 'foreignField', 'as'].map((name) => options.get(name))
  if (options.size !== 4 || [from, local, foreign, as].some((part) => typeof part !== 'string' || part === '')) {
    throw refused('$lookup other than by from, localField, foreignField and as')
  }
  const fromName = String(from)
  const [localPath, foreignPath] = [fieldPath(String(local)), fieldPath(String(foreign))]
  if ([...localPath, ...foreignPath].some(isPosition)) throw refused('$lookup by positions')
  const name = String(as)
  if (fieldPath(name).length > 1) throw refused('$lookup into a field of a field')
  return function* (documents) {
    const collection = findCollection(context, fromName)
    for (const doc of documents) {
      if (doc.has(name)) throw refused('$lookup into a field that is there')
      const parts = lookupValues(doc, localPath).map((value) => equalityLeaf(foreignPath, value))
      const condition: Condition = parts.length === 1 && parts[0] ? parts[0] : { kind: 'or', parts }
      const query = { condition, sort: [], checkTime: context.deadline.check }
      const found = findRecords(context.view, collection, query).map((one) => one.doc)
      yield new Map([...doc, [name, found.toArray()]])
    }
  }
}

/** The values that a foreign field may equal: each element of an array, null for a missing field. */
function lookupValues(doc: Doc, path: readonly string[]): Value[] {
  const value = fieldValue(doc, path)
  if (value === undefined) return [null]
  if (!Array.isArray(value)) return [value]
  if (value.length === 0) throw refused('$lookup by an empty array')
  return value.filter((item, at) => value.findIndex((other) => equalValues(item, other)) === at)
}

function documentOf(spec: Value, stage: string, code: 'FailedToParse' | `Location${number}`): Doc {
  if (!isDoc(spec)) throw new MongoError(code, `the ${stage} stage specification must be an object`)
  return spec
}

export const STAGES: ReadonlyMap<string, StageParser> = new Map<string, StageParser>([
  ['$match', parseMatch],
  ['$sort', parseSortStage],
  ['$skip', parseSkip],
  ['$limit', parseLimit],
  ['$count', parseCount],
  ['$unwind', parseUnwind],
  ['$lookup', parseLookup],
  ['$group', parseGroup],
  ['$project', parseProject],
  ['$addFields', parseAddFields],
])
