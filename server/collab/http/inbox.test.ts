import { expect, test } from 'vitest'
import { MAX_CARRIED_FRAME_BYTES, PIECE_BYTES } from '#shared/protocol/limits.ts'
import { piecesOf } from '#shared/protocol/parcels.ts'
import { HalfThere, Inbox } from './inbox.ts'

const frame = (length: number, value: number) => new Uint8Array(length).fill(value)

function anInbox(maxFrameBytes = 100) {
  const given: number[][] = []
  const inbox = new Inbox(new HalfThere(), maxFrameBytes)
  return { inbox, given, give: (bytes: Uint8Array) => void given.push([bytes.length, bytes[0] ?? 0]) }
}

test('[LD1.8] pieces that come twice, too early or in part again are taken once and in order', () => {
  const { inbox, given, give } = anInbox()
  const first = { first: 1, pieces: [...piecesOf(frame(3, 1), 10), ...piecesOf(frame(25, 2), 10)] }
  const second = { first: 5, pieces: piecesOf(frame(4, 3), 10) }

  inbox.take(second, give)
  inbox.take({ first: 1, pieces: first.pieces.slice(0, 3) }, give)
  inbox.take(first, give)
  inbox.take(second, give)
  inbox.take(first, give)

  expect([given, inbox.taken]).toEqual([
    [
      [3, 1],
      [25, 2],
      [4, 3],
    ],
    5,
  ])
})

test('[LD1.8] the largest frames that a page sends come through, one after another', () => {
  const { inbox, given, give } = anInbox(MAX_CARRIED_FRAME_BYTES)
  const pieces = [1, 2].flatMap((value) => piecesOf(frame(MAX_CARRIED_FRAME_BYTES, value), PIECE_BYTES))

  for (const [index, piece] of pieces.entries()) inbox.take({ first: index + 1, pieces: [piece] }, give)

  expect(given).toEqual([
    [MAX_CARRIED_FRAME_BYTES, 1],
    [MAX_CARRIED_FRAME_BYTES, 2],
  ])
})

test('[LD1.8] a frame in more pieces than any page makes of it ends the session', () => {
  const { inbox, give } = anInbox()
  const pieces = Array.from({ length: 80 }, () => ({ bytes: frame(1, 1), isLast: false }))

  expect(inbox.take({ first: 1, pieces }, give)).toBe('tooLarge')
})

test('[LD1.8] a frame that grows beyond its limit, or too many half-sent ones, end the session', () => {
  const { inbox, give } = anInbox(20)
  const shared = new HalfThere()
  const many = Array.from({ length: 9 }, () => new Inbox(shared, 4 * 1_048_576))
  const half = [{ bytes: new Uint8Array(4 * 1_048_576), isLast: false }]

  const tooLarge = inbox.take({ first: 1, pieces: piecesOf(frame(21, 1), 10) }, give)
  const received = many.map((one) => one.take({ first: 1, pieces: half }, give))
  many[0]?.empty()

  expect([tooLarge, received.indexOf('overloaded')]).toEqual(['tooLarge', 8])
  expect(many[8]?.take({ first: 1, pieces: half }, give)).toBe('taken')
})
