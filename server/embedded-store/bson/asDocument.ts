import type { Doc, Value } from './values.ts'

/** An array seen as MongoDB stores it: a document whose keys are the positions. */
export function asDocument(items: readonly Value[]): Doc {
  return new Map(items.map((item, at) => [String(at), item]))
}
