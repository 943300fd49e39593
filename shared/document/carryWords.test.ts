import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { carryWords, movedOffset } from './carryWords.ts'
import { bodyOf } from './readBody.ts'
import type { LostBlock } from './unseenWords.ts'

type Part = string | Y.XmlElement

function block(name: string, blockId: string, ...content: readonly Part[]): Y.XmlElement {
  const element = new Y.XmlElement(name)
  element.setAttribute('blockId', blockId)
  element.insert(
    0,
    content.map((part) => (typeof part === 'string' ? new Y.XmlText(part) : part)),
  )
  return element
}

function aNote(...content: readonly Y.XmlElement[]): Y.Doc {
  const doc = new Y.Doc()
  bodyOf(doc).insert(0, [block('formSection', 's1', ...content), block('formSection', 's2')])
  return doc
}

const lost = (more: Partial<LostBlock>): LostBlock => ({
  ...{ blockId: 'gone', seen: '', withdrawn: [], neighbours: [] },
  written: [{ offset: 0, text: '会議' }],
  ...more,
})

/** The note's tree after the words were carried, without the blocks' ids. */
function carried(doc: Y.Doc, ...blocks: readonly LostBlock[]): string {
  doc.transact(() => carryWords(doc, blocks, () => 'fresh'))
  return String(bodyOf(doc)).replaceAll(/ \w+="[^"]*"/g, '')
}

const SECOND = '<formsection></formsection>'

test('[LD5.14] each run goes to where it stood, in the line as it is now', () => {
  const doc = aNote(block('bulletList', 'l', block('listItem', 'i', block('paragraph', 'p', '一 今日のを開く'))))
  const written = [
    { offset: 3, text: '会議' },
    { offset: 6, text: '。' },
  ]

  expect(carried(doc, lost({ blockId: 'p', seen: '今日のを開く', written }))).toBe(
    `<formsection><bulletlist><listitem><paragraph>一 今日の会議を開く。</paragraph></listitem></bulletlist></formsection>${SECOND}`,
  )
})

test.each([
  ['before', 0, '会議', ''],
  ['behind', 1, '', '会議'],
])('[LD5.14] words stand %s a thing in the line that is no text', (_, offset, before, behind) => {
  const doc = aNote(block('paragraph', 'p', new Y.XmlElement('hardBreak')))

  expect(carried(doc, lost({ blockId: 'p', seen: '\ufffc', written: [{ offset, text: '会議' }] }))).toBe(
    `<formsection><paragraph>${before}<hardbreak></hardbreak>${behind}</paragraph></formsection>${SECOND}`,
  )
})

test('[LD5.14] words whose line is nowhere become a line behind the nearest block, and never one where a list has items only', () => {
  const doc = aNote(
    block('bulletList', 'l', block('listItem', 'i', block('paragraph', 'p', '項目'))),
    block('paragraph', 'q', '後'),
  )

  expect(carried(doc, lost({ neighbours: ['away', 'i'] }))).toBe(
    `<formsection><bulletlist><listitem><paragraph>項目</paragraph></listitem></bulletlist><paragraph>会議</paragraph><paragraph>後</paragraph></formsection>${SECOND}`,
  )
})

test('[LD5.14] words whose line was the first of its section become its first line, and words of no place the last line of the note', () => {
  const first = aNote(block('paragraph', 'p', '後'))
  const nowhere = aNote()

  expect(carried(first, lost({ neighbours: ['s1'] }))).toBe(
    `<formsection><paragraph>会議</paragraph><paragraph>後</paragraph></formsection>${SECOND}`,
  )
  expect(carried(nowhere, lost({}))).toBe(`${SECOND}<formsection><paragraph>会議</paragraph></formsection>`)
})

test('[LD5.14] what was only deleted carries nothing', () => {
  const doc = aNote(block('paragraph', 'p', '後'))

  expect(carried(doc, lost({ written: [] }))).toBe(`<formsection><paragraph>後</paragraph></formsection>${SECOND}`)
})

test.each([
  ['behind the nearest block', 'p', `<formsection><paragraph>前</paragraph>TWO</formsection>${SECOND}`],
  [
    'where there was none',
    'none',
    `<formsection><paragraph>前</paragraph></formsection><formsection>TWO</formsection>`,
  ],
])('[LD5.57] lines of words are carried in the order that they are given in, %s', (_, neighbour, tree) => {
  const doc = aNote(block('paragraph', 'p', '前'))
  const lines = ['だから', 'しかし'].map((text) => lost({ written: [{ offset: 0, text }], neighbours: [neighbour] }))

  expect(carried(doc, ...lines)).toBe(tree.replace('TWO', '<paragraph>だから</paragraph><paragraph>しかし</paragraph>'))
})

test('[LD5.14] a place between two letters never comes to be within a letter that takes two places', () => {
  // They end in the same half.
  const [before, after] = ['か\u{20bb7}', 'き\u{207b7}']
  expect(movedOffset(1, before, after)).toBe(3)
  expect(movedOffset(2, `かき${before}`, `かく${before}`)).toBe(2)
})

test('[LD5.69] a place in a line that was written on at both ends, and deleted from, is between what stood around it', () => {
  const [before, after] = ['今日の会議を開く', '（一）今日の会を開く。']
  expect([2, 5, 6].map((offset) => movedOffset(offset, before, after))).toEqual([5, 7, 8])
})

test('[LD5.60] of two lines of one id the words go into the one that they were written in', () => {
  const doc = aNote(block('decision', 'p', '住まいを探す'), block('heading', 'p', '本人は元気'))
  const written = [{ offset: 5, text: 'そうだ' }]

  expect(carried(doc, lost({ blockId: 'p', seen: '本人は元気', written }))).toBe(
    `<formsection><decision>住まいを探す</decision><heading>本人は元気そうだ</heading></formsection>${SECOND}`,
  )
})
