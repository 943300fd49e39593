import { Decimal128, Int32 } from 'bson'
import { isNumber, type NumberValue, typeNameOf, type Value } from '../bson/values.ts'
import { MongoError, refused } from '../mongoError.ts'

/** `$inc`: an int grows to a long. Throws: MongoError when the field is not a number or the sum does not fit. */
export function incremented(field: string, current: Value | undefined, by: NumberValue): NumberValue {
  if (current === undefined) return by
  if (!isNumber(current)) {
    throw new MongoError('TypeMismatch', `Cannot apply $inc to '${field}' of non-numeric type ${typeNameOf(current)}`)
  }
  if (current instanceof Decimal128 || by instanceof Decimal128) throw refused('arithmetic on Decimal128')
  if (typeof current === 'number' || typeof by === 'number') {
    const sum = Number(current) + Number(by)
    // Adding nothing changes nothing, not even the sign of zero.
    return sum === current ? current : sum
  }
  const sum = BigInt(current.valueOf()) + BigInt(by.valueOf())
  const isLong = typeof current === 'bigint' || typeof by === 'bigint'
  if (!isLong && BigInt.asIntN(32, sum) === sum) return new Int32(Number(sum))
  if (BigInt.asIntN(64, sum) === sum) return sum
  throw new MongoError('BadValue', `Failed to apply $inc operations to current value of '${field}'`)
}
