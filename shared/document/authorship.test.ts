import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { readWriting } from './authorship.ts'
import { bodyOf } from './readBody.ts'

function replicaOf(doc: Y.Doc, clientId: number): Y.Doc {
  const replica = new Y.Doc()
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
