import { expect, test } from 'vitest'
import { MAX_DEPTH, NODES } from './bodySchema.ts'
import { type Content, type Holder, type Place, structureFault } from './bodyStructure.ts'

const identity = {}
const BODY: Holder = { kind: 'body', identity }
const TEXT: Holder = { kind: 'text', identity }
const inElement = (name: keyof typeof NODES, attribute: string | null = null, depth = 1): Place => ({
  holder: { kind: 'element', identity, name, depth },
  attribute,
})
const value = (given: unknown): Content => ({ kind: 'value', value: given })
const link = (href: unknown): Content => ({ kind: 'format', mark: 'link', value: { href } })

test('[LD2.1] every node of the list may stand in the body, and no other name may, an object’s own words included', () => {
  const place = { holder: BODY, attribute: null }
  const faultOf = (name: string) => structureFault({ kind: 'element', name }, place)

  expect(Object.keys(NODES).map(faultOf)).toEqual(Object.keys(NODES).map(() => null))
  expect(['script', 'iframe', 'constructor', '__proto__', 'toString', ''].map(faultOf)).toEqual(
    Array.from({ length: 6 }, () => 'unknownNode'),
  )
})

test('[LD2.1] characters stand in text, text in an element, elements in the body or an element', () => {
  const characters: Content = { kind: 'characters' }
  const text: Content = { kind: 'text' }
  const faults = [
    structureFault(characters, { holder: TEXT, attribute: null }),
    structureFault(characters, inElement('paragraph')),
    structureFault(text, inElement('paragraph')),
    structureFault(text, { holder: BODY, attribute: null }),
    structureFault({ kind: 'element', name: 'paragraph' }, { holder: TEXT, attribute: null }),
    structureFault({ kind: 'format', mark: 'bold', value: {} }, inElement('paragraph')),
    structureFault(value('x'), { holder: TEXT, attribute: 'blockId' }),
  ]

  expect(faults).toEqual([null, 'wrongPlace', null, 'wrongPlace', 'wrongPlace', 'wrongPlace', 'wrongPlace'])
})

test('[LD2.2] an attribute has the kind of value the list says, or none', () => {
  const cases: readonly (readonly [Place, unknown, string | null])[] = [
    [inElement('heading', 'level'), 2, null],
    [inElement('heading', 'level'), undefined, null],
    [inElement('heading', 'level'), null, null],
    [inElement('heading', 'level'), '2', 'badValue'],
    [inElement('heading', 'level'), 1.5, 'badValue'],
    [inElement('taskItem', 'checked'), true, null],
    [inElement('taskItem', 'checked'), 1, 'badValue'],
    [inElement('tableCell', 'colspan'), 3, null],
    [inElement('tableCell', 'colspan'), 1_000_000, 'badValue'],
    [inElement('tableCell', 'rowspan'), 0, 'badValue'],
    [inElement('tableCell', 'colwidth'), [120, 80.5], null],
    [inElement('tableCell', 'colwidth'), ['120'], 'badValue'],
    [inElement('paragraph', 'blockId'), 'x'.repeat(1_048_576), 'badValue'],
    [inElement('paragraph', 'style'), 'color:red', 'unknownAttribute'],
    [inElement('paragraph', 'constructor'), 'x', 'unknownAttribute'],
  ]

  expect(cases.map(([place, given]) => structureFault(value(given), place))).toEqual(cases.map(([, , fault]) => fault))
})

test('[LD2.2] marks carry what the list says, and links lead where they may', () => {
  const place = { holder: TEXT, attribute: null }
  const contents: readonly Content[] = [
    { kind: 'format', mark: 'bold', value: {} },
    { kind: 'format', mark: 'bold', value: null },
    link('https://example.jp'),
    link(null),
    link('javascript:alert(1)'),
    { kind: 'format', mark: 'link', value: { onclick: 'x' } },
    { kind: 'format', mark: 'bold', value: 'yes' },
    { kind: 'format', mark: 'toString', value: {} },
  ]

  expect(contents.map((content) => structureFault(content, place))).toEqual([
    null,
    null,
    null,
    null,
    'badValue',
    'unknownAttribute',
    'badValue',
    'unknownMark',
  ])
})

test('[LD2.4] the innermost element that may be is the hundredth', () => {
  const element: Content = { kind: 'element', name: 'blockquote' }

  expect(structureFault(element, inElement('blockquote', null, MAX_DEPTH - 1))).toBe(null)
  expect(structureFault(element, inElement('blockquote', null, MAX_DEPTH))).toBe('tooDeep')
})
