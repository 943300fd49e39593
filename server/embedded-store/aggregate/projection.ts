import { type Doc, isDoc, isNumber, isTruthy, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'

export type Projection = (doc: Doc) => Doc

/** Which fields are kept, or left out, as a tree; `true` is a whole field. */
type Fields = Map<string, Fields | true>

/** Reads a projection of `find`: fields kept or fields left out. Throws: a refusal for computed and positional ones. */
export function projectionOf(spec: Doc | undefined): Projection {
  if (!spec || spec.size === 0) return (doc) => doc
  const flags = [...spec].flatMap(([name, value]) => flatten(name, value))
  const others = flags.filter(({ path }) => !isId(path))
  const keepsId = flags.find(({ path }) => isId(path))?.keeps
  const including = others[0]?.keeps ?? keepsId ?? true
  refuseMixed(others, including)
  const fields: Fields = new Map()
  if (including ? keepsId !== false : keepsId === false) fields.set('_id', true)
  for (const { path } of others) addField(fields, path)
  return including ? (doc) => keep(doc, fields) : (doc) => leaveOut(doc, fields)
}

function isId(path: readonly string[]): boolean {
  return path.length === 1 && path[0] === '_id'
}

function refuseMixed(flags: readonly Flag[], including: boolean): void {
  const mixed = flags.find(({ keeps }) => keeps !== including)
  if (!mixed) return
  const codeName = including ? 'Location31254' : 'Location31253'
  throw new MongoError(codeName, `Cannot do ${including ? 'exclusion' : 'inclusion'} on field ${mixed.path.join('.')}`)
}

interface Flag {
  readonly path: readonly string[]
  readonly keeps: boolean
}

function flatten(name: string, value: Value): Flag[] {
  const path = name.split('.')
  if (path.includes('')) throw new MongoError('Location40352', 'FieldPath field names may not be empty strings.')
  if (path.includes('$')) throw refused('a positional projection')
  if (path.some((part) => part.startsWith('$'))) {
    throw new MongoError('Location16410', "FieldPath field names may not start with '$'.")
  }
  if (typeof value === 'boolean' || isNumber(value)) return [{ path, keeps: isTruthy(value) }]
  if (isDoc(value) && value.size > 0 && ![...value.keys()][0]?.startsWith('$')) {
    return [...value].flatMap(([inner, part]) => flatten(`${name}.${inner}`, part))
  }
  throw refused('a computed projection')
}

function addField(fields: Fields, path: readonly string[]): void {
  let level = fields
  for (const [at, name] of path.entries()) {
    const isLast = at === path.length - 1
    const known = level.get(name)
    if (known === true || (isLast && known)) {
      throw new MongoError(known === true ? 'Location31249' : 'Location31250', `Path collision at ${path.join('.')}`)
    }
    const next: Fields = known ?? new Map()
    level.set(name, isLast ? true : next)
    level = next
  }
}

function keep(doc: Doc, fields: Fields): Doc {
  const result: Doc = new Map()
  for (const [name, value] of doc) {
    const wanted = fields.get(name)
    const kept = wanted === true ? value : wanted && keepInside(value, wanted)
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
    const unwanted = fields.get(name)
    if (unwanted !== true) result.set(name, unwanted ? leaveOutInside(value, unwanted) : value)
  }
  return result
}

function leaveOutInside(value: Value, fields: Fields): Value {
  if (isDoc(value)) return leaveOut(value, fields)
  return Array.isArray(value) ? value.map((item) => leaveOutInside(item, fields)) : value
}
