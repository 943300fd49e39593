import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { seedSections } from './conferenceNote.ts'
import type { ExtractElement, ExtractNode } from './extract.ts'
import { plainText } from './plainText.ts'
import { bodyOf, bodyReader, readBody } from './readBody.ts'
import { reviseBody } from './reviseBody.ts'

const words = fc.constantFrom('支援', '計画', 'の', '会議', '、', 'see ', '住まい', '😀', 'を', '調整する。')
const run = fc
  .record({ text: fc.array(words, { minLength: 1, maxLength: 5 }).map((all) => all.join('')), bold: fc.boolean() })
  .map(({ text, bold }): ExtractNode => ({ type: 'text', text, marks: bold ? [{ type: 'bold', attrs: {} }] : [] }))
const mention = fc
  .constantFrom('保護観察所', '市')
  .map((organisationName): ExtractNode => ({ type: 'organisationMention', attrs: { organisationName }, content: [] }))
const paragraph = fc
  .record({ id: fc.integer({ min: 0, max: 9 }), content: fc.array(fc.oneof(run, mention), { maxLength: 4 }) })
  .map(({ id, content }): ExtractNode => ({ type: 'paragraph', attrs: { blockId: `b${id}` }, content }))
const section = fc
  .record({ id: fc.integer({ min: 0, max: 3 }), title: words, content: fc.array(paragraph, { maxLength: 4 }) })
  .map(({ id, title, content }): ExtractNode => ({ type: 'formSection', attrs: { blockId: `s${id}`, title }, content }))
const task = fc
  .record({ id: fc.integer({ min: 0, max: 3 }), checked: fc.boolean(), content: fc.array(paragraph, { maxLength: 2 }) })
  .map(
    ({ id, checked, content }): ExtractNode => ({ type: 'taskItem', attrs: { blockId: `t${id}`, checked }, content }),
  )
const anyBody = fc
  .array(fc.oneof(section, paragraph, task), { maxLength: 5 })
  .map((content): ExtractElement => ({ type: 'body', attrs: {}, content }))

function docOf(tree: ExtractElement): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => reviseBody(doc, tree))
  return doc
}

/** The body as one reads it: how a text is cut into runs and nodes shows nowhere. */
const asRead = (tree: ExtractElement): string => JSON.stringify(sorted(joined(tree)))
const sorted = (node: ExtractNode): unknown =>
  node.type === 'text'
    ? node
    : { ...node, attrs: Object.entries(node.attrs).toSorted(), content: node.content.map(sorted) }
function joined(node: ExtractNode): ExtractNode {
  if (node.type === 'text') return node
  const content: ExtractNode[] = []
  for (const child of node.content.map(joined)) {
    const last = content.at(-1)
    if (last?.type === 'text' && child.type === 'text' && JSON.stringify(last.marks) === JSON.stringify(child.marks)) {
      content[content.length - 1] = { ...last, text: last.text + child.text }
    } else content.push(child)
  }
  return { ...node, content }
}

test('[KS7] read again after each change, a body is what it is when it is read anew', () => {
  fc.assert(
    fc.property(fc.array(anyBody, { minLength: 2, maxLength: 4 }), (bodies) => {
      const doc = new Y.Doc()
      const undo = new Y.UndoManager(bodyOf(doc), { captureTimeout: 0 })
      const { read } = bodyReader(doc)
      const changes = [...bodies.map((body) => () => reviseBody(doc, body)), () => undo.undo(), () => undo.redo()]
      for (const change of changes) {
        doc.transact(change)
        expect(read()).toEqual(readBody(doc))
      }
    }),
  )
})

test('[KS7] of a body that is read again only what has changed is read', () => {
  const paragraph = (id: string, text: string): ExtractNode => ({
    ...{ type: 'paragraph', attrs: { blockId: id } },
    content: [{ type: 'text', text, marks: [] }],
  })
  const section = (content: readonly ExtractNode[]): ExtractElement => ({
    ...{ type: 'body', attrs: {} },
    content: [{ type: 'formSection', attrs: { blockId: 's', title: '経過' }, content }],
  })
  const doc = docOf(section([paragraph('a', '住まい'), paragraph('b', '仕事'), paragraph('c', '通院')]))
  const linesOf = ({ content: [first] }: ExtractElement) => (first?.type === 'text' ? [] : (first?.content ?? []))
  const { read } = bodyReader(doc)
  const before = linesOf(read())
  reviseBody(doc, section([paragraph('a', '住まい'), paragraph('b', '仕事の話'), paragraph('c', '通院')]))

  const after = linesOf(read())

  expect(after.map((line, place) => line === before[place])).toEqual([true, false, true])
})

test('[KS7] a body is read ahead a piece at a time, and what changes meanwhile is read as it is then', () => {
  const line = (at: number): ExtractNode => ({
    ...{ type: 'paragraph', attrs: { blockId: `b${at}` } },
    content: [{ type: 'text', text: '住まい'.repeat(1_000), marks: [] }],
  })
  const doc = docOf({ type: 'body', attrs: {}, content: Array.from({ length: 30 }, (_, at) => line(at)) })
  const { read, readAhead } = bodyReader(doc)
  const texts = bodyOf(doc)
    .toArray()
    .map((block) => (block as Y.XmlElement).get(0) as Y.XmlText)

  const pieces = readAhead()
  const steps = [pieces.next().done, pieces.next().done]
  texts[0]?.insert(0, '前')
  texts[29]?.insert(0, '後')
  const rest = [...pieces].length
  const ahead = texts.map((text) => vi.spyOn(text, 'toDelta'))

  expect(steps).toEqual([false, false])
  expect(rest).toBeGreaterThan(2)
  expect(read()).toEqual(readBody(doc))
  expect(ahead.map((spy) => spy.mock.calls.length)).toEqual([2, ...Array.from({ length: 29 }, () => 1)])
})

test('[LD6.7] a body is made to say what another says, whatever both say', () => {
  fc.assert(
    fc.property(anyBody, anyBody, (from, to) => {
      const doc = docOf(from)
      expect(asRead(readBody(doc))).toBe(asRead(from))

      doc.transact(() => reviseBody(doc, to))
      expect(asRead(readBody(doc))).toBe(asRead(to))

      doc.transact(() => reviseBody(doc, from))
      expect(asRead(readBody(doc))).toBe(asRead(from))
    }),
    { numRuns: 120 },
  )
})

test('[LD6.7] a body that says it already is not touched', () => {
  fc.assert(
    fc.property(anyBody, (tree) => {
      const doc = docOf(tree)
      const before = Y.encodeStateAsUpdate(doc)

      doc.transact(() => reviseBody(doc, readBody(doc)))

      expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
    }),
  )
})

function aNote(): Y.Doc {
  const doc = new Y.Doc()
  let count = 0
  seedSections(
    doc,
    [
      { sectionKey: 'progress', title: '経過' },
      { sectionKey: 'discussion', title: '協議' },
    ],
    () => `blk_${++count}`,
  )
  return doc
}

function lineOf(doc: Y.Doc, section_: number): Y.XmlText {
  const paragraphOf = (bodyOf(doc).get(section_) as Y.XmlElement).get(0) as Y.XmlElement
  const existing = paragraphOf.get(0)
  if (existing instanceof Y.XmlText) return existing
  const made = new Y.XmlText()
  paragraphOf.insert(0, [made])
  return made
}

test('[LD6.7] what another types while an older body is brought back stays, in the block they type into', () => {
  const server = aNote()
  lineOf(server, 0).insert(0, '初めの文。')
  const older = readBody(server)
  lineOf(server, 0).insert(5, '後から書いた文。')
  lineOf(server, 1).insert(0, '協議した。')
  const typist = new Y.Doc()
  Y.applyUpdate(typist, Y.encodeStateAsUpdate(server))

  lineOf(typist, 1).insert(5, '打っている')
  lineOf(typist, 0).insert(0, '今、')
  server.transact(() => reviseBody(server, older))
  Y.applyUpdate(server, Y.encodeStateAsUpdate(typist, Y.encodeStateVector(server)))
  Y.applyUpdate(typist, Y.encodeStateAsUpdate(server, Y.encodeStateVector(typist)))

  expect(plainText(readBody(server))).toBe('経過\n今、初めの文。\n協議\n打っている')
  expect(readBody(typist)).toEqual(readBody(server))
})
