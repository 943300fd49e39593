import { Int32, ObjectId } from 'bson'
import { compareByKey } from './keyEncoding.ts'
import { rankOf } from './rank.ts'
import type { Value } from './values.ts'

/** MongoDB's one order over all values, whatever their types: below 0, 0 or above 0. Numbers compare by value. */
export function compareValues(left: Value, right: Value): number {
  const byType = rankOf(left) - rankOf(right)
  if (byType !== 0) return byType
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right)
  const leftNumber = plainNumber(left)
  const rightNumber = plainNumber(right)
  if (leftNumber !== undefined && rightNumber !== undefined) return compareNumbers(leftNumber, rightNumber)
  return compareOthers(left, right)
}

export function equalValues(left: Value, right: Value): boolean {
  return left === right || compareValues(left, right) === 0
}

/** Order of the UTF-8 bytes: surrogate pairs come after every other character, unlike in JavaScript's own order. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0
  const length = Math.min(left.length, right.length)
  for (let at = 0; at < length; at += 1) {
    const a = left.charCodeAt(at)
    const b = right.charCodeAt(at)
    if (a !== b) return (a >= 0xd800 && a < 0xe000 ? a + 0x10000 : a) - (b >= 0xd800 && b < 0xe000 ? b + 0x10000 : b)
  }
  return left.length - right.length
}

function plainNumber(value: Value): number | bigint | undefined {
  if (value instanceof Int32) return value.value
  return typeof value === 'number' || typeof value === 'bigint' ? value : undefined
}

/** JavaScript compares bigint with number exactly; only NaN needs its place, below every number. */
function compareNumbers(left: number | bigint, right: number | bigint): number {
  if (left < right) return -1
  if (left > right) return 1
  return Number(Number.isNaN(right)) - Number(Number.isNaN(left)) || 0
}

function compareOthers(left: Value, right: Value): number {
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime()
  if (left instanceof ObjectId && right instanceof ObjectId) return Buffer.compare(left.id, right.id)
  return compareByKey(left, right)
}
