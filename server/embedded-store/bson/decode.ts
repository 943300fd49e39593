import { Binary, BSONRegExp, Decimal128, Int32, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import { MongoError, refused } from '../mongoError.ts'
import { shortNameAt, textOf } from './fieldNames.ts'
import type { Doc, Value } from './values.ts'

/** MongoDB keeps documents nested up to this depth. */
export const MAX_DEPTH = 180

/** Reads the document that begins at `at`. Throws: RangeError on broken bytes, MongoError on a type the store refuses. */
export function decodeDocument(bytes: Uint8Array, at = 0): Doc {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return new BsonReader(buffer, at).document(0)
}

class BsonReader {
  private readonly bytes: Buffer
  private at: number

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes
    this.at = at
  }

  document(depth: number): Doc {
    const end = this.begin(depth)
    const doc: Doc = new Map()
    let count = 0
    for (let type = this.typeByte(); type !== 0; type = this.typeByte()) {
      doc.set(this.name(), this.value(type, depth))
      count += 1
    }
    if (doc.size !== count) throw new MongoError('BadValue', 'a document with the same field name twice')
    this.finish(end)
    return doc
  }

  private array(depth: number): Value[] {
    const end = this.begin(depth)
    const items: Value[] = []
    for (let type = this.typeByte(); type !== 0; type = this.typeByte()) {
      this.at = this.terminator() + 1
      items.push(this.value(type, depth))
    }
    this.finish(end)
    return items
  }

  private begin(depth: number): number {
    if (depth > MAX_DEPTH) throw new MongoError('Overflow', `a document is nested deeper than ${MAX_DEPTH}`)
    const size = this.bytes.readInt32LE(this.at)
    const end = this.at + size
    if (size < 5 || end > this.bytes.length) throw new RangeError('a document reaches past its message')
    this.at += 4
    return end
  }

  private finish(end: number): void {
    if (this.at !== end) throw new RangeError('a document is not as long as it says')
  }

  private typeByte(): number {
    const type = this.bytes.readUInt8(this.at)
    this.at += 1
    return type
  }

  private terminator(): number {
    const end = this.bytes.indexOf(0, this.at)
    if (end < 0) throw new RangeError('a name without an end')
    return end
  }

  private name(): string {
    const short = shortNameAt(this.bytes, this.at)
    if (short === undefined) return this.cstring()
    this.at += short.bytes.length + 1
    return short.text
  }

  private cstring(): string {
    const end = this.terminator()
    const text = textOf(this.bytes, this.at, end)
    this.at = end + 1
    return text
  }

  private take(length: number): number {
    const from = this.at
    if (length < 0 || from + length > this.bytes.length) throw new RangeError('a value reaches past its message')
    this.at += length
    return from
  }

  private string(): string {
    const length = this.bytes.readInt32LE(this.take(4))
    const from = this.take(length)
    if (length < 1 || this.bytes[this.at - 1] !== 0) throw new RangeError('a string without an end')
    return textOf(this.bytes, from, this.at - 1)
  }

  private value(type: number, depth: number): Value {
    switch (type) {
      case 0x01:
        return this.bytes.readDoubleLE(this.take(8))
      case 0x02:
        return this.string()
      case 0x03:
        return this.document(depth + 1)
      case 0x04:
        return this.array(depth + 1)
      case 0x08:
        return this.boolean()
      case 0x09:
        return this.date()
      case 0x0a:
        return null
      case 0x10:
        return new Int32(this.bytes.readInt32LE(this.take(4)))
      case 0x12:
        return this.bytes.readBigInt64LE(this.take(8))
      default:
        return this.rareValue(type)
    }
  }

  private rareValue(type: number): Value {
    switch (type) {
      case 0x05:
        return this.binary()
      case 0x07:
        return new ObjectId(Uint8Array.prototype.slice.call(this.bytes, this.take(12), this.at))
      case 0x0b:
        return new BSONRegExp(this.cstring(), this.cstring())
      case 0x11:
        return new Timestamp(this.bytes.readBigUInt64LE(this.take(8)))
      case 0x13:
        return new Decimal128(Uint8Array.prototype.slice.call(this.bytes, this.take(16), this.at))
      case 0xff:
        return new MinKey()
      case 0x7f:
        return new MaxKey()
      default:
        throw refused(`BSON's type ${type}`)
    }
  }

  private boolean(): boolean {
    const byte = this.bytes[this.take(1)]
    if (byte !== 0 && byte !== 1) throw refused('a boolean that is neither true nor false')
    return byte === 1
  }

  private date(): Date {
    const date = new Date(Number(this.bytes.readBigInt64LE(this.take(8))))
    if (Number.isNaN(date.getTime())) throw refused('a date beyond what JavaScript holds')
    return date
  }

  private binary(): Binary {
    const length = this.bytes.readInt32LE(this.take(4))
    const subtype = this.bytes.readUInt8(this.take(1))
    if (subtype === 2) throw refused('binary subtype 2')
    const from = this.take(length)
    return new Binary(this.bytes.subarray(from, this.at), subtype)
  }
}
