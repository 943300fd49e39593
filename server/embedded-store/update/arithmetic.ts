import { Decimal128, Int32 } from 'bson'
import { isNumber, type NumberValue, typeNameOf, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'

const INT_MIN = -(2n ** 31n)
const INT_MAX = 2n ** 31n - 1n

/** The sum, of MongoDB's type for it: an int grows to a long; undefined when a long would overflow. */
export function sumOf(left: NumberValue, right: NumberValue): NumberValue | undefined {
  if (left instanceof Decimal128 || right instanceof Decimal128) throw refused('arithmetic on Decimal128')
  if (typeof left === 'number' || typeof right === 'number') return toDouble(left) + toDouble(right)
  const sum = toLong(left) + toLong(right)
  const isLong = typeof left === 'bigint' || typeof right === 'bigint'
  if (!isLong && sum >= INT_MIN && sum <= INT_MAX) return new Int32(Number(sum))
  return BigInt.asIntN(64, sum) === sum ? sum : undefined
}

/** `$inc`. Throws: MongoError when the field is not a number or the sum does not fit. */
export function incremented(field: string, current: Value | undefined, by: NumberValue): NumberValue {
  if (current === undefined) return by
  if (!isNumber(current)) {
    throw new MongoError('TypeMismatch', `Cannot apply $inc to '${field}' of non-numeric type ${typeNameOf(current)}`)
  }
  const sum = sumOf(current, by)
  if (sum === undefined)
    throw new MongoError('BadValue', `Failed to apply $inc operations to current value of '${field}'`)
  // Adding nothing changes nothing, not even the sign of zero.
  return sum === current ? current : sum
}

function toDouble(value: number | Int32 | bigint): number {
  return value instanceof Int32 ? value.value : Number(value)
}

function toLong(value: Int32 | bigint): bigint {
  return value instanceof Int32 ? BigInt(value.value) : value
}
