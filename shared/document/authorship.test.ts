import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { readWriting } from './authorship.ts'
import { bodyOf } from './readBody.ts'

function replicaOf(doc: Y.Doc, clientId: number): Y.Doc {
  // What is deleted stays legible, as where an undo holds it.
  const replica = new Y.Doc({ gc: false })
  replica.clientID = clientId
  Y.applyUpdate(replica, Y.encodeStateAsUpdate(doc))
  return replica
}
const lineOf = (doc: Y.Doc): Y.XmlText => (bodyOf(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText

test('[LD6.6] every visible character is said under the id and clock it was written with, and no deleted one', () => {
  const first = new Y.Doc()
  first.clientID = 1
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.setAttribute('blockId', 'b1')
  paragraph.insert(0, [new Y.XmlText('前半後半')])
  bodyOf(first).insert(0, [paragraph])
  const second = replicaOf(first, 2)
  lineOf(second).insert(2, '間に')
  lineOf(second).insert(6, '消える')
  lineOf(second).delete(6, 3)
  lineOf(second).format(0, 2, { bold: {} })

  const [line] = readWriting(second)

  expect(line?.blockId).toBe('b1')
  expect(line?.runs.map(({ text, clientId }) => [text, clientId])).toEqual([
    ['前半', 1],
    ['間に', 2],
    ['後半', 1],
  ])
  const [start, , end] = line?.runs ?? []
  expect((end?.clock ?? 0) - (start?.clock ?? 0)).toBe(2)
})

test('[LD6.6] what two wrote beside each other is said to be of each, also where the one’s clock goes on from the other’s', () => {
  const first = new Y.Doc()
  first.clientID = 1
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText('後半')])
  bodyOf(first).insert(0, [paragraph])
  const second = replicaOf(first, 2)
  const before = 'あ'.repeat(readWriting(first)[0]?.runs[0]?.clock ?? 0)
  lineOf(second).insert(0, before)

  expect(readWriting(second)[0]?.runs.map(({ text, clientId }) => [text, clientId])).toEqual([
    [before, 2],
    ['後半', 1],
  ])
})

test('[LD6.6] a mention is its writer’s, and a line without an id stands under the block around it', () => {
  const doc = new Y.Doc()
  doc.clientID = 1
  const [quote, paragraph] = [new Y.XmlElement('blockquote'), new Y.XmlElement('paragraph')]
  const mention = new Y.XmlElement('organisationMention')
  bodyOf(doc).insert(0, [quote])
  quote.setAttribute('blockId', 'b1')
  quote.insert(0, [paragraph])
  paragraph.insert(0, [new Y.XmlText('本人を'), mention, new Y.XmlText('へつなぐ')])
  mention.setAttribute('organisationName', '架空市福祉課')

  const lines = readWriting(doc)

  expect(lines.map(({ blockId, runs }) => [blockId, runs.map(({ text }) => text)])).toEqual([
    ['b1', ['本人を', '架空市福祉課', 'へつなぐ']],
  ])
  expect(lines[0]?.runs.every(({ clientId }) => clientId === 1)).toBe(true)
})
