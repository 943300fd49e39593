import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { SEED } from '#tests/support/seededRandom.ts'
import { seedSections } from './conferenceNote.ts'
import { digestChunks } from './digest.ts'
import { bodyOf } from './readBody.ts'

function aDoc(clientId: number, update?: Uint8Array): Y.Doc {
  const doc = new Y.Doc({ gc: false })
  doc.clientID = clientId
  if (update !== undefined) Y.applyUpdate(doc, update)
  return doc
}

const bytesOf = (doc: Y.Doc) => digestChunks(doc).flatMap((chunk) => [...chunk])

test('[LD3.5] replicas that hold the same document have the same digest, however it reached them and whatever they collected', () => {
  const first = aDoc(1)
  const updates: Uint8Array[] = []
  first.on('update', (update: Uint8Array) => updates.push(update))
  seedSections(first, [{ sectionKey: 'a', title: '経過' }], () => 'blk')
  bodyOf(first).insert(1, [new Y.XmlElement('paragraph'), new Y.XmlElement('heading')])
  bodyOf(first).delete(1, 1)
  const second = new Y.Doc()
  for (const update of updates.toReversed()) Y.applyUpdate(second, update)

  expect(bytesOf(second)).toEqual(bytesOf(first))
})

test('[LD3.5] replicas that heard of two writers in another order have the same digest', () => {
  const updates = [1, 2].map((clientId) => {
    const writer = aDoc(clientId)
    bodyOf(writer).insert(0, [paragraphOf('会議の記録')])
    bodyOf(writer).delete(0, 1)
    return Y.encodeStateAsUpdate(writer)
  })

  const [first, second] = [updates, updates.toReversed()].map((heard) => {
    const doc = aDoc(3)
    for (const update of heard) Y.applyUpdate(doc, update)
    return bytesOf(doc)
  })

  expect(second).toEqual(first)
})

test(`[LD3.5] the digest of a document is that of the same one rebuilt with garbage collection, whatever was done to it (seed ${SEED})`, () => {
  const acts = fc.array(fc.tuple(fc.nat(2), fc.nat(5), fc.nat(20)), { maxLength: 60 })
  fc.assert(
    fc.property(acts, (list) => {
      const replicas = [1, 2, 3].map((clientId) => aDoc(clientId))
      for (const [who, what, at] of list) act(replicas, { who, what, at })
      for (const doc of replicas) {
        const rebuilt = new Y.Doc({ gc: true })
        Y.applyUpdate(rebuilt, Y.encodeStateAsUpdate(doc))
        expect(bytesOf(doc)).toEqual(bytesOf(rebuilt))
      }
    }),
    { seed: SEED, numRuns: 200 },
  )
})

const EDITS: readonly ((body: Y.XmlFragment, text: Y.XmlText | null, at: number) => unknown)[] = [
  (body, _text, at) => body.insert(at % (body.length + 1), [paragraphOf('会議の記録')]),
  (body, _text, at) => body.length > 0 && body.delete(at % body.length, 1),
  (_body, text, at) => text?.insert(at % (text.length + 1), '追記'),
  (_body, text, at) => text !== null && text.length > 1 && text.delete(at % (text.length - 1), 2),
  (_body, text, at) => text?.format(0, text.length, { bold: at % 2 === 0 ? {} : null }),
]

/** One of three who write, take out, mark, nest, or hear of each other. */
function act(replicas: readonly Y.Doc[], { who, what, at }: { who: number; what: number; at: number }): void {
  const [doc, other] = [replicas[who], replicas[(who + 1) % replicas.length]]
  if (doc === undefined || other === undefined) return
  const body = bodyOf(doc)
  const block = body.get(at % Math.max(1, body.length))
  const text = block instanceof Y.XmlElement ? block.get(0) : null
  const edit = EDITS[what]
  if (edit === undefined) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)))
  else edit(body, text instanceof Y.XmlText ? text : null, at)
}

function paragraphOf(words: string): Y.XmlElement {
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  return paragraph
}

test('[LD3.5] a change of text, a deletion, and a change that left no trace but its deletion each change the digest', () => {
  const first = aDoc(1)
  seedSections(first, [{ sectionKey: 'a', title: '経過' }], () => 'blk')
  const state = Y.encodeStateAsUpdate(first)
  const added = aDoc(2, state)
  bodyOf(added).insert(1, [new Y.XmlElement('paragraph')])
  const removed = aDoc(3, state)
  bodyOf(removed).delete(0, 1)
  const addedAndRemoved = aDoc(4, Y.encodeStateAsUpdate(added))
  bodyOf(addedAndRemoved).delete(1, 1)

  const digests = [first, added, removed, addedAndRemoved].map((doc) => bytesOf(doc).join())

  expect(new Set(digests).size).toBe(4)
  expect(bodyOf(addedAndRemoved).toString()).toBe(bodyOf(first).toString())
})

test('[LD3.5] the canonical bytes are those of the definition', () => {
  const doc = aDoc(200)
  bodyOf(doc).insert(0, [new Y.XmlElement('paragraph'), new Y.XmlElement('heading')])
  bodyOf(doc).delete(1, 1)

  expect(bytesOf(doc)).toEqual([
    ...new TextEncoder().encode('<paragraph></paragraph>'),
    0,
    ...[1, 0xc8, 0x01, 2],
    0,
    ...[1, 0xc8, 0x01, 1, 1, 1],
  ])
})
