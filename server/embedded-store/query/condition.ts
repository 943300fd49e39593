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
  return holds(condition, (leaf) => someElementAt(doc, leaf))
}

/** Whether one element passes conditions that have no path of their own: `$elemMatch` over scalars. */
export function elementMatches(condition: Condition, element: Value | undefined): boolean {
  return holds(condition, (leaf) => leaf.test(element))
}

function holds(condition: Condition, leafHolds: (leaf: Leaf) => boolean): boolean {
  switch (condition.kind) {
    case 'leaf':
      return leafHolds(condition)
    case 'and':
      return condition.parts.every((part) => holds(part, leafHolds))
    case 'or':
      return condition.parts.some((part) => holds(part, leafHolds))
    case 'nor':
      return !condition.parts.some((part) => holds(part, leafHolds))
    case 'not':
      return !holds(condition.part, leafHolds)
  }
}

/** `$elemMatch` with a query: an element that is an array is looked at as a document of its positions. */
export function documentElementMatches(condition: Condition, element: Value | undefined): boolean {
  if (Array.isArray(element)) return matches(condition, new Map(element.map((item, at) => [String(at), item])))
  return isDoc(element) && matches(condition, element)
}

/** The conditions of which every one must hold; the one part of an `$or` among them. */
export function conjunctsOf(condition: Condition): readonly Condition[] {
  const isAll = condition.kind === 'and' || (condition.kind === 'or' && condition.parts.length === 1)
  return isAll ? condition.parts.flatMap(conjunctsOf) : [condition]
}
