import { type Doc, isDoc, type Value } from '../bson/values.ts'

export type ElementTest = (element: Value | undefined) => boolean

/** Where a leaf array is also looked into, element by element, and not only taken as a whole. */
export interface Walk {
  readonly path: readonly string[]
  readonly intoLeafArrays: boolean
  readonly test: ElementTest
}

/**
 * True when some element that MongoDB finds at the path passes the test. `undefined` is a missing field; an array of
 * scalars in the middle of a path yields nothing at all, not even a missing field.
 */
export function someElementAt(doc: Doc, walk: Walk, from = 0): boolean {
  const { path } = walk
  let value: Value | undefined = doc
  let at = from
  while (at < path.length && isDoc(value)) {
    value = value.get(path[at] ?? '')
    at += 1
  }
  if (Array.isArray(value)) return at < path.length ? someInside(value, walk, at) : someLeaf(value, walk)
  return walk.test(at < path.length ? undefined : value)
}

function someLeaf(items: Value[], walk: Walk): boolean {
  return (walk.intoLeafArrays && items.some((item) => walk.test(item))) || walk.test(items)
}

function someInside(items: readonly Value[], walk: Walk, at: number): boolean {
  const { path, test } = walk
  return items.some((item, index) => {
    if (isDoc(item) && someElementAt(item, walk, at)) return true
    if (path[at] !== String(index)) return false
    if (at + 1 === path.length) return test(item)
    if (isDoc(item)) return someElementAt(item, walk, at + 1)
    return Array.isArray(item) && someInside(item, walk, at + 1)
  })
}
