import { Binary, BSONRegExp, Decimal128, Int32, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import { expect, test } from 'vitest'
import { MongoError } from '../mongoError.ts'
import { decodeDocument } from './decode.ts'
import { encodeDocument } from './encode.ts'
import type { Doc, Value } from './values.ts'

const INNER: Doc = new Map<string, Value>([
  ['text', '面談の記録'],
  ['none', null],
])

const DOC: Doc = new Map<string, Value>([
  ['id', new ObjectId('0123456789abcdef01234567')],
  ['doc', new Map<string, Value>([['deep', INNER]])],
  ['list', [INNER, 'two']],
  ['bytes', new Binary(Buffer.from('bytes'), 4)],
  ['pattern', new BSONRegExp('^a', 'i')],
  ['numbers', new Map<string, Value>([...[1.5, -2n, new Int32(-7)].map((value, at) => [`n${at}.`, value] as const)])],
  ['at', new Date(-1)],
  ['stamp', new Timestamp({ t: 1, i: 2 })],
  ['decimal', Decimal128.fromString('-1.50')],
  ['yes', true],
  ['least', new MinKey()],
  ['most', new MaxKey()],
])

const BYTES = encodeDocument(DOC)

/** The document that the bytes are read as, or null when they are refused. Throws: any fault but the two that are told. */
function read(bytes: Buffer): Doc | null {
  try {
    return decodeDocument(bytes)
  } catch (fault) {
    if (fault instanceof RangeError || fault instanceof MongoError) return null
    throw fault
  }
}

test('[OP1.37] bytes that are cut anywhere are refused, whatever length they say', () => {
  for (let length = 0; length < BYTES.length; length += 1) {
    const cut = Buffer.from(BYTES.subarray(0, length))
    expect(read(cut)).toBeNull()
    if (length < 4) continue
    cut.writeInt32LE(length, 0)
    expect(read(cut)).toBeNull()
  }
})

/** Where in the bytes a length stands: of the whole, and behind the name of each field that has one. */
const LENGTHS_AT = [0]
for (const name of ['doc', 'deep', 'text', 'list', '0', '1', 'bytes', 'numbers']) {
  const field = Buffer.from(`${name}\0`)
  for (let at = BYTES.indexOf(field); at >= 0; at = BYTES.indexOf(field, at + 1)) LENGTHS_AT.push(at + field.length)
}

test('[OP1.37] a length that is another, at any place and in any direction, is refused', () => {
  for (const at of LENGTHS_AT) {
    const length = BYTES.readInt32LE(at)
    for (const other of [length - 1, length + 1, length + 300, 4, 0, -1, -length, 2 ** 31 - 1, -(2 ** 31)]) {
      if (other === length) continue
      const changed = Buffer.from(BYTES)
      changed.writeInt32LE(other, at)
      expect([at, other, read(changed)]).toEqual([at, other, null])
    }
  }
  expect(LENGTHS_AT).toHaveLength(11)
})

test('[OP1.37] a document that says it is longer than what holds it is refused, though more bytes follow', () => {
  const first = Buffer.from(encodeDocument(new Map<string, Value>([['inner', new Map([['a', 'x']])]])))
  const at = first.indexOf('inner\0') + 6
  const both = Buffer.concat([first, encodeDocument(new Map([['b', 'y']]))])
  both.writeInt32LE(first.readInt32LE(at) + 1, at)

  expect(read(both)).toBeNull()
  both.writeInt32LE(first.readInt32LE(at) - 1, at)
  expect(read(both)).toBeNull()
})

test('[OP1.37] a name that stands twice, and text that is no UTF-8, are refused; the sign for unreadable text is text', () => {
  const twice = Buffer.from(
    encodeDocument(new Map<string, Value>([...['a', 'b'].map((name) => [name, null] as const)])),
  )
  twice.write('a', twice.indexOf('b'))
  const broken = Buffer.from(encodeDocument(new Map([['a', 'zz']])))
  broken[broken.indexOf('zz')] = 0xff
  const surrogate = Buffer.from(encodeDocument(new Map([['a', 'zzz']])))
  Buffer.from([0xed, 0xa0, 0x80]).copy(surrogate, surrogate.indexOf('zzz'))

  expect([read(twice), read(broken), read(surrogate)]).toEqual([null, null, null])
  expect(read(encodeDocument(new Map([['a', '\ufffd']])))).toEqual(new Map([['a', '\ufffd']]))
})

/** The bytes of `{ a: value }`, of which some behind the name are others. */
function changedBehindName(value: Value, change: (bytes: Buffer, at: number) => void): Buffer {
  const bytes = Buffer.from(encodeDocument(new Map([['a', value]])))
  change(bytes, 7)
  return bytes
}

test('[OP1.37] a value that leads back to its own beginning, a text without its end, and what the store cannot keep are refused', () => {
  const back = changedBehindName(new Binary(Buffer.from('abc'), 0), (bytes, at) => bytes.writeInt32LE(-8, at))
  const endless = changedBehindName('abc', (bytes, at) => bytes.writeUInt8(1, at + 7))
  const beyond = changedBehindName(new Date(0), (bytes, at) => bytes.writeBigInt64LE(8_640_000_000_000_001n, at))
  const older = changedBehindName(new Binary(Buffer.from('abc'), 0), (bytes, at) => bytes.writeUInt8(2, at + 4))

  expect([back, endless, beyond, older].map(read)).toEqual([null, null, null, null])
})
