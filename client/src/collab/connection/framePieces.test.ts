import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { decodeClientFrame, encodeSyncStep2, encodeUpdate } from '#shared/protocol/frames.ts'
import { MAX_NEW_DELETIONS } from '#shared/protocol/limits.ts'
import { characters, rawUpdate } from '#tests/support/rawUpdate.ts'
import { framePieces } from './framePieces.ts'

const [WRITER, READER] = [1, 2]

const textOf = (doc: Y.Doc): Y.Text => doc.getText('line')

/** Every second character is in a place of its own. */
function aLineOf(places: number): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = WRITER
  textOf(doc).insert(0, '残消'.repeat(places))
  return doc
}

/** What a page sends that takes out every second character, writes three and takes back the second of them, at once. */
const sentByTakingOut = (places: number): Uint8Array =>
  rawUpdate(
    [{ client: READER, clock: 0, structs: [characters('終消り', { parent: 'line' })] }],
    [
      { client: READER, ranges: [[1, 1]] },
      { client: WRITER, ranges: Array.from({ length: places }, (_, place) => [place * 2 + 1, 1] as const) },
    ],
  )

const frameOf = (bytes: Uint8Array) => new Uint8Array(bytes)

function updateIn(frame: Uint8Array): Uint8Array {
  const read = decodeClientFrame(frame)
  if (!read.ok || !('update' in read.frame)) throw new Error('no update')
  return read.frame.update
}

const rangesIn = (update: Uint8Array): number =>
  [...Y.decodeUpdate(update).ds.clients.values()].reduce((total, ranges) => total + ranges.length, 0)

test('[KS29] what is taken out in more places than one frame may goes ahead in several, and the last brings the rest', () => {
  const places = MAX_NEW_DELETIONS * 2 + 100
  const update = sentByTakingOut(places)
  const [whole, inPieces] = [aLineOf(places), aLineOf(places)]
  Y.applyUpdate(whole, update)

  const { ahead, last } = framePieces(frameOf(encodeUpdate(update)))
  for (const piece of ahead.map(updateIn)) Y.applyUpdate(inPieces, piece)
  const textAhead = textOf(inPieces).toString()
  Y.applyUpdate(inPieces, updateIn(last))

  expect([...ahead, last].map(updateIn).map(rangesIn)).toEqual([MAX_NEW_DELETIONS, MAX_NEW_DELETIONS, 100, 1])
  expect(textAhead).toBe('残'.repeat(places))
  expect(Y.encodeStateAsUpdate(inPieces)).toEqual(Y.encodeStateAsUpdate(whole))
})

test('[KS29] the whole answer of a page that took them out while it was cut off goes in the same way, and ends as an answer', () => {
  const update = sentByTakingOut(MAX_NEW_DELETIONS + 1)

  const { ahead, last } = framePieces(frameOf(encodeSyncStep2(update)))

  expect([...ahead, last].map(updateIn).map(rangesIn)).toEqual([MAX_NEW_DELETIONS, 1, 1])
  expect(decodeClientFrame(last)).toMatchObject({ ok: true, frame: { kind: 'syncStep2' } })
})

test('[KS29] a frame that the server takes as it is stays as it is', () => {
  const paper = new Y.Doc()
  textOf(paper).insert(0, '長い文。'.repeat(20_000))

  for (const update of [sentByTakingOut(MAX_NEW_DELETIONS), Y.encodeStateAsUpdate(paper)]) {
    const frame = frameOf(encodeUpdate(update))
    expect(framePieces(frame)).toEqual({ ahead: [], last: frame })
  }
})
