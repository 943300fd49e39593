import { type Doc, isDoc, isNumber, isTruthy, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { fieldPath } from '../query/fieldPath.ts'

export type Projection = (doc: Doc) => Doc

/** Which fields are named, as a tree; a leaf says whether the field is kept or left out. */
type Fields = Map<string, Fields | boolean>

/** Reads a projection: fields kept or fields left out. Throws: a refusal for computed and positional ones. */
export function projectionOf(spec: Doc = new Map()): Projection {
  const fields: Fields = new Map()
  let including: boolean | undefined
  for (const { path, keeps } of [...spec].flatMap(([name, value]) => flagsOf(name, value))) {
    addField(fields, path, keeps)
    if (path.length === 1 && path[0] === '_id') continue
    including ??= keeps
    if (including === keeps) continue
    const [codeName, what] = keeps ? ['Location31253' as const, 'inclusion'] : ['Location31254' as const, 'exclusion']
    throw new MongoError(codeName, `Cannot do ${what} on field ${path.join('.')} in the other kind of projection`)
  }
  if (including ?? fields.get('_id') === true) {
    if (!fields.has('_id')) fields.set('_id', true)
    return (doc) => keep(doc, fields)
  }
  return (doc) => leaveOut(doc, fields)
}

interface Flag {
  readonly path: readonly string[]
  readonly keeps: boolean
}

function flagsOf(name: string, value: Value): Flag[] {
  if (name.split('.').includes('$')) throw refused('a positional projection')
  const path = fieldPath(name)
  if (typeof value === 'boolean' || isNumber(value)) return [{ path, keeps: isTruthy(value) }]
  if (isDoc(value) && value.size > 0 && ![...value.keys()][0]?.startsWith('$')) {
    return [...value].flatMap(([inner, part]) => flagsOf(`${name}.${inner}`, part))
  }
  throw refused('a computed projection')
}

function addField(fields: Fields, path: readonly string[], keeps: boolean): void {
  let level = fields
  for (const [at, name] of path.entries()) {
    const isLast = at === path.length - 1
    const known = level.get(name)
    if (typeof known === 'boolean' || (isLast && known)) {
      throw new MongoError(
        typeof known === 'boolean' ? 'Location31249' : 'Location31250',
        `Path collision at ${path.join('.')}`,
      )
    }
    const next: Fields = known ?? new Map()
    level.set(name, isLast ? keeps : next)
    level = next
  }
}

function keep(doc: Doc, fields: Fields): Doc {
  const result: Doc = new Map()
  for (const [name, value] of doc) {
    const wanted = fields.get(name)
    const kept = wanted instanceof Map ? keepInside(value, wanted) : wanted ? value : undefined
    if (kept !== undefined) result.set(name, kept)
  }
  return result
}

function keepInside(value: Value, fields: Fields): Value | undefined {
  if (isDoc(value)) return keep(value, fields)
  if (!Array.isArray(value)) return undefined
  return value.flatMap((item) => {
    const kept = keepInside(item, fields)
    return kept === undefined ? [] : [kept]
  })
}

function leaveOut(doc: Doc, fields: Fields): Doc {
  const result: Doc = new Map()
  for (const [name, value] of doc) {
    const named = fields.get(name)
    if (named === false) continue
    result.set(name, named instanceof Map ? leaveOutInside(value, named) : value)
  }
  return result
}

function leaveOutInside(value: Value, fields: Fields): Value {
  if (isDoc(value)) return leaveOut(value, fields)
  return Array.isArray(value) ? value.map((item) => leaveOutInside(item, fields)) : value
}
