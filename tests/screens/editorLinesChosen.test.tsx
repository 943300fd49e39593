import { fireEvent, screen } from '@testing-library/react'
import { CellSelection } from '@tiptap/pm/tables'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import { EditorToolbar } from '#client/collab/editor/EditorToolbar.tsx'
import { setLines, toggleLists } from '#client/collab/editor/lineKinds.ts'
import { drawScreen } from '#tests/support/drawScreen.tsx'
import { type EditorSide, idsOf, type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

const PASTE = new Event('paste') as ClipboardEvent
const press = (tool: string) => fireEvent.click(screen.getByRole('button', { name: tool }))

/** A note that begins with these lines, in which one has selected from the beginning of a line to the end of another. */
function note(html: string, first?: string, last?: string): TwoEditors {
  const both = twoEditors()
  const { editor } = both.writer
  editor.commands.setTextSelection(2)
  editor.view.pasteHTML(html, PASTE)
  if (first !== undefined && last !== undefined) {
    both.writer.placeCaret(last, last.length)
    const to = editor.state.selection.head
    both.writer.placeCaret(first, 0)
    editor.commands.setTextSelection({ from: editor.state.selection.head, to })
  }
  yUndoPluginKey.getState(editor.state).undoManager.stopCapturing()
  return both
}

/** Each line with words, what it is, and the list that it stands in. */
function linesOf({ editor: { state } }: EditorSide): readonly string[] {
  const lines: string[] = []
  state.doc.descendants((node, at) => {
    if (!node.isTextblock || node.content.size === 0) return
    const list = state.doc.resolve(at).node(-1).type.name
    lines.push(`${/List$/.test(list) ? `${list} ` : ''}${node.type.name} ${node.textContent}`)
  })
  return lines
}

const DECISION = '<div data-block="decision">訪問</div>'
const ROWS =
  '<table><tr><td>一</td><td>二</td></tr><tr><td><div data-block="decision">三</div></td><td>四</td></tr></table>'

test.each([
  [
    'lists',
    (both: TwoEditors) => toggleLists(both.writer.editor.chain().deleteRange({ from: 2, to: 5 }), 'bulletList').run(),
    ['bulletList paragraph 訪問', 'bulletList paragraph 住まい', 'bulletList paragraph 就労'],
  ],
  [
    'decisions',
    (both: TwoEditors) => setLines(both.writer.editor.chain().deleteRange({ from: 2, to: 5 }), 'decision').run(),
    ['decision 訪問', 'decision 住まい', 'decision 就労'],
  ],
] as const)('[LD5.91] lines are made %s in one step with what is taken out before them', (_what, act, expected) => {
  const both = note(
    `<p>消す語</p>${DECISION}<ul data-type="taskList"><li data-type="taskItem"><p>住まい</p></li></ul><p>就労</p>`,
    ...(['訪問', '就労'] as const),
  )
  const ids = idsOf(both.writer)
  act(both)

  expect(linesOf(both.peer)).toEqual(expected)
  expect([linesOf(both.writer), idsOf(both.writer), idsOf(both.peer)]).toEqual([expected, ids, ids])
  both.writer.editor.commands.undo()
  expect(linesOf(both.peer)[0]).toBe('paragraph 消す語')
})

/** Over all cells of the table. */
function selectCells({ editor }: EditorSide): void {
  const cells: number[] = []
  editor.state.doc.descendants(({ type }, at) => {
    if (type.name === 'tableCell') cells.push(at)
  })
  const [first, last] = [cells.at(0) ?? 0, cells.at(-1) ?? 0]
  editor.view.dispatch(editor.state.tr.setSelection(CellSelection.create(editor.state.doc, first, last)))
}

test.each([
  ['番号', 'orderedList paragraph'],
  ['対応事項', 'actionItem'],
])(
  '[LD5.91] in cells that are selected each line is made %s, and stays in its cell; the cells stay selected',
  async (tool, kind) => {
    const { writer, peer } = note(ROWS)
    const ids = idsOf(writer)
    selectCells(writer)
    await drawScreen(<EditorToolbar editor={writer.editor} onFind={() => undefined} />)
    press(tool)

    expect(linesOf(peer)).toEqual(['一', '二', '三', '四'].map((words) => `${kind} ${words}`))
    expect([linesOf(writer), idsOf(peer)]).toEqual([linesOf(peer), ids])
    expect(writer.editor.state.selection).toBeInstanceOf(CellSelection)
    press(tool)
    expect(linesOf(peer)).toEqual(['一', '二', '三', '四'].map((words) => `paragraph ${words}`))
  },
)

test('[LD5.91] of lines and entries of lists, two levels deep, that are selected together each is made a decision', async () => {
  const html = '<p>住まい</p><ul><li><p>通院</p><ul><li>服薬</li></ul></li><li>就労</li></ul>'
  const { writer, peer } = note(html, '住まい', '就労')
  const ids = idsOf(writer)
  await drawScreen(<EditorToolbar editor={writer.editor} onFind={() => undefined} />)
  press('決定事項')

  expect(linesOf(peer)).toEqual(['住まい', '通院', '服薬', '就労'].map((words) => `decision ${words}`))
  expect(idsOf(peer)).toEqual(ids)
})

test('[LD5.91] an entry that others hang below is made a decision, and they stay a list behind it', async () => {
  const html = '<ul><li>住まい</li><li><p>通院</p><ul><li>服薬</li></ul></li></ul>'
  const { writer, peer } = note(html, '通院', '通院')
  const ids = idsOf(writer)
  await drawScreen(<EditorToolbar editor={writer.editor} onFind={() => undefined} />)
  press('決定事項')

  expect(linesOf(peer)).toEqual(['bulletList paragraph 住まい', 'decision 通院', 'bulletList paragraph 服薬'])
  expect(idsOf(peer)).toEqual(ids)
})

test.each([
  ['7', 'orderedList'],
  ['8', 'bulletList'],
  ['9', 'taskList'],
])(
  '[LD5.92] over lines and a table or a rule between them Ctrl+Shift+%s makes lists of the lines, and lines again; the table stays as it is',
  (key, list) => {
    const { writer, peer } = note(`<p>住まい</p>${DECISION}${ROWS}<p>就労</p><hr><p>通院</p>`, '住まい', '通院')
    const before = [peer.editor.getHTML(), idsOf(peer)]
    const words = idsOf(peer)
    writer.editor.commands.keyboardShortcut(`Mod-Shift-${key}`)

    const entry = (text: string): string => `${list} paragraph ${text}`
    const cells = ['paragraph 一', 'paragraph 二', 'decision 三', 'paragraph 四']
    expect(linesOf(peer)).toEqual([entry('住まい'), entry('訪問'), ...cells, entry('就労'), entry('通院')])
    expect([linesOf(writer), idsOf(peer)]).toEqual([linesOf(peer), words])
    yUndoPluginKey.getState(writer.editor.state).undoManager.stopCapturing()
    writer.editor.commands.keyboardShortcut(`Mod-Shift-${key}`)
    const outside = ['住まい', '訪問', '就労', '通院'].map((text) => `paragraph ${text}`)
    expect(linesOf(peer)).toEqual([...outside.slice(0, 2), ...cells, ...outside.slice(2)])
    writer.editor.commands.undo()
    writer.editor.commands.undo()
    expect([peer.editor.getHTML(), idsOf(peer)]).toEqual(before)
  },
)
