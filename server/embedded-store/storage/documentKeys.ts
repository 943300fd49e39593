import { EMPTY_ARRAY_KEY, encodeKey, inverted } from '../bson/keyEncoding.ts'
import { type Doc, isDoc, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import { matches } from '../query/condition.ts'
import type { IndexSpec, KeyField } from './indexSpec.ts'

/** The keys of one document in one index, and for which fields an array was taken apart. */
export interface DocumentKeys {
  readonly keys: readonly Buffer[]
  readonly multikey: readonly boolean[]
}

/** How far one field has been followed: what was found, and what of its path is left. */
interface Step {
  readonly found: Value | undefined | typeof EMPTY
  readonly rest: readonly string[]
}

const EMPTY = Symbol('an empty array')

export const NO_KEYS: DocumentKeys = { keys: [], multikey: [] }

/** The keys of a document in an index: none when the index is sparse or partial and leaves it out. */
export function indexKeysOf(doc: Doc, spec: IndexSpec): DocumentKeys {
  if (spec.partial && !matches(spec.partial, doc)) return NO_KEYS
  const multikey = spec.fields.map(() => false)
  const distinct = new Map<string, Buffer>()
  for (const steps of combinationsOf(doc, spec.fields, multikey)) {
    if (spec.sparse && steps.every((step) => step.found === undefined)) continue
    const key = keyOf(steps, spec.fields)
    distinct.set(key.toString('latin1'), key)
  }
  return { keys: [...distinct.values()], multikey }
}

/** What a duplicate-key error shows of a document: the fields of the index, and the values of the key that is taken. */
export function shownKey(doc: Doc, spec: IndexSpec, key: Uint8Array): { readonly pattern: Doc; readonly value: Doc } {
  const made = combinationsOf(doc, spec.fields).find((steps) => keyOf(steps, spec.fields).equals(key)) ?? []
  const values = made.map(({ found }) => (found === EMPTY ? null : (found ?? null)))
  return { pattern: spec.key, value: new Map([...spec.key.keys()].map((name, at) => [name, values[at] ?? null])) }
}

/** In order; of an array the least element counts, or the greatest when descending. Throws: a refusal of two arrays. */
export function sorted<Item>(items: Iterable<Item>, fields: readonly KeyField[], docOf: (item: Item) => Doc): Item[] {
  const keyed = [...items].map((item) => ({ item, key: sortKeyOf(docOf(item), fields) }))
  return keyed.sort((left, right) => Buffer.compare(left.key, right.key)).map(({ item }) => item)
}

function sortKeyOf(doc: Doc, fields: readonly KeyField[]): Buffer {
  try {
    return combinationsOf(doc, fields)
      .map((steps) => keyOf(steps, fields))
      .reduce((least, key) => (Buffer.compare(key, least) < 0 ? key : least))
  } catch (fault) {
    const isParallel = fault instanceof MongoError && fault.codeName === 'CannotIndexParallelArrays'
    // An error there too, unless what comes behind the sort leaves the document out and is done first.
    throw isParallel ? refused('a sort by two arrays') : fault
  }
}

function keyOf(steps: readonly Step[], fields: readonly KeyField[]): Buffer {
  const parts = steps.map(({ found }, at) => {
    const key = found === EMPTY ? EMPTY_ARRAY_KEY : encodeKey(found ?? null)
    return fields[at]?.ascending === false ? inverted(key) : key
  })
  const [only] = parts
  return parts.length === 1 && only ? only : Buffer.concat(parts)
}

function combinationsOf(doc: Doc, fields: readonly KeyField[], multikey: boolean[] = []): Step[][] {
  const combinations: Step[][] = []
  const start = fields.map(({ path }): Step => ({ found: doc, rest: path }))
  expand(start, combinations, multikey)
  return combinations
}

/** Follows every path to its end; fields that meet the same array go through it together, two arrays are refused. */
function expand(start: readonly Step[], into: Step[][], multikey: boolean[]): void {
  const steps = start.map(follow)
  const arrays = new Set(steps.flatMap(({ found, rest }) => (isOpenArray(found, rest) ? [found] : [])))
  if (arrays.size > 1) throw new MongoError('CannotIndexParallelArrays', 'cannot index parallel arrays')
  const [array] = arrays
  if (!array) {
    into.push(steps)
    return
  }
  for (const [at, { found }] of steps.entries()) if (found === array) multikey[at] = true
  const elements: readonly (Value | typeof EMPTY)[] = array.length > 0 ? array : [EMPTY]
  for (const element of elements) {
    expand(
      steps.map((step) => (step.found === array ? inside(element, step.rest) : step)),
      into,
      multikey,
    )
  }
}

const DONE: readonly string[] = []
/** Marks an element that is taken as it is, so that an array in an array is not taken apart again. */
const TAKEN: readonly string[] = ['']

function follow(step: Step): Step {
  let { found } = step
  let at = 0
  if (step.rest === TAKEN) return step
  while (at < step.rest.length && found !== EMPTY && found !== undefined && isDoc(found)) {
    found = found.get(step.rest[at] ?? '')
    at += 1
  }
  if (Array.isArray(found)) return { found, rest: at < step.rest.length ? step.rest.slice(at) : DONE }
  return { found: at < step.rest.length ? undefined : found, rest: TAKEN }
}

function isOpenArray(found: Step['found'], rest: readonly string[]): found is Value[] {
  return Array.isArray(found) && rest !== TAKEN
}

function inside(element: Value | typeof EMPTY, rest: readonly string[]): Step {
  if (rest.length === 0) return { found: element, rest: TAKEN }
  return element !== EMPTY && isDoc(element) ? { found: element, rest } : { found: undefined, rest: TAKEN }
}
