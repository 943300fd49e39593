import { Binary, BSONRegExp, Decimal128, Int32, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import { type Doc, isDoc, type Reply, type ReplyValue } from './values.ts'

/** The bytes of a document or an answer, behind as many zeros as are asked for, a kibibyte at most; `decodeDocument` of them is the same document. */
export function encodeDocument(doc: Doc | Reply, zerosBefore = 0): Buffer {
  const writer = new BsonWriter(zerosBefore)
  writer.document(isDoc(doc) ? doc : Object.entries(doc))
  return writer.result()
}

/** What little follows a large value must not make everything move once more. */
const SPARE_BYTES = 1_024

class BsonWriter {
  private bytes = Buffer.allocUnsafe(1024)
  private at: number

  constructor(zerosBefore: number) {
    this.bytes.fill(0, 0, zerosBefore)
    this.at = zerosBefore
  }

  result(): Buffer {
    return this.bytes.subarray(0, this.at)
  }

  document(entries: Iterable<readonly [string, ReplyValue]>): void {
    const start = this.reserve(4)
    for (const [name, value] of entries) {
      if (value !== undefined) this.field(name, value)
    }
    this.byte(0)
    this.bytes.writeInt32LE(this.at - start, start)
  }

  /** Makes room, and says where; `this.bytes` may be another buffer afterwards, so it must be named only after this. */
  private reserve(length: number): number {
    const from = this.at
    this.at += length
    if (this.at > this.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + SPARE_BYTES))
      this.bytes.copy(grown, 0, 0, from)
      this.bytes = grown
    }
    return from
  }

  private int(value: number): void {
    const at = this.reserve(4)
    this.bytes.writeInt32LE(value, at)
  }

  private long(value: bigint): void {
    const at = this.reserve(8)
    this.bytes.writeBigInt64LE(value, at)
  }

  private double(value: number): void {
    const at = this.reserve(8)
    this.bytes.writeDoubleLE(value, at)
  }

  private byte(value: number): void {
    const at = this.reserve(1)
    this.bytes[at] = value
  }

  private append(data: Uint8Array): void {
    const from = this.reserve(data.length)
    this.bytes.set(data, from)
  }

  private cstring(text: string): void {
    const length = Buffer.byteLength(text)
    const from = this.reserve(length + 1)
    this.bytes.write(text, from, 'utf8')
    this.bytes[from + length] = 0
  }

  private head(type: number, name: string): void {
    this.byte(type)
    this.cstring(name)
  }

  private field(name: string, value: Exclude<ReplyValue, undefined>): void {
    switch (typeof value) {
      case 'string':
        this.head(0x02, name)
        this.string(value)
        return
      case 'number':
        this.head(0x01, name)
        this.double(value)
        return
      case 'bigint':
        this.head(0x12, name)
        this.long(value)
        return
      case 'boolean':
        this.head(0x08, name)
        this.byte(value ? 1 : 0)
        return
    }
    if (value === null) this.head(0x0a, name)
    else this.objectField(name, value)
  }

  private objectField(name: string, value: object): void {
    if (value instanceof Map) {
      this.head(0x03, name)
      this.document(value)
    } else if (Array.isArray(value)) {
      this.head(0x04, name)
      this.document(value.map((item: ReplyValue, at): readonly [string, ReplyValue] => [String(at), item]))
    } else if (value instanceof Int32) {
      this.head(0x10, name)
      this.int(value.value)
    } else if (value instanceof ObjectId) {
      this.head(0x07, name)
      this.append(value.id)
    } else if (value instanceof Date) {
      this.head(0x09, name)
      this.long(BigInt(value.getTime()))
    } else {
      this.rareField(name, value)
    }
  }

  private rareField(name: string, value: object): void {
    if (value instanceof Uint8Array) {
      this.head(0x03, name)
      this.append(value)
    } else if (value instanceof Binary) {
      this.head(0x05, name)
      this.int(value.position)
      this.byte(value.sub_type)
      this.append(value.buffer.subarray(0, value.position))
    } else if (value instanceof BSONRegExp) {
      this.head(0x0b, name)
      this.cstring(value.pattern)
      this.cstring(value.options)
    } else if (value instanceof Timestamp) {
      this.head(0x11, name)
      this.long(BigInt.asIntN(64, value.toBigInt()))
    } else if (value instanceof Decimal128) {
      this.head(0x13, name)
      this.append(value.bytes)
    } else if (value instanceof MinKey) {
      this.head(0xff, name)
    } else if (value instanceof MaxKey) {
      this.head(0x7f, name)
    } else {
      this.head(0x03, name)
      this.document(Object.entries(value))
    }
  }

  private string(text: string): void {
    const length = Buffer.byteLength(text)
    const from = this.reserve(4 + length + 1)
    this.bytes.writeInt32LE(length + 1, from)
    this.bytes.write(text, from + 4, 'utf8')
    this.bytes[from + 4 + length] = 0
  }
}
