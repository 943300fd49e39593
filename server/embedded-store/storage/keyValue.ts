import { type Doc, isDoc, type Value } from '../bson/values.ts'
import type { IndexSpec } from './indexSpec.ts'

/** The values that a duplicate-key error shows: of an array its elements one by one until one has the key's path. */
export function shownKey(doc: Doc, spec: IndexSpec): { readonly pattern: Doc; readonly value: Doc } {
  const value: Doc = new Map(spec.fields.map(({ path }) => [path.join('.'), valueAt(doc, path) ?? null]))
  return { pattern: spec.key, value }
}

function valueAt(doc: Doc, path: readonly string[]): Value | undefined {
  let value: Value | undefined = doc
  for (const name of path) value = isDoc(value) ? value.get(name) : undefined
  return value
}
