import { type Doc, isDoc, isNumber, type Value, wholeNumberOf } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'
import type { KeyField } from '../storage/indexSpec.ts'
import { fieldPath } from './fieldPath.ts'

/** Reads a sort. Throws: MongoError for a direction other than 1 and -1, and a refusal for paths with positions. */
export function parseSort(sort: Doc): readonly KeyField[] {
  if (sort.has('$natural')) throw refused('a sort by $natural')
  if (sort.size > 32) throw new MongoError('Location13103', 'too many compound keys')
  return [...sort].map(([name, direction]) => ({ path: sortPath(name), ascending: directionOf(direction) > 0 }))
}

function directionOf(direction: Value): number {
  if (isDoc(direction)) throw refused('a sort by $meta')
  const sign = wholeNumberOf(direction)
  if (sign === 1 || sign === -1) return sign
  const codeName = isNumber(direction) ? 'Location15975' : 'Location15974'
  throw new MongoError(codeName, '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
}

function sortPath(name: string): readonly string[] {
  const path = fieldPath(name)
  if (path.some((part) => /^\d+$/.test(part))) throw refused(`a sort by the path ${name}`)
  return path
}
