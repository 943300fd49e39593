import { Editor } from '@tiptap/core'
import { expect, onTestFinished, test } from 'vitest'
import { schemaExtensions } from '#client/collab/editor/extensions.ts'
import collabWords from '#client/collab/words/ja.json' with { type: 'json' }
import { isFilledIn } from '#client/ui/filledIn.ts'
import { stillClock } from '#tests/support/stillClock.ts'
import { type EditorSide, type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

function fieldOf({ editor }: Pick<EditorSide, 'editor'>, label: string): HTMLInputElement {
  const named = [...editor.view.dom.querySelectorAll('label')].find(({ textContent }) => textContent?.startsWith(label))
  const input = named?.querySelector('input')
  if (!(input instanceof HTMLInputElement)) throw new Error(`no field ${label}`)
  return input
}

/** As a browser does with what stands in the field after a key. */
function typeInto(field: HTMLInputElement, text: string, isComposing = false): void {
  field.value = text
  field.dispatchEvent(new InputEvent('input', { isComposing }))
}

/** The field with the keyboard in it, as it only has in a page. */
function focused(side: EditorSide, label: string): HTMLInputElement {
  document.body.append(side.editor.view.dom)
  const field = fieldOf(side, label)
  field.focus()
  return field
}

function withActionItem(): TwoEditors {
  const both = twoEditors()
  both.writer.editor.chain().setTextSelection(2).toggleNode('actionItem', 'paragraph').run()
  return both
}

const attributeOf = ({ editor }: EditorSide, name: string): unknown =>
  editor.state.doc.firstChild?.firstChild?.attrs[name]

test('[LD5.22] what is typed into a field stands in the note with each key, and a word that is composed with its end', () => {
  const { writer, peer } = withActionItem()
  const shown = () => [writer, peer].map((side) => attributeOf(side, 'personName'))
  const field = fieldOf(writer, '担当者')
  typeInto(field, 'E')
  const afterKey = shown()
  typeInto(field, 'Eさ', true)
  const whileComposing = shown()
  field.value = 'Eさん'
  field.dispatchEvent(new CompositionEvent('compositionend'))

  expect([afterKey, whileComposing, shown()]).toEqual([
    ['E', 'E'],
    ['E', 'E'],
    ['Eさん', 'Eさん'],
  ])
})

test('[LD5.41] a word that is being composed in a field is asked about before the page goes, until it is in the note', () => {
  const { writer } = withActionItem()
  const field = fieldOf(writer, '担当者')
  typeInto(field, 'さと', true)
  const whileComposing = isFilledIn()
  field.dispatchEvent(new CompositionEvent('compositionend'))

  expect([whileComposing, isFilledIn(), attributeOf(writer, 'personName')]).toEqual([true, false, 'さと'])
})

test('[LD5.22] what is typed into a field stays with its block, also when another puts one of the same kind before it', () => {
  const { writer, peer } = withActionItem()
  writer.editor.commands.insertContentAt(2, '電話する')
  const field = fieldOf(writer, '担当者')
  typeInto(field, '山')
  peer.editor.commands.insertContentAt(1, { type: 'actionItem', content: [{ type: 'text', text: '訪問' }] })
  typeInto(field, '山田')

  const named: string[] = []
  writer.editor.state.doc.descendants(({ type, textContent, attrs }) => {
    if (type.name === 'actionItem') named.push(`${textContent}：${attrs.personName ?? ''}`)
  })
  expect(named).toEqual(['訪問：', '電話する：山田'])
})

test('[LD5.22] whoever leaves a field sees what stands in the note: the date as it was understood, or what another wrote meanwhile', () => {
  const { writer, peer } = withActionItem()
  const dueOn = focused(writer, '期限')
  typeInto(dueOn, '2026/12/4')
  dueOn.blur()
  const understood = dueOn.value
  const person = focused(writer, '担当者')
  peer.editor.commands.updateAttributes('actionItem', { personName: 'Dさん' })
  const whileThere = person.value
  person.blur()

  expect([understood, whileThere, person.value]).toEqual([expect.stringContaining('12月4日'), '', 'Dさん'])
})

test('[LD5.22] half a date changes nothing and is called unreadable only when one leaves it so', () => {
  const { writer } = withActionItem()
  const field = fieldOf(writer, '期限')
  const problem = () => field.parentElement?.querySelector('[role=alert]')?.textContent
  typeInto(field, '令和8年12月4日')
  typeInto(field, '令和8年12月')
  const atHalf = [attributeOf(writer, 'dueOn'), problem()]
  field.dispatchEvent(new Event('change'))
  const left = problem()
  typeInto(field, '令和8年12月18日')

  expect(atHalf).toEqual(['2026-12-04', ''])
  expect(left).toContain('日付として読み取れません')
  expect([attributeOf(writer, 'dueOn'), problem()]).toEqual(['2026-12-18', ''])
})

test('[LD5.22] what a voice or a filling tool puts into a field, telling of its end only, stands in the note', () => {
  const { writer, peer } = withActionItem()
  const field = fieldOf(writer, '担当者')
  field.value = '山田'
  field.dispatchEvent(new Event('change'))

  expect(attributeOf(peer, 'personName')).toBe('山田')
})

test('[LD5.22] leaving a field puts nothing over what another wrote there after one’s last key', () => {
  const { writer, peer } = withActionItem()
  const field = focused(writer, '担当者')
  typeInto(field, '山田')
  peer.editor.view.dispatch(peer.editor.state.tr.setNodeAttribute(1, 'personName', '佐藤'))
  field.dispatchEvent(new Event('change'))

  expect(attributeOf(peer, 'personName')).toBe('佐藤')
})

test('[LD5.22] half of another date, left unreadable, leaves the date that stood there', () => {
  const { writer } = withActionItem()
  writer.editor.view.dispatch(writer.editor.state.tr.setNodeAttribute(1, 'dueOn', '2026-08-15'))
  const field = focused(writer, '期限')
  for (const text of ['2026/8/15', '2026/8/1', '2026/8/']) typeInto(field, text)
  field.dispatchEvent(new Event('change'))

  expect(attributeOf(writer, 'dueOn')).toBe('2026-08-15')
})

/** False where the browser does nothing more with the press. */
const pressEnter = (field: HTMLInputElement): boolean =>
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))

const CONVERSIONS = [{ isComposing: true }, { keyCode: 229 }]

test.each(CONVERSIONS)('[LD5.28] the Enter that confirms a conversion leaves the keyboard in the field: %o', (sign) => {
  const field = focused(withActionItem().writer, '担当者')
  const press = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...sign })

  expect([field.dispatchEvent(press), document.activeElement]).toEqual([true, field])
})

test('[LD5.22] keys pressed in a field do nothing to the text', () => {
  const { writer } = withActionItem()
  writer.editor.chain().setTextSelection(2).insertContent('訪問').run()
  const field = focused(writer, '担当者')
  for (const key of ['Backspace', 'z'])
    field.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: key === 'z', bubbles: true, cancelable: true }))

  expect(writer.lines()[0]).toBe('actionItem: 訪問')
})

test('[LD5.38] half a date is asked about before the page goes, until it can be read or its block is gone', () => {
  const { writer, peer } = withActionItem()
  const field = fieldOf(writer, '期限')
  const asks = (text: string) => {
    typeInto(field, text)
    return isFilledIn()
  }
  const whileTyped = [asks('12月'), asks('2026/12/4'), asks('12月')]
  peer.editor.commands.deleteNode('actionItem')

  expect([whileTyped, isFilledIn()]).toEqual([[true, false, true], false])
})

test('[LD5.28] Enter in a field goes on in the words of its block, wherever the caret stood, and stays where the field cannot be read', () => {
  const { writer } = withActionItem()
  writer.editor
    .chain()
    .insertContentAt(2, '訪問')
    .setTextSelection(writer.editor.state.doc.content.size - 2)
    .run()
  const dueOn = focused(writer, '期限')
  typeInto(dueOn, '12月')
  dueOn.addEventListener('blur', () => dueOn.dispatchEvent(new Event('change')), { once: true })
  pressEnter(dueOn)
  const atUnreadable = document.activeElement
  typeInto(dueOn, '2026/12/4')
  const endsLine = pressEnter(dueOn)
  writer.editor.commands.insertContent('する')

  expect([atUnreadable, document.activeElement, endsLine]).toEqual([dueOn, writer.editor.view.dom, false])
  expect(writer.lines()).toEqual(['actionItem: 訪問する', 'paragraph: '])
})

test.each([
  ['makes it a decision', ({ editor }: EditorSide) => editor.commands.setNode('decision'), 'decision: 訪問。'],
  ['deletes it', ({ editor }: EditorSide) => editor.commands.deleteNode('actionItem'), 'paragraph: 。'],
])(
  '[LD5.29] whoever types in a field of a block goes on in its words, or under its heading, when another %s',
  async (_what, act, line) => {
    const { writer, peer } = withActionItem()
    writer.editor.commands.insertContentAt(2, '訪問')
    writer.editor.commands.setTextSelection(writer.editor.state.doc.content.size - 2)
    focused(writer, '担当者')
    peer.editor.commands.setTextSelection(3)
    act(peer)
    await Promise.resolve()
    writer.editor.commands.insertContent('。')

    expect(document.activeElement).toBe(writer.editor.view.dom)
    expect(peer.lines()[0]).toBe(line)
  },
)

/** What the first sees of an action item with its fields when the other has pressed Enter behind its first `offset` characters. */
function divided(offset: number): readonly string[] {
  const { writer, peer } = withActionItem()
  writer.editor.chain().setTextSelection(2).insertContent('住居を確認').run()
  writer.editor.view.dispatch(
    writer.editor.state.tr.setNodeAttribute(1, 'personName', 'Eさん').setNodeAttribute(1, 'state', 'done'),
  )
  const { blockId } = writer.editor.state.doc.firstChild?.firstChild?.attrs ?? {}
  peer.editor.commands.setTextSelection(2 + offset)
  peer.editor.commands.keyboardShortcut('Enter')
  const lines: string[] = []
  writer.editor.state.doc.firstChild?.forEach(({ type, textContent, attrs }) => {
    const { personName, state } = attrs
    lines.push([type.name, textContent, personName, state, attrs.blockId === blockId].join(' '))
  })
  expect(peer.editor.state.doc.toJSON()).toEqual(writer.editor.state.doc.toJSON())
  return lines
}

test('[LD5.24] Enter within a block leaves its fields to its first half, and before it makes an empty line', () => {
  expect(divided(0)).toEqual(['paragraph    false', 'actionItem 住居を確認 Eさん done true'])
  expect(divided(2)).toEqual(['actionItem 住居 Eさん done true', 'actionItem を確認  open false'])
  expect(divided(5)).toEqual(['actionItem 住居を確認 Eさん done true', 'paragraph    false'])
})

/** What comes of the first `count` characters of a task, copied and put into the empty line of the next section. */
function copied(count: number): unknown {
  const { writer, peer } = withActionItem()
  const { editor } = writer
  const { view } = editor
  editor.commands.insertContentAt(2, '訪問 する')
  view.dispatch(view.state.tr.setNodeAttribute(1, 'personName', 'Eさん'))
  editor.commands.setTextSelection({ from: 2, to: 2 + count })
  const { dom } = view.serializeForClipboard(view.state.selection.content())
  editor.commands.setTextSelection(view.state.doc.content.size - 2)
  view.pasteHTML(dom.innerHTML, new Event('paste') as ClipboardEvent)
  const { type, textContent, attrs } = peer.editor.state.doc.lastChild?.lastChild ?? {}
  return [type?.name, textContent, attrs?.personName]
}

test('[LD5.24] words copied out of a task are words in an empty line too, and the whole of it is one with its fields', () => {
  expect(copied(4)).toEqual(['paragraph', '訪問 す', undefined])
  expect(copied(5)).toEqual(['actionItem', '訪問 する', 'Eさん'])
})

test('[LD5.26] a speaker whose name two people have is written down by the name, and as neither of them', () => {
  const people = ['県', '市', '県'].map((organisationName, place) => ({
    ...{ memberId: `mem_${place}`, organisationName },
    name: place === 2 ? '鈴木 花' : '佐藤 健',
  }))
  const directory = { organisations: () => [], people: () => people }
  const editor = new Editor({
    element: document.createElement('div'),
    extensions: schemaExtensions({ words: collabWords, directory, clock: stillClock }),
  })
  onTestFinished(() => editor.destroy())
  editor.commands.setContent('<div data-block="speaker">発言</div>')
  const said = (name: string) => {
    typeInto(fieldOf({ editor }, '発言者'), name)
    const { memberName, memberId, organisationName } = editor.state.doc.firstChild?.attrs ?? {}
    return [memberName, memberId, organisationName]
  }

  expect(said('鈴木 花')).toEqual(['鈴木 花', 'mem_2', '県'])
  expect(said('佐藤 健')).toEqual(['佐藤 健', null, null])
})

test('[LD5.36] in a note that can be written in no more, what is typed or chosen in a field of a block is not taken, and is not shown either', () => {
  const { writer } = withActionItem()
  const field = focused(writer, '担当者')
  typeInto(field, 'Eさん')
  writer.editor.setEditable(false)

  const key = new InputEvent('beforeinput', { bubbles: true, cancelable: true })
  field.dispatchEvent(key)
  const state = writer.editor.view.dom.querySelector('select')
  if (state === null) throw new Error('no choice')
  const chosen = state.value
  state.value = 'done'
  state.dispatchEvent(new Event('change'))

  expect([key.defaultPrevented, field.value, state.value]).toEqual([true, 'Eさん', chosen])
  expect([attributeOf(writer, 'personName'), attributeOf(writer, 'state')]).toEqual(['Eさん', chosen])
})
