import { CellSelection } from '@tiptap/pm/tables'
import { expect, test } from 'vitest'
import { aSharedLine, type EditorSide, sameAtBoth, type TwoEditors } from '#tests/support/twoEditors.ts'

/** A table of three by three, `0番` to `8番`; one has selected the cells from `from` to `to`. */
function cellsSelected(from: number, to: number): TwoEditors {
  const both = aSharedLine()
  const { editor } = both.writer
  both.writer.placeCaret('今日', 6)
  editor.commands.insertTable({ rows: 3, cols: 3 })
  for (let cell = 0; cell < 9; cell += 1) {
    editor.commands.insertContent(`${cell}番`)
    editor.commands.goToNextCell()
  }
  const cells: number[] = []
  editor.state.doc.descendants(({ type }, at) => {
    if (type.name === 'tableCell' || type.name === 'tableHeader') cells.push(at)
  })
  const selection = CellSelection.create(editor.state.doc, cells[from] ?? 0, cells[to] ?? 0)
  editor.view.dispatch(editor.state.tr.setSelection(selection))
  return both
}

const pressDelete = ({ editor }: EditorSide) =>
  editor.view.someProp('handleKeyDown', (handle) =>
    handle(editor.view, new KeyboardEvent('keydown', { key: 'Delete' })),
  )

const tableOf = (both: TwoEditors) =>
  sameAtBoth(both)
    .slice(1, -1)
    .map((line) => line.replace('paragraph: ', ''))

test.each([
  ['a row', 3, 5, ['0番', '1番', '2番', '', '', '', '6番', '7番', '8番']],
  ['a column, from below', 7, 1, ['0番', '', '2番', '3番', '', '5番', '6番', '', '8番']],
] as const)('[LD5.79] cells that are selected stay so while another writes: %s', (_what, from, to, left) => {
  const both = cellsSelected(from, to)
  both.peer.placeCaret('今日', 0)
  both.peer.editor.commands.insertContent('x')
  both.peer.placeCaret('4番', 2)
  both.peer.editor.commands.insertContent('y')
  pressDelete(both.writer)

  expect(tableOf(both)).toEqual(left)
})

test('[LD5.79] they are the same cells when another takes out a row above them', () => {
  const both = cellsSelected(3, 5)
  both.peer.placeCaret('1番', 0)
  both.peer.editor.commands.deleteRow()
  pressDelete(both.writer)

  expect(tableOf(both)).toEqual(['', '', '', '6番', '7番', '8番'])
})

test('[LD5.79] of cells that another takes out nothing stays selected in the others', () => {
  const both = cellsSelected(3, 5)
  both.peer.placeCaret('4番', 0)
  both.peer.editor.commands.deleteRow()
  pressDelete(both.writer)

  expect(both.writer.editor.state.selection).not.toBeInstanceOf(CellSelection)
  expect(tableOf(both)).toContain('8番')
})
