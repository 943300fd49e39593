import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { ROOM_ORIGIN, seedSections } from './conferenceNote.ts'
import { readBody } from './readBody.ts'

const SECTIONS = [
  { sectionKey: 'progress', title: '経過' },
  { sectionKey: 'discussion', title: '協議' },
]

function countingIds() {
  let count = 0
  return () => `blk_${++count}`
}

test('[LD2.5] a new note has the form’s headings in order, each with an empty paragraph, and a block id everywhere', () => {
  const doc = new Y.Doc()

  seedSections(doc, SECTIONS, countingIds())

  expect(readBody(doc).content).toEqual([
    {
      type: 'formSection',
      attrs: { blockId: 'blk_1', sectionKey: 'progress', title: '経過' },
      content: [{ type: 'paragraph', attrs: { blockId: 'blk_2' }, content: [] }],
    },
    {
      type: 'formSection',
      attrs: { blockId: 'blk_3', sectionKey: 'discussion', title: '協議' },
      content: [{ type: 'paragraph', attrs: { blockId: 'blk_4' }, content: [] }],
    },
  ])
})

test('[LD2.5] the form is one change of the room’s own, and is never written twice', () => {
  const doc = new Y.Doc()
  const origins: unknown[] = []
  doc.on('update', (_update: Uint8Array, origin: unknown) => origins.push(origin))

  seedSections(doc, SECTIONS, countingIds())

  expect(origins).toEqual([ROOM_ORIGIN])
  expect(() => seedSections(doc, SECTIONS, countingIds())).toThrow('seeded once')
})
