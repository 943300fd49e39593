import { expect, test } from 'vitest'
import { decodeClientParcel, decodeServerParcel, encodeClientParcel, encodeServerParcel, piecesOf } from './parcels.ts'

const FRAME = Uint8Array.from({ length: 10 }, (_, index) => index)

test('[LD1.7] a body of frames is read as it was written, both ways', () => {
  const up = { first: 7, pieces: piecesOf(FRAME, 4) }
  const down = { closeCode: 4403, taken: 3, first: 9, frames: [FRAME, new Uint8Array(0)] }

  expect(up.pieces.map(({ bytes, isLast }) => [bytes.length, isLast])).toEqual([
    [4, false],
    [4, false],
    [2, true],
  ])
  expect(decodeClientParcel(encodeClientParcel(up))).toEqual(up)
  expect(decodeServerParcel(encodeServerParcel(down))).toEqual(down)
})

test('[LD1.7] a body cut anywhere but between its pieces, and any other bytes, are no parcel', () => {
  const whole = encodeClientParcel({ first: 1, pieces: piecesOf(FRAME, 10) })
  const cut = Array.from({ length: whole.length - 2 }, (_, missing) => whole.slice(0, whole.length - 1 - missing))

  expect(cut.map(decodeClientParcel)).toEqual(cut.map(() => null))
  const [unnumbered, unheardMark, empty] = [Uint8Array.of(0), Uint8Array.of(1, 2, 1, 7), Uint8Array.of(1, 1, 0)]
  expect([unnumbered, unheardMark, empty].map(decodeClientParcel)).toEqual([null, null, null])
  expect(decodeServerParcel(new TextEncoder().encode('<html>'))?.frames ?? null).toBe(null)
})
