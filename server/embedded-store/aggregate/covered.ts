import { type Doc, isDoc, isTruthy, type Value } from '../bson/values.ts'
import { refused } from '../mongoError.ts'
import type { CollectionTable } from '../storage/collectionTable.ts'
import { fieldValue } from './expressions.ts'

/** What is read of a document, as paths; and of these the ones whose absence shows in the answer. */
interface Asked {
  readonly paths: ReadonlySet<string>
  readonly shown: ReadonlySet<string>
}

/** For a projection, or the specification of a `$project`; null for one that hands on what it does not name. */
export function askedByProjection(spec: Value | undefined): Asked | null {
  if (!isDoc(spec)) return null
  const left = [...spec].filter(([, value]) => leavesOut(value)).map(([name]) => name)
  if (left.some((name) => name !== '_id')) return null
  const kept = [...spec].filter(([name]) => !left.includes(name))
  const paths = new Set(kept.flatMap(([name, value]) => (isFlag(value) ? [name] : [...pathsIn(value, name)])))
  if (left.length === 0) paths.add('_id')
  return { paths, shown: paths }
}

const isFlag = (value: Value) => typeof value !== 'string' && !isDoc(value)
const leavesOut = (value: Value) => isFlag(value) && !isTruthy(value)

/** For the specification of a `$group`: a missing field is null in its `_id`, and nothing in a sum. */
export function askedByGroup(spec: Value): Asked {
  const outputs = isDoc(spec) ? [...spec].filter(([name]) => name !== '_id') : []
  const shown = outputs
    .filter(([, value]) => !isDoc(value) || !value.has('$sum'))
    .flatMap(([, value]) => [...pathsIn(value)])
  return { paths: new Set(pathsIn(spec)), shown: new Set(shown) }
}

/** The fields that expressions read; in a document of fields below `name`, the fields that are kept too. */
function* pathsIn(value: Value, name?: string): Generator<string> {
  if (typeof value === 'string' && value.startsWith('$')) yield value.slice(1)
  else if (isDoc(value)) for (const [inner, part] of value) yield* pathsIn(part, name && `${name}.${inner}`)
  else if (name?.includes('.')) yield name
}

/**
 * MongoDB reads no document where an index has all that is asked for, and has null for a field that is missing. Whether its
 * plan takes that index is its own affair, so a document without such a field is refused.
 */
export function refusingUnsure(collection: CollectionTable | undefined, asked: Asked | null): (doc: Doc) => void {
  const isCovered =
    asked !== null && collection?.indexes.some(({ spec }) => [...asked.paths].every((path) => spec.key.has(path)))
  if (!isCovered) return () => undefined
  const shown = [...asked.shown].map((path) => path.split('.'))
  return (doc) => {
    if (shown.some((path) => fieldValue(doc, path) === undefined)) throw refused('a missing field that an index covers')
  }
}
