import { Binary, BSONRegExp, Decimal128, Int32, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'

/** A document. Key order is data and `__proto__` is a key like any other, so it is a Map and never a plain object. */
export type Doc = Map<string, Value>

/** A number as stored: JS `number` is a double, `Int32` an int, `bigint` a long. The type survives every operation. */
export type NumberValue = number | Int32 | bigint | Decimal128

/** Every BSON value that the store keeps; `undefined` beside it always means "no such field". */
export type Value =
  | NumberValue
  | string
  | boolean
  | null
  | Date
  | ObjectId
  | Binary
  | BSONRegExp
  | Timestamp
  | MinKey
  | MaxKey
  | Doc
  | Value[]

/** What an answer may hold besides: plain objects, and documents that are already bytes. */
export type ReplyValue = Value | Uint8Array | undefined | readonly ReplyValue[] | Reply

/** One answer. A field that is `undefined` is left out. */
export interface Reply {
  readonly [field: string]: ReplyValue
}

const CLASS_NAMES: readonly (readonly [new (...args: never[]) => object, string])[] = [
  [Map, 'object'],
  [Int32, 'int'],
  [ObjectId, 'objectId'],
  [Date, 'date'],
  [Binary, 'binData'],
  [Decimal128, 'decimal'],
  [BSONRegExp, 'regex'],
  [Timestamp, 'timestamp'],
  [MinKey, 'minKey'],
  [MaxKey, 'maxKey'],
]

/** The name of a value's BSON type. */
export function typeNameOf(value: Value): string {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return 'double'
    case 'bigint':
      return 'long'
    case 'boolean':
      return 'bool'
  }
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  const found = CLASS_NAMES.find(([type]) => value instanceof type)
  if (!found) throw new Error('a value of no BSON type')
  return found[1]
}

export function isDoc(value: ReplyValue): value is Doc {
  return value instanceof Map
}

/** Whether a document is a set of operators, by its first name, and not a value like another. */
export function isOperatorDoc(value: Value | undefined): value is Doc {
  if (!(value instanceof Map)) return false
  const [first] = value.keys()
  return first?.startsWith('$') ?? false
}

export function isNumber(value: Value | undefined): value is NumberValue {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Int32 || value instanceof Decimal128
}

/** A whole number that fits, or undefined: 3, 3.0 and NumberLong(3) are the same size, limit or position. */
export function wholeNumberOf(value: Value | undefined): number | undefined {
  const plain = isNumber(value) ? Number(value.toString()) : undefined
  return typeof plain === 'number' && Number.isSafeInteger(plain) ? plain : undefined
}

/** True for everything but false, null, missing and the zeros. */
export function isTruthy(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false) return false
  if (value instanceof Int32) return value.value !== 0
  if (value instanceof Decimal128) return !/^-?0*(\.0*)?(E.*)?$/.test(value.toString())
  return value !== 0 && value !== 0n
}
