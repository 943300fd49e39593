import { asDocument } from '../bson/asDocument.ts'
import { type Doc, isDoc, type Value } from '../bson/values.ts'
import { type ElementTest, someElementAt } from './pathWalk.ts'

/** One test of one path. `operator` and `operand` are what the planner and an upsert read. */
export interface Leaf {
  readonly kind: 'leaf'
  readonly path: readonly string[]
  readonly operator: string
  readonly operand: Value
  readonly intoLeafArrays: boolean
  readonly test: ElementTest
}

/** A parsed query. */
export type Condition =
  | Leaf
  | { readonly kind: 'and' | 'or' | 'nor'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }

export const ALWAYS: Condition = { kind: 'and', parts: [] }

export function matches(condition: Condition, doc: Doc): boolean {
  switch (condition.kind) {
    case 'leaf':
      return someElementAt(doc, condition)
    case 'and':
      return condition.parts.every((part) => matches(part, doc))
    case 'or':
      return condition.parts.some((part) => matches(part, doc))
    case 'nor':
      return !condition.parts.some((part) => matches(part, doc))
    case 'not':
      return !matches(condition.part, doc)
  }
}

/** Whether one element passes conditions that have no path of their own: `$elemMatch` over scalars. */
export function elementMatches(condition: Condition, element: Value | undefined): boolean {
  switch (condition.kind) {
    case 'leaf':
      return condition.test(element)
    case 'and':
      return condition.parts.every((part) => elementMatches(part, element))
    case 'or':
      return condition.parts.some((part) => elementMatches(part, element))
    case 'nor':
      return !condition.parts.some((part) => elementMatches(part, element))
    case 'not':
      return !elementMatches(condition.part, element)
  }
}

/** `$elemMatch` with a query: an element that is an array is looked at as a document of its positions. */
export function documentElementMatches(condition: Condition, element: Value | undefined): boolean {
  if (isDoc(element)) return matches(condition, element)
  return Array.isArray(element) && matches(condition, asDocument(element))
}

/** The conditions of which every one must hold. */
export function conjunctsOf(condition: Condition): readonly Condition[] {
  return condition.kind === 'and' ? condition.parts.flatMap(conjunctsOf) : [condition]
}
