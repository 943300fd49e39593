import { Binary, BSONRegExp, Decimal128, Int32, MaxKey, MinKey, ObjectId, serialize, Timestamp } from 'bson'
import { expect, test } from 'vitest'
import { decodeDocument } from './decode.ts'
import { encodeDocument } from './encode.ts'
import type { Doc, Value } from './values.ts'

const VALUES: readonly Value[] = [
  ...['', '面談の記録', 1.5, -2n, 2n ** 63n - 1n, true, false, null],
  ...[new Int32(-7), new Date(-1), new ObjectId('0123456789abcdef01234567'), Decimal128.fromString('-1.50')],
  ...[new Binary(Buffer.from('bytes'), 4), new Binary(Buffer.alloc(0)), new BSONRegExp('^a', 'i')],
  ...[new Timestamp({ t: 0xffff_ffff, i: 0xffff_fffe }), new MinKey(), new MaxKey()],
  ...[[], [new Int32(1), 'two'], new Map<string, Value>([['inner', 1.5]]), new Map<string, Value>()],
]

/** A document whose last value ends at about as many bytes. */
const docOf = (value: Value, size: number): Doc =>
  new Map<string, Value>([
    ['padding', 'x'.repeat(size)],
    ['value', value],
  ])

test('[OP1.1] a document is written to the byte as MongoDB writes it, wherever in it the room runs out', () => {
  for (const value of VALUES) {
    for (let size = 950; size < 1_010; size += 1) {
      const doc = docOf(value, size)
      const bytes = encodeDocument(doc)

      expect(bytes.equals(serialize(doc))).toBe(true)
      expect(encodeDocument(decodeDocument(bytes)).equals(bytes)).toBe(true)
    }
  }
})
