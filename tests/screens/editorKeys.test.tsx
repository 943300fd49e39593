import type { Editor } from '@tiptap/core'
import { GapCursor } from '@tiptap/pm/gapcursor'
import { describe, expect, test } from 'vitest'
import { aSharedLine, type EditorSide, twoEditors } from '#tests/support/twoEditors.ts'

/** As when the key is pressed. */
function press({ view }: Editor, key: string): void {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
  view.someProp('handleKeyDown', (handle) => handle(view, event))
}

/** Somebody who has selected in a list of three entries, from a place in the first to one in the last. */
function selectedInList([from, to]: readonly [number, number]): EditorSide {
  const { writer } = twoEditors()
  const { editor } = writer
  editor.chain().setTextSelection(2).insertContent('住まい').toggleBulletList().run()
  for (const entry of ['仕事', '通院']) editor.chain().splitListItem('listItem').insertContent(entry).run()
  writer.placeCaret('通院', to)
  const end = editor.state.selection.to
  writer.placeCaret('住まい', from)
  editor.commands.setTextSelection({ from: editor.state.selection.from, to: end })
  return writer
}

test.each([
  ['from within one to within another', [1, 1], ['住', '★院'], ['listItem', 'listItem']],
  ['from the beginning of one to the beginning of another', [0, 0], ['', '★通院'], ['listItem', 'listItem']],
  ['all of them', [0, 2], ['★'], ['paragraph']],
] as const)(
  '[LD5.17] Enter over several entries of a list puts an end of a line in their place: %s',
  (_selected, places, texts, kinds) => {
    const { editor } = selectedInList(places)
    press(editor, 'Enter')
    editor.commands.insertContent('★')

    const section = editor.state.doc.firstChild
    const list = section?.firstChild?.type.name === 'bulletList' ? section.firstChild : section
    expect(list?.content.content.map(({ textContent }) => textContent)).toEqual(texts)
    expect(list?.content.content.map(({ type }) => type.name)).toEqual(kinds)
  },
)

test.each([
  ['Backspace', 'table'],
  ['Delete', 'table'],
])('[LD5.17] %s between two blocks goes into the text there', (key) => {
  const { writer } = twoEditors()
  const { editor, lines } = writer
  editor.chain().setTextSelection(2).insertTable({ rows: 1, cols: 1, withHeaderRow: false }).run()
  const before = lines()
  const gap = editor.state.doc.resolve(editor.state.doc.firstChild?.nodeSize ?? 0)
  editor.view.dispatch(editor.state.tr.setSelection(new GapCursor(gap)))
  press(editor, key)

  expect(lines()).toEqual(before)
  expect(editor.state.selection.$head.parent.isTextblock).toBe(true)
})

test('[LD5.17] a letter that the browser has put beside a table does not stay on the screen alone', async () => {
  const { writer } = twoEditors()
  const { editor } = writer
  editor.chain().setTextSelection(2).insertTable({ rows: 1, cols: 1, withHeaderRow: false }).run()
  const { dom } = editor.view
  dom.querySelector('.tableWrapper')?.append('字')
  await expect.poll(() => dom.querySelector('.tableWrapper')?.lastChild?.nodeName).toBe('TABLE')

  const onScreen = [...dom.querySelectorAll('.form-section-text')].map(({ textContent }) => textContent)
  expect(onScreen).toEqual(editor.state.doc.content.content.map(({ textContent }) => textContent))
})

test('[LD5.17] a letter that the browser has put beside the fields of a block does not stay on the screen alone', async () => {
  const { editor } = twoEditors().writer
  editor.chain().setTextSelection(2).toggleNode('actionItem', 'paragraph').insertContent('訪問').run()
  const { dom } = editor.view
  dom.querySelector('.block-with-fields')?.append('字')

  await expect.poll(() => dom.querySelector('.block-with-fields')?.lastChild?.nodeName).toBe('P')
  expect(editor.state.doc.firstChild?.textContent).toBe('訪問')
})

describe('words that one has selected, and another deletes', () => {
  function emptied(): Editor {
    const { writer, peer } = aSharedLine()
    for (const { editor } of [writer, peer]) editor.commands.setTextSelection({ from: 3, to: 5 })
    peer.editor.commands.deleteSelection()
    return writer.editor
  }

  test.each(['Delete', 'Backspace'])('[LD5.88] %s that comes too late for them takes nothing beside them', (key) => {
    const { view } = emptied()
    const isSpared = () =>
      view.someProp('handleKeyDown', (handle) => handle(view, new KeyboardEvent('keydown', { key })))
    // The second is meant for what stands there.
    expect([isSpared(), isSpared()]).toEqual([true, undefined])
  })

  test('[LD5.88] nor does the key of a phone, which is told of by what it is to do', () => {
    const { view } = emptied()
    const deletion = () => {
      const event = new InputEvent('beforeinput', {
        inputType: 'deleteContentBackward',
        bubbles: true,
        cancelable: true,
      })
      return !view.dom.dispatchEvent(event)
    }
    expect([deletion(), deletion()]).toEqual([true, false])
  })

  test('[LD5.88] whoever has pressed another key since deletes as ever', () => {
    const editor = emptied()
    press(editor, 'a')
    const event = new InputEvent('beforeinput', { inputType: 'deleteContentBackward', bubbles: true, cancelable: true })
    expect(editor.view.dom.dispatchEvent(event)).toBe(true)
  })
})
