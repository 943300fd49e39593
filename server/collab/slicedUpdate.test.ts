import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { digestChunks } from '#shared/document/digest.ts'
import { SEED, seededRandom } from '#tests/support/seededRandom.ts'
import { aNote, aReplica, type Replica } from '#tests/support/sharedNote.ts'
import { slicesOf } from './slicedUpdate.ts'

/** Applies the pieces one after another; none may wait for a later one. */
function putTogether(update: Uint8Array): { readonly doc: Y.Doc; readonly pieces: number } {
  const doc = new Y.Doc()
  let pieces = 0
  for (const slice of slicesOf(update)) {
    if (slice === null) continue
    Y.applyUpdate(doc, slice)
    expect(doc.store.pendingStructs).toBeNull()
    pieces++
  }
  return { doc, pieces }
}

function hearOfEachOther(editors: readonly Replica[]): void {
  for (const { doc } of editors) {
    for (const other of editors) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(doc)))
  }
}

function write(text: Y.XmlText, what: number, at: number): void {
  if (what === 0) text.insert(at % (text.length + 1), '会議の記録')
  else if (what === 1 && text.length > 1) text.delete(at % (text.length - 1), 2)
  else text.format(0, text.length, { bold: at % 2 === 0 ? {} : null })
}

test(`[KS12] the pieces of a document make the same document, in the order they come (seed ${SEED})`, () => {
  const acts = fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(30)), { maxLength: 60 })
  fc.assert(
    fc.property(acts, (list) => {
      const server = aNote()
      const editors = [101, 202, 303, 404].map((id) => aReplica(server, id))
      for (const [who, what, at] of list) {
        const text = editors[who]?.text()
        if (text !== undefined && what < 3) write(text, what, at)
        else hearOfEachOther(editors)
      }
      hearOfEachOther(editors)
      const whole = editors[0]?.doc ?? new Y.Doc()

      const { doc } = putTogether(Y.encodeStateAsUpdate(whole))

      expect(digestChunks(doc)).toEqual(digestChunks(whole))
      expect(Y.encodeStateAsUpdate(doc)).toEqual(Y.encodeStateAsUpdate(whole))
    }),
    { seed: SEED, numRuns: 60 },
  )
})

test('[KS12] a large document comes in many pieces, each of them small', () => {
  const random = seededRandom(SEED)
  const editors = [101, 202, 303].map((id) => aReplica(aNote(), id))
  hearOfEachOther(editors)
  for (let round = 0; round < 20; round++) {
    for (const editor of editors) {
      editor.doc.transact(() => {
        for (let edit = 0; edit < 250; edit++) editor.text().insert(random.below(editor.text().length + 1), '字')
      })
    }
    hearOfEachOther(editors)
  }
  const whole = editors[0]?.doc ?? new Y.Doc()
  const update = Y.encodeStateAsUpdate(whole)

  const sizes = [...slicesOf(update)].map((slice) => slice?.byteLength ?? 0)

  expect(sizes.filter((size) => size > 0).length).toBeGreaterThan(3)
  expect(Math.max(...sizes)).toBeLessThan(update.byteLength / 2)
  expect(digestChunks(putTogether(update).doc)).toEqual(digestChunks(whole))
})

test('[KS12] what builds on what never comes is no document of ours', () => {
  const server = aNote()
  const editor = aReplica(server, 101)
  editor.text().insert(0, '後の言葉')
  const [later] = editor.sent
  if (later === undefined) throw new Error('an edit is sent')

  expect(() => [...slicesOf(later)]).toThrow('what is not there')
})
