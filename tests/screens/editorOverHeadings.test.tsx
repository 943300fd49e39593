import type { Editor } from '@tiptap/core'
import { AllSelection } from '@tiptap/pm/state'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import { drop } from '#tests/support/pageEvents.ts'
import { type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

/** What stands under each heading, a line for each block, and where the caret is. */
function sections({ state }: Editor): readonly (readonly string[])[] {
  return state.doc.content.content.map((section) => section.content.content.map(({ textContent }) => textContent))
}

/** A note of two headings with two lines under each, and somebody who has selected from one place to another. */
function selected(
  from: readonly [text: string, offset: number],
  to: readonly [text: string, offset: number],
): TwoEditors {
  const both = twoEditors()
  const { editor } = both.writer
  editor.commands.insertContentAt(editor.state.doc.content.size - 2, '<p>三の行</p><p>四の行</p>')
  editor.commands.insertContentAt(2, '<p>一の行</p><p>二の行</p>')
  both.writer.placeCaret(...to)
  const end = editor.state.selection.head
  both.writer.placeCaret(...from)
  editor.commands.setTextSelection({ from: editor.state.selection.head, to: end })
  return both
}

const ACTS = {
  type: (editor: Editor) => {
    const { view } = editor
    const { from, to } = view.state.selection
    view.someProp('handleTextInput', (handle) => handle(view, from, to, '新', () => view.state.tr))
  },
  paste: (editor: Editor) => void editor.view.pasteText('新', new Event('paste') as ClipboardEvent),
  // What ProseMirror does at a cut, and where a word begins to be composed.
  deleteAndType: (editor: Editor) => {
    editor.view.dispatch(editor.state.tr.deleteSelection())
    editor.commands.insertContent('新')
  },
  enterAndType: (editor: Editor) => {
    const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })
    editor.view.someProp('handleKeyDown', (handle) => handle(editor.view, event))
    editor.commands.insertContent('新')
  },
} as const

test.each([
  ['within both', ['一の行', 1], ['三の行', 1], [['一新'], ['の行', '四の行']]],
  ['from the beginning of a line to the end of all', ['二の行', 0], ['四の行', 3], [['一の行', '新'], ['']]],
  [
    'from the end of a line to the beginning of another',
    ['二の行', 3],
    ['四の行', 0],
    [['一の行', '二の行新'], ['四の行']],
  ],
] as const)(
  '[LD5.20] what is put over headings stands where the selection began, and they stay: %s',
  (_what, from, to, left) => {
    for (const act of [ACTS.type, ACTS.paste, ACTS.deleteAndType]) {
      const { writer, peer } = selected(from, to)
      act(writer.editor)

      expect(sections(writer.editor)).toEqual(left)
      expect(writer.lines()).toEqual(peer.lines())
    }
  },
)

test('[LD5.20] over the whole form too, also at Enter', () => {
  for (const act of Object.values(ACTS)) {
    const { writer, peer } = selected(['一の行', 0], ['四の行', 3])
    const { state, view } = writer.editor
    view.dispatch(state.tr.setSelection(new AllSelection(state.doc)))
    act(writer.editor)

    expect(sections(writer.editor)).toEqual([['新'], ['']])
    expect(writer.lines()).toEqual(peer.lines())
  }
})

test('[LD5.20] Enter over headings ends the line there, and one undo brings all back', () => {
  const { writer, peer } = selected(['一の行', 1], ['三の行', 1])
  const before = writer.lines()
  yUndoPluginKey.getState(writer.editor.state).undoManager.stopCapturing()
  ACTS.enterAndType(writer.editor)
  const entered = sections(writer.editor)
  writer.editor.commands.undo()

  expect(entered).toEqual([
    ['一', '新'],
    ['の行', '四の行'],
  ])
  expect([writer.lines(), peer.lines()]).toEqual([before, before])
})

test.each([
  ['with the rest', '三の行', [['一新'], ['の行', '四の行']]],
  ['in part', '間の行', [['一新'], ['の行'], ['三の行', '四の行']]],
] as const)('[LD5.20] a line that stands between what is under two headings goes %s', (_what, last, left) => {
  const { writer, peer } = selected(['一の行', 1], ['三の行', 1])
  const { editor } = writer
  const { from } = editor.state.selection
  editor.commands.insertContentAt(editor.state.doc.child(0).nodeSize, '<p>間の行</p>')
  writer.placeCaret(last, 1)
  editor.commands.setTextSelection({ from, to: editor.state.selection.head })
  ACTS.type(editor)

  const texts = left.flat().map((text) => `paragraph: ${text}`)
  expect([writer.lines(), peer.lines()]).toEqual([texts, texts])
})

const ALL = ['一の行', '二の行', '三の行', '四の行'] as const

test.each([
  [
    'the end of all',
    '四の行',
    3,
    [
      ['一の行', '二'],
      ['の行', '四の行の行', '三'],
    ],
  ],
  [
    'the beginning of all',
    '一の行',
    0,
    [
      ['の行', '三一の行', '二'],
      ['の行', '四の行'],
    ],
  ],
] as const)(
  '[LD5.94] what is dragged from under two headings to %s stands there, they stay, and one undo brings all back',
  (_where, line, offset, left) => {
    const { writer, peer } = selected(['二の行', 1], ['三の行', 1])
    const { editor } = writer
    yUndoPluginKey.getState(editor.state).undoManager.stopCapturing()
    const { from, to } = editor.state.selection
    writer.placeCaret(line, offset)
    const place = editor.state.selection.head
    editor.commands.setTextSelection({ from, to })
    drop(writer, place)

    expect([sections(editor), sections(peer.editor)]).toEqual([left, left])
    editor.commands.undo()
    expect(sections(peer.editor)).toEqual([ALL.slice(0, 2), ALL.slice(2)])
  },
)

test('[LD5.94] what is let go within what was taken from under two headings stays as it is', () => {
  const { writer } = selected(['二の行', 1], ['三の行', 1])
  drop(writer, writer.editor.state.selection.from + 1)

  expect(sections(writer.editor)).toEqual([ALL.slice(0, 2), ALL.slice(2)])
})

test.each([
  ['above the first heading', () => 0, [['四の行', '一の行', '二の行'], ['三の行']]],
  [
    'between two headings',
    (editor: Editor) => editor.state.doc.child(0).nodeSize,
    [['一の行', '二の行', '四の行'], ['三の行']],
  ],
  ['below the last', (editor: Editor) => editor.state.doc.content.size, [ALL.slice(0, 2), ['三の行', '四の行']]],
] as const)('[LD5.94] a line that is let go %s stands under a heading', (_where, placeIn, left) => {
  const { writer, peer } = selected(['四の行', 0], ['四の行', 3])
  const { editor } = writer
  editor.commands.setNodeSelection(editor.state.selection.$from.before())
  drop(writer, placeIn(editor))

  expect([sections(editor), sections(peer.editor)]).toEqual([left, left])
})

test('[LD5.94] a copy of a line that is let go between two headings stands under the one before', () => {
  const { writer, peer } = selected(['四の行', 0], ['四の行', 3])
  const { editor } = writer
  editor.commands.setNodeSelection(editor.state.selection.$from.before())
  drop(writer, editor.state.doc.child(0).nodeSize, true)

  expect(sections(peer.editor)).toEqual([[...ALL.slice(0, 2), '四の行'], ALL.slice(2)])
})

test('[LD5.94] entries of a list that are taken from the end of the last heading and let go below it stand under it', () => {
  const { writer } = twoEditors()
  const { editor } = writer
  editor.commands.insertContentAt(
    editor.state.doc.content.size - 2,
    '<div data-block="decision">決定</div><ul><li>通院</li></ul>',
  )
  const end = editor.state.doc.content.size - 4
  editor.commands.setTextSelection({ from: end - 6, to: end })
  drop(writer, editor.state.doc.content.size)

  expect(editor.state.doc.children.map(({ type }) => type.name)).toEqual(['formSection', 'formSection'])
  expect(editor.getText()).toContain('通院')
})
