import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { bodyOf } from '#shared/document/readBody.ts'
import { aNote, aReplica, MEMBER_A, MEMBER_B } from '#tests/support/sharedNote.ts'
import { type FallenWords, fallenWords } from './fallenWords.ts'
import { lateDoc } from './lateDoc.ts'

/** The n-th line of the first section, with its text. */
function lineOf(doc: Y.Doc, place: number): { readonly section: Y.XmlElement; readonly text: Y.XmlText } {
  const section = bodyOf(doc).get(0)
  const line = section instanceof Y.XmlElement ? section.get(place) : null
  const text = line instanceof Y.XmlElement ? line.get(0) : null
  if (!(section instanceof Y.XmlElement && text instanceof Y.XmlText)) throw new Error('the note has two lines')
  return { section, text }
}

function aNoteOfTwoLines(): Y.Doc {
  const note = aNote()
  const section = bodyOf(note).get(0)
  const line = new Y.XmlElement('paragraph')
  line.insert(0, [new Y.XmlText()])
  if (section instanceof Y.XmlElement) section.insert(1, [line])
  return note
}

test('[LD5.14] what came when its line had gone before is left to its author, and not named with the words that are carried', () => {
  const server = lateDoc(null)
  server.take([Y.encodeStateAsUpdate(aNoteOfTwoLines())])
  const [taker, author] = [aReplica(server.doc, MEMBER_A), aReplica(server.doc, MEMBER_B)]
  const changeOf = ({ doc }: typeof taker) => Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server.doc))
  lineOf(author.doc, 0).text.insert(0, '行のない')
  lineOf(author.doc, 1).text.insert(0, '行のある')
  lineOf(taker.doc, 0).section.delete(0, 1)
  server.take([changeOf(taker)])

  lineOf(taker.doc, 0).section.delete(0, 1)
  const updates = [changeOf(author), changeOf(taker)]
  const fallen: FallenWords[] = []
  server.take(updates, (transaction, unnamed) => {
    fallen.push(...fallenWords(transaction, { unnamed, updates }, (id) => id === MEMBER_B))
  })

  const [words] = fallen
  expect(words?.lost.map(({ written }) => written.map(({ text }) => text))).toEqual([['行のある']])
  expect(words?.unnamed.clients.get(MEMBER_B)).toEqual([{ clock: 4, len: 4 }])
})
