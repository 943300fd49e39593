import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { aNote, aReplica, MEMBER_A } from '#tests/support/sharedNote.ts'
import { readByAndBy, readUpdate } from './readUpdate.ts'

/** Client, clock and length of every struct, and the deletions, as Yjs reads them. */
function asYjsReads(update: Uint8Array) {
  const { structs, ds } = Y.decodeUpdate(update)
  return {
    structs: structs.map(({ id, length }) => [id.client, id.clock, length]),
    deletions: [...ds.clients].flatMap(([client, ranges]) => ranges.map(({ clock, len }) => [client, clock, len])),
  }
}

function asWeRead(update: Uint8Array) {
  const answer = readUpdate(update)
  if (!answer.ok) return answer.fault
  const { sections, deletions } = answer.read
  return {
    structs: sections.flatMap(({ client, structs }) => structs.map(({ clock, length }) => [client, clock, length])),
    deletions: deletions.map(({ client, clock, length }) => [client, clock, length]),
  }
}

test('[KS3] an update is read exactly as Yjs reads it', () => {
  const note = aNote()
  const { doc, sent, text } = aReplica(note, MEMBER_A)
  text().insert(0, '絵文字👪と改行\n')
  text().format(1, 3, { bold: {}, link: { href: 'https://example.jp' } })
  text().delete(2, 3)
  const updates = [
    ...sent,
    Y.encodeStateAsUpdate(note),
    Y.encodeStateAsUpdate(doc),
    Y.mergeUpdates(sent),
    Uint8Array.of(0, 0),
  ]

  expect(updates.map(asWeRead)).toEqual(updates.map(asYjsReads))
})

test('[KS22] a large update is read as any other, and others have their turn all the while', async () => {
  const { doc, text } = aReplica(aNote(), MEMBER_A)
  for (let at = 0; at < 9_000; at++) text().insert(0, 'あ')
  const large = Y.encodeStateAsUpdate(doc)
  const cut = large.subarray(0, large.length - 1)
  let turns = 0
  const turn = async () => {
    turns += 1
  }

  expect(await readByAndBy(large, turn)).toEqual(readUpdate(large))
  expect(turns).toBe(4)
  expect(await readByAndBy(cut, turn)).toEqual({ ok: false, fault: 'malformed' })
})

test.each([
  ['an id beyond what numbers hold exactly', [1, 1, 255, 255, 255, 255, 255, 255, 255, 127, 0, 0, 1, 0], 'malformed'],
  ['a section of nothing', [1, 0, 5, 0, 0], 'emptySection'],
  ['a struct of signs that its kind has not', [1, 1, 5, 0, 0x80, 1, 0], 'malformed'],
  ['a parent that is neither an id nor a root', [1, 1, 5, 0, 4, 2, 1, 0, 1, 97, 0], 'malformed'],
] as const)('[LD1.2] [KS3] %s is a named fault', (_, bytes, fault) => {
  expect(readUpdate(Uint8Array.from(bytes))).toEqual({ ok: false, fault })
})
