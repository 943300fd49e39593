import type { Doc } from '../bson/values.ts'
import { valuesOfKey } from './documentKeys.ts'
import type { IndexSpec } from './indexSpec.ts'

/** What a duplicate-key error shows of a document: the fields of the index, and the values of the key that is taken. */
export function shownKey(doc: Doc, spec: IndexSpec, key: Uint8Array): { readonly pattern: Doc; readonly value: Doc } {
  const values = valuesOfKey(doc, spec, key)
  const value: Doc = new Map([...spec.key.keys()].map((name, at) => [name, values[at] ?? null]))
  return { pattern: spec.key, value }
}
