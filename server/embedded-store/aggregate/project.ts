import { type Doc, isDoc, isOperatorDoc, isTruthy, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { fieldPath } from '../query/fieldPath.ts'
import { type Expression, parseExpression } from './expressions.ts'
import { isFlag, type Projection, projectionOf } from './projection.ts'

/** One stage of a pipeline: documents in, documents out, as they are asked for. */
export type Stage = (documents: IteratorObject<Doc>) => IteratorObject<Doc>

/** Reads `$project`: fields kept or left out, and new top-level fields computed. */
export function parseProject(spec: Value): Stage {
  if (!isDoc(spec)) throw new MongoError('Location15969', '$project specification must be an object')
  if (spec.size === 0)
    throw new MongoError('Location51272', 'Invalid $project: projection specification must have at least one field')
  const project = [...spec.values()].every(isFlag) ? projectionOf(spec) : computingProjection(spec)
  return (documents) => documents.map(project)
}

function computingProjection(spec: Doc): Projection {
  const kept = new Set(['_id'])
  const additions: Addition[] = []
  for (const [name, value] of spec) {
    if (isFlag(value)) setKept(kept, name, isTruthy(value))
    else additions.push(parseAddition([name, value]))
  }
  return (doc) => withAdditions(new Map([...doc].filter(([name]) => kept.has(name))), doc, additions)
}

function setKept(kept: Set<string>, name: string, isKept: boolean): void {
  if (name.includes('.')) throw refused('a field of a field beside a computed one')
  fieldPath(name)
  if (isKept) kept.add(name)
  else if (name === '_id') kept.delete(name)
  else throw refused('a field left out beside a computed one')
}

/** Reads `$addFields` for top-level fields. */
export function parseAddFields(spec: Value): Stage {
  if (!isDoc(spec)) throw new MongoError('Location40272', '$addFields specification stage must be an object')
  const additions = [...spec].map(parseAddition)
  return (documents) => documents.map((doc) => withAdditions(doc, doc, additions))
}

type Addition = readonly [string, Expression]

function parseAddition([name, value]: readonly [string, Value]): Addition {
  if (isDoc(value) && !isOperatorDoc(value)) throw refused('a computed document')
  if (name.includes('.')) throw refused('a computed field inside another')
  fieldPath(name)
  if (name === '_id') throw refused('a computed _id')
  return [name, parseExpression(value)]
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
