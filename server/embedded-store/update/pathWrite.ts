import { type Doc, isDoc, typeNameOf, type Value } from '../bson/values.ts'
import { MongoError } from '../mongoError.ts'
import { isPosition } from '../query/fieldPath.ts'

const MAX_PADDING = 1_500_000

/** What is at the path now; undefined when nothing is. */
export function readAt(doc: Doc, path: readonly string[]): Value | undefined {
  let value: Value | undefined = doc
  for (const name of path) {
    if (isDoc(value)) value = value.get(name)
    else value = Array.isArray(value) ? value[positionOf(name) ?? -1] : undefined
  }
  return value
}

/** Puts a value at the path; documents on the way are made, arrays are filled up with null. */
export function writeAt(doc: Doc, path: readonly string[], value: Value): void {
  let container: Doc | Value[] = doc
  for (const [at, name] of path.entries()) {
    if (at === path.length - 1) {
      put(container, name, value)
      return
    }
    container = childOf(container, name, path[at + 1] ?? '')
  }
}

/** Throws: MongoError 28 when a value on the way can hold no field; a missing one can. */
export function requireViable(doc: Doc, path: readonly string[]): void {
  let container: Doc | Value[] = doc
  for (const [at, name] of path.slice(0, -1).entries()) {
    const child: Value | undefined = readAt(doc, path.slice(0, at + 1))
    if (child === undefined) return
    container = childOf(container, name, path[at + 1] ?? '')
  }
}

/** Takes the field away; in an array its place becomes null. */
export function removeAt(doc: Doc, path: readonly string[]): void {
  const parent = readAt(doc, path.slice(0, -1))
  const name = path.at(-1) ?? ''
  if (isDoc(parent)) parent.delete(name)
  else if (Array.isArray(parent)) {
    const position = positionOf(name)
    if (position !== undefined && position < parent.length) parent[position] = null
  }
}

function childOf(container: Doc | Value[], name: string, next: string): Doc | Value[] {
  const position = Array.isArray(container) ? requirePosition(name) : undefined
  const child = isDoc(container) ? container.get(name) : container[position ?? -1]
  if (child === undefined) {
    const made: Doc = new Map()
    put(container, name, made)
    return made
  }
  if (isDoc(child)) return child
  if (Array.isArray(child) && positionOf(next) !== undefined) return child
  throw notViable(next, `{${name}: ${typeNameOf(child)}}`)
}

function put(container: Doc | Value[], name: string, value: Value): void {
  if (isDoc(container)) {
    container.set(name, value)
    return
  }
  const position = requirePosition(name)
  if (position - container.length > MAX_PADDING) {
    throw new MongoError('CannotBackfillArray', `can't backfill more than ${MAX_PADDING} elements`)
  }
  while (container.length < position) container.push(null)
  container[position] = value
}

function positionOf(name: string): number | undefined {
  return isPosition(name) ? Number(name) : undefined
}

function requirePosition(name: string): number {
  const position = positionOf(name)
  if (position === undefined) throw notViable(name, 'an array')
  return position
}

function notViable(name: string, element: string): MongoError {
  return new MongoError('PathNotViable', `Cannot create field '${name}' in element ${element}`)
}
