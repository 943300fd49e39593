import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { MAX_DEPTH } from './bodySchema.ts'
import type { ExtractNode } from './extract.ts'
import { bodyOf, readBody } from './readBody.ts'

function aDocWith(text: Y.XmlText): Y.Doc {
  const doc = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [text])
  bodyOf(doc).insert(0, [paragraph])
  return doc
}

test('[LD3.1] text is read with its marks, in runs that do not depend on how it was written', () => {
  const inPieces = new Y.XmlText()
  const doc = aDocWith(inPieces)
  inPieces.insert(0, '会議の記録')
  inPieces.format(0, 2, { link: { href: 'https://example.jp' }, bold: {} })
  inPieces.format(2, 3, { bold: {} })
  inPieces.format(2, 3, { bold: null })

  expect(readBody(doc).content).toEqual([
    {
      type: 'paragraph',
      attrs: {},
      content: [
        {
          type: 'text',
          text: '会議',
          marks: [
            { type: 'bold', attrs: {} },
            { type: 'link', attrs: { href: 'https://example.jp' } },
          ],
        },
        { type: 'text', text: 'の記録', marks: [] },
      ],
    },
  ])
})

test('[LD3.1] a mark that means nothing any more splits no run', () => {
  const text = new Y.XmlText()
  const doc = new Y.Doc()
  doc.clientID = 9
  const paragraph = new Y.XmlElement('paragraph')
  bodyOf(doc).insert(0, [paragraph])
  paragraph.insert(0, [text])
  text.insert(0, '会議')
  // Client 8 writes "not bold" after the first character, where nothing was bold.
  const words = [...new TextEncoder().encode('\u0004bold\u0004null')]
  Y.applyUpdate(doc, Uint8Array.of(1, 1, 8, 0, 0x86, 9, 2, ...words, 0))

  expect(text.toDelta()).toHaveLength(2)
  expect(readBody(doc).content).toEqual([
    { type: 'paragraph', attrs: {}, content: [{ type: 'text', text: '会議', marks: [] }] },
  ])
})

test('[LD3.1] what the list does not know is left out, and so are attributes without a value', () => {
  const doc = new Y.Doc()
  const heading = new Y.XmlElement<{ level: number; blockId: null; style: string }>('heading')
  heading.setAttribute('level', 2)
  heading.setAttribute('blockId', null)
  heading.setAttribute('style', 'x')
  bodyOf(doc).insert(0, [new Y.XmlElement('iframe'), heading as unknown as Y.XmlElement])

  expect(readBody(doc).content).toEqual([{ type: 'heading', attrs: { level: 2 }, content: [] }])
})

test('[LD3.1] a body nested without end is read down to the hundredth element', () => {
  const doc = new Y.Doc()
  let parent: Y.XmlFragment = bodyOf(doc)
  for (let depth = 0; depth < 500; depth++) {
    const child = new Y.XmlElement('blockquote')
    parent.insert(0, [child])
    parent = child
  }

  const depthOf = (node: ExtractNode): number =>
    node.type === 'text' ? 0 : 1 + Math.max(-1, ...node.content.map(depthOf))

  expect(depthOf(readBody(doc))).toBe(MAX_DEPTH)
})

test('[LD3.1] a cell keeps the widths of its columns', () => {
  const doc = new Y.Doc()
  const cell = new Y.XmlElement<{ colspan: number; colwidth: readonly number[] }>('tableCell')
  cell.setAttribute('colspan', 2)
  cell.setAttribute('colwidth', [120, 80])
  bodyOf(doc).insert(0, [cell as unknown as Y.XmlElement])

  expect(readBody(doc).content).toEqual([
    { type: 'tableCell', attrs: { colspan: 2, colwidth: [120, 80] }, content: [] },
  ])
})
