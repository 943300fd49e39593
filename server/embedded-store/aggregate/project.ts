import { type Doc, isDoc, isNumber, isTruthy, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { fieldPath } from '../query/fieldPath.ts'
import { type Expression, parseExpression } from './expressions.ts'
import { projectionOf } from './projection.ts'

type Stage = (documents: Iterable<Doc>) => Iterable<Doc>

/** Reads `$project`: fields kept or left out, and new top-level fields computed. */
export function parseProject(spec: Value): Stage {
  if (!isDoc(spec)) throw new MongoError('Location15969', '$project specification must be an object')
  if (spec.size === 0)
    throw new MongoError('Location51272', 'Invalid $project: projection specification must have at least one field')
  const computed = [...spec].filter(([, value]) => !isFlag(value))
  const flags: Doc = new Map([...spec].filter(([, value]) => isFlag(value)))
  if (computed.length === 0) return mapEach(projectionOf(flags))
  const additions = computed.map(parseAddition)
  const leavesOut = [...flags].find(([name, value]) => name !== '_id' && !isTruthy(value))
  if (leavesOut)
    throw new MongoError('Location31254', `Cannot do exclusion on field ${leavesOut[0]} in inclusion projection`)
  const hasId = !flags.has('_id') || isTruthy(flags.get('_id'))
  const kept: Doc = new Map([...flags].filter(([name]) => name !== '_id'))
  const project = kept.size > 0 ? projectionOf(flags) : (doc: Doc) => onlyId(doc, hasId)
  return mapEach((doc) => withAdditions(project(doc), doc, additions))
}

/** Reads `$addFields` for top-level fields. */
export function parseAddFields(spec: Value): Stage {
  if (!isDoc(spec)) throw new MongoError('Location40272', '$addFields specification stage must be an object')
  const additions = [...spec].map(parseAddition)
  return mapEach((doc) => withAdditions(doc, doc, additions))
}

type Addition = readonly [string, Expression]

function parseAddition([name, value]: readonly [string, Value]): Addition {
  if (fieldPath(name).length > 1) throw refused('a computed field inside another')
  if (name === '_id') throw refused('a computed _id')
  if (isDoc(value) && ![...value.keys()][0]?.startsWith('$')) throw refused('a computed document')
  return [name, parseExpression(value)]
}

function isFlag(value: Value): boolean {
  return typeof value === 'boolean' || isNumber(value)
}

function withAdditions(base: Doc, source: Doc, additions: readonly Addition[]): Doc {
  const result: Doc = new Map(base)
  for (const [name, expression] of additions) {
    const value = expression(source)
    if (value === undefined) result.delete(name)
    else result.set(name, value)
  }
  return result
}

function onlyId(doc: Doc, hasId: boolean): Doc {
  const id = doc.get('_id')
  return hasId && id !== undefined ? new Map([['_id', id]]) : new Map()
}

function mapEach(change: (doc: Doc) => Doc): Stage {
  return function* (documents) {
    for (const doc of documents) yield change(doc)
  }
}
