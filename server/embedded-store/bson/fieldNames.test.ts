import { expect, test } from 'vitest'
import { decodeDocument } from './decode.ts'
import { encodeDocument } from './encode.ts'

/** More names than there are slots, of every length up to a few past the longest that is remembered. */
const NAMES = Array.from({ length: 5_000 }, (_, at) => `${'項'.repeat(at % 12)}${at}`)

test('[OP1.1] a field name is read as it was written, however many others were read before it', () => {
  for (const round of [1, 2]) {
    for (const name of NAMES) {
      const read = decodeDocument(encodeDocument(new Map([[name, round]])))
      expect([...read]).toEqual([[name, round]])
    }
  }
})

test('[OP1.1] a name without an end is refused, short or long', () => {
  for (const name of ['a', 'a'.repeat(200)]) {
    const bytes = encodeDocument(new Map([[name, null]]))
    const cut = Buffer.from(bytes.subarray(0, 5 + name.length))
    cut.writeInt32LE(cut.length, 0)
    expect(() => decodeDocument(cut)).toThrow(RangeError)
  }
})
