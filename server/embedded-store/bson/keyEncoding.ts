import { Binary, BSONRegExp, Int32, ObjectId, Timestamp } from 'bson'
import { EXACT, floorToDouble } from './decimalParts.ts'
import { rankOf } from './rank.ts'
import { isDoc, isNumber, type NumberValue, type Value } from './values.ts'

/** The key of an empty array in an index: below null, above MinKey. */
export const EMPTY_ARRAY_KEY = Buffer.of(2)

/**
 * Bytes whose plain byte order is MongoDB's order of the values, and that are equal exactly when the values are. No key
 * is the beginning of another, so keys of several fields can follow each other.
 */
export function encodeKey(value: Value): Buffer {
  const parts: Uint8Array[] = []
  writeTyped(parts, value)
  return parts.length === 1 && parts[0] ? Buffer.from(parts[0]) : Buffer.concat(parts)
}

/** The key as text, for sets and maps. */
export const keyText = (value: Value): string => encodeKey(value).toString('latin1')

/** The same key for a descending field: its order is the opposite. */
export function inverted(key: Uint8Array): Buffer {
  const result = Buffer.allocUnsafe(key.length)
  for (const [at, byte] of key.entries()) result[at] = 255 - byte
  return result
}

export function compareByKey(left: Value, right: Value): number {
  return Buffer.compare(encodeKey(left), encodeKey(right))
}

function writeTyped(parts: Uint8Array[], value: Value): void {
  parts.push(Buffer.of(rankOf(value)))
  writeBody(parts, value)
}

function writeBody(parts: Uint8Array[], value: Value): void {
  if (typeof value === 'string') writeText(parts, value)
  else if (typeof value === 'boolean') parts.push(Buffer.of(value ? 1 : 0))
  else if (isNumber(value)) writeNumber(parts, value)
  else if (value instanceof ObjectId) parts.push(value.id)
  else if (value instanceof Date) parts.push(orderedInteger(BigInt(value.getTime())))
  else if (isDoc(value)) writeDoc(parts, value)
  else if (Array.isArray(value)) writeList(parts, value)
  else writeRareBody(parts, value)
}

function writeRareBody(parts: Uint8Array[], value: Value): void {
  if (value instanceof Timestamp) {
    const bytes = Buffer.alloc(8)
    bytes.writeUInt32BE(value.t, 0)
    bytes.writeUInt32BE(value.i, 4)
    parts.push(bytes)
  } else if (value instanceof Binary) {
    const head = Buffer.alloc(5)
    head.writeUInt32BE(value.position, 0)
    head.writeUInt8(value.sub_type, 4)
    parts.push(head, value.buffer.subarray(0, value.position))
  } else if (value instanceof BSONRegExp) {
    parts.push(Buffer.from(`${value.pattern}\0${value.options}\0`))
  }
}

function writeList(parts: Uint8Array[], items: readonly Value[]): void {
  for (const item of items) writeTyped(parts, item)
  parts.push(Buffer.of(0))
}

function writeDoc(parts: Uint8Array[], doc: ReadonlyMap<string, Value>): void {
  for (const [name, value] of doc) {
    parts.push(Buffer.of(rankOf(value)), Buffer.from(`${name}\0`))
    writeBody(parts, value)
  }
  parts.push(Buffer.of(0))
}

/** A zero byte inside the text becomes 00 FF, so that the end, 00 00, sorts before every longer text. */
function writeText(parts: Uint8Array[], text: string): void {
  const bytes = Buffer.from(text.includes('\0') ? text.replaceAll('\0', '\0\u{10ffff}') : text)
  parts.push(bytes, Buffer.of(0, 0))
}

/** The greatest double not above the number, then what is left of it: exact over int, long, double and decimal. */
function writeNumber(parts: Uint8Array[], value: NumberValue): void {
  const plain = value instanceof Int32 ? value.value : value
  if (typeof plain === 'number') {
    writeDouble(parts, plain, EXACT)
    return
  }
  const { floor, rest } = floorToDouble(plain)
  writeDouble(parts, floor, rest)
}

function writeDouble(parts: Uint8Array[], value: number, rest: Uint8Array): void {
  const bytes = Buffer.alloc(8)
  if (!Number.isNaN(value)) {
    bytes.writeDoubleBE(value === 0 ? 0 : value, 0)
    if (value < 0) bytes.writeBigUInt64BE(~bytes.readBigUInt64BE() & 0xffffffffffffffffn)
    else bytes.writeUInt8(bytes.readUInt8() | 0x80)
  }
  parts.push(bytes, rest)
}

function orderedInteger(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value + (1n << 63n)))
  return bytes
}
