import { expect, test } from 'vitest'
import * as Y from 'yjs'
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
