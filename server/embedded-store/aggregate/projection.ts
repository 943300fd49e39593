import { type Doc, isDoc, isNumber, isOperatorDoc, isTruthy, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { fieldPath } from '../query/fieldPath.ts'

export type Projection = (doc: Doc) => Doc

/** Which fields are named, as a tree; a leaf says whether the field is kept or left out. */
type Fields = Map<string, Fields | boolean>

/** Reads a projection: fields kept or fields left out. Throws: a refusal for computed and positional ones. */
export function projectionOf(spec: Doc = new Map()): Projection {
  const fields: Fields = new Map()
  let including: boolean | undefined
  for (const flag of flagsIn(spec)) {
    const { path, keeps } = flag
    addField(fields, flag)
    if (path.length === 1 && path[0] === '_id') continue
    including ??= keeps
    if (including === keeps) continue
    const [codeName, what] = keeps ? ['Location31253' as const, 'inclusion'] : ['Location31254' as const, 'exclusion']
    throw new MongoError(codeName, `Cannot do ${what} on field ${path.join('.')} in the other kind of projection`)
  }
  if (including ?? fields.get('_id') === true) {
    if (!fields.has('_id')) fields.set('_id', true)
    return (doc) => shownOf(doc, fields, false)
  }
  return (doc) => shownOf(doc, fields, true)
}

interface Flag {
  readonly path: readonly string[]
  /** Where in the path a name of the projection ends: one, or one for each document that it stands in. */
  readonly ends: readonly number[]
  readonly keeps: boolean
}

function* flagsIn(spec: Doc, prefix = '', before: readonly number[] = []): Generator<Flag> {
  for (const [name, value] of spec) {
    const isSub = isDoc(value) && !isOperatorDoc(value)
    const ends = [...before, (before.at(-1) ?? -1) + name.split('.').length]
    checkName(name, value)
    if (isSub) yield* flagsIn(value, `${prefix}${name}.`, ends)
    else if (isFlag(value)) yield { path: fieldPath(prefix + name), ends, keeps: isTruthy(value) }
    else throw refused('a computed projection')
  }
}

/** Each name is a path by itself, whatever stands around it. */
function checkName(name: string, value: Value): void {
  if (isDoc(value) && value.size === 0) throw refused('a field of which nothing is named')
  if (name.split('.').includes('$')) throw refused('a positional projection')
  fieldPath(name)
}

function addField(fields: Fields, { path, ends, keeps }: Flag): void {
  let level = fields
  for (const [at, name] of path.entries()) {
    const isLast = at === path.length - 1
    const known = level.get(name)
    if (typeof known === 'boolean' || (isLast && known)) {
      throw new MongoError(ends.includes(at) ? 'Location31250' : 'Location31249', `Path collision at ${path.join('.')}`)
    }
    const next: Fields = known ?? new Map()
    level.set(name, isLast ? keeps : next)
    level = next
  }
}

/** The fields that are said to be kept, and the others too when `keepsOthers`. */
function shownOf(doc: Doc, fields: Fields, keepsOthers: boolean): Doc {
  const result: Doc = new Map()
  for (const [name, value] of doc) {
    const named = fields.get(name) ?? keepsOthers
    const shown = named instanceof Map ? shownInside(value, named, keepsOthers) : named ? value : undefined
    if (shown !== undefined) result.set(name, shown)
  }
  return result
}

function shownInside(value: Value, fields: Fields, keepsOthers: boolean): Value | undefined {
  if (isDoc(value)) return shownOf(value, fields, keepsOthers)
  if (!Array.isArray(value)) return keepsOthers ? value : undefined
  return value.flatMap((item) => {
    const shown = shownInside(item, fields, keepsOthers)
    return shown === undefined ? [] : [shown]
  })
}

/** Whether a field is only kept or left out, and not computed. */
export function isFlag(value: Value): boolean {
  return typeof value === 'boolean' || isNumber(value)
}
