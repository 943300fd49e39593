import { fireEvent, screen } from '@testing-library/react'
import { CellSelection, cellAround, deleteColumn, deleteRow } from '@tiptap/pm/tables'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import { EditorToolbar } from '#client/collab/editor/EditorToolbar.tsx'
import { strayWord } from '#client/collab/ime/strayWord.ts'
import { drawScreen } from '#tests/support/drawScreen.tsx'
import { aSharedLine, type EditorSide, sameAtBoth, type TwoEditors } from '#tests/support/twoEditors.ts'

/** Types a letter as the keyboard does: first the key is told of. */
function press({ editor }: EditorSide, key: string): void {
  const { dom } = editor.view
  dom.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  if (key.length === 1) editor.view.dispatch(editor.state.tr.insertText(key))
}

/** Deletes the block around the caret that is `outward` levels out from its line. */
function deleteBlock({ editor }: EditorSide, outward: number): void {
  const { $from } = editor.state.selection
  const depth = $from.depth - outward
  editor.view.dispatch(editor.state.tr.delete($from.before(depth), $from.after(depth)))
}

/** Four lines, and both carets in the third. */
function fourLines(): TwoEditors {
  const both = aSharedLine()
  both.writer.placeCaret('今日', 6)
  for (const line of ['二行目', '三行目', '四行目']) {
    both.writer.editor.commands.splitBlock()
    both.writer.editor.commands.insertContent(line)
  }
  for (const side of [both.writer, both.peer]) side.placeCaret('三行目', 3)
  return both
}

const FIRST_TWO = ['paragraph: 今日のを開く', 'paragraph: 二行目']

test('[LD5.72] what one types after another has deleted the line under the caret begins a line there, and goes into nobody else’s', () => {
  const both = fourLines()
  deleteBlock(both.peer, 0)
  press(both.writer, '★')
  press(both.writer, '☆')

  expect(sameAtBoth(both).slice(0, 4)).toEqual([...FIRST_TWO, 'paragraph: ★☆', 'paragraph: 四行目'])
})

test('[LD5.72] a line that another deletes under a caret leaves no empty one where nothing is typed', () => {
  const both = fourLines()
  deleteBlock(both.peer, 0)
  for (const key of ['ArrowLeft', 'Shift', 'Escape']) press(both.writer, key)

  expect(sameAtBoth(both).slice(0, 3)).toEqual([...FIRST_TWO, 'paragraph: 四行目'])
})

test('[LD5.72] whoever has put the caret elsewhere since writes there', () => {
  const both = fourLines()
  deleteBlock(both.peer, 0)
  both.writer.placeCaret('四行目', 3)
  press(both.writer, '★')

  expect(sameAtBoth(both)[2]).toBe('paragraph: 四行目★')
})

test('[LD5.72] the place is kept while others go on, also where they delete the line before it and put words right elsewhere', () => {
  const both = fourLines()
  deleteBlock(both.peer, 0)
  both.peer.placeCaret('二行目', 0)
  deleteBlock(both.peer, 0)
  both.peer.placeCaret('今日', 0)
  both.peer.editor.commands.toggleNode('heading', 'paragraph', { level: 1 })
  press(both.writer, '★')

  expect(sameAtBoth(both).slice(0, 3)).toEqual(['heading: 今日のを開く', 'paragraph: ★', 'paragraph: 四行目'])
})

test('[LD5.72] Backspace after that joins no lines of others', () => {
  const both = fourLines()
  deleteBlock(both.peer, 0)
  press(both.writer, 'Backspace')

  expect(sameAtBoth(both).slice(0, 3)).toEqual([...FIRST_TWO, 'paragraph: 四行目'])
})

test('[LD5.81] a word that is composed with no key before it stands in a line there at its end, as one step of undo, and nobody sees it in theirs', () => {
  const both = fourLines()
  const { editor, bridge } = both.writer
  const stray = strayWord(editor.view)
  deleteBlock(both.peer, 0)
  // As the hold has it, however slow the machine.
  Object.assign(yUndoPluginKey.getState(editor.state).undoManager, { captureTimeout: Number.POSITIVE_INFINITY })
  yUndoPluginKey.getState(editor.state).undoManager.stopCapturing()
  bridge.hold()
  stray.began()
  for (const step of ['か', 'い']) editor.view.dispatch(editor.state.tr.insertText(step).setMeta('composition', 1))
  stray.settle()
  bridge.release()
  const lines = sameAtBoth(both).slice(0, 4)
  editor.commands.insertContent('★')
  const then = sameAtBoth(both)[2]
  editor.commands.undo()

  expect(lines).toEqual([...FIRST_TWO, 'paragraph: かい', 'paragraph: 四行目'])
  expect(then).toBe('paragraph: かい★')
  expect(sameAtBoth(both).slice(0, 3)).toEqual([...FIRST_TWO, 'paragraph: 四行目'])
})

test('[LD5.81] where the line is still there, such a word stays in it', () => {
  const both = fourLines()
  const { editor } = both.writer
  const stray = strayWord(editor.view)
  stray.began()
  editor.view.dispatch(editor.state.tr.insertText('か').setMeta('composition', 1))
  stray.settle()

  expect(sameAtBoth(both)[2]).toBe('paragraph: 三行目か')
})

test('[LD5.72] what is pasted after that begins a line there', () => {
  const both = fourLines()
  deleteBlock(both.peer, 0)
  both.writer.editor.view.pasteText('★', new Event('paste') as ClipboardEvent)

  expect(sameAtBoth(both).slice(0, 4)).toEqual([...FIRST_TWO, 'paragraph: ★', 'paragraph: 四行目'])
})

/** The text of each entry of the first list. */
const entriesOf = ({ editor }: EditorSide) =>
  [...editor.view.dom.querySelectorAll('ul:first-of-type > li')].map(({ textContent }) => textContent)

test.each([
  ['seen', () => undefined],
  ['unseen', (both: TwoEditors) => both.cut()],
] as const)(
  '[LD5.72] in a list it is an entry there, and the list stays one, where the words before were %s',
  (_how, before) => {
    const both = fourLines()
    both.writer.editor.chain().setTextSelection({ from: 2, to: 22 }).toggleBulletList().run()
    for (const side of [both.writer, both.peer]) side.placeCaret('三行目', 3)

    before(both)
    press(both.writer, '★')
    deleteBlock(both.peer, 1)
    both.mend()
    press(both.writer, '☆')

    expect(sameAtBoth(both).at(2)).toMatch(/^paragraph: ★?☆$/)
    expect(entriesOf(both.peer)).toHaveLength(4)
  },
)

/** A table of three by three, `0` to `8`, and both carets in the middle cell. */
function aTable(): TwoEditors {
  const both = aSharedLine()
  both.writer.placeCaret('今日', 6)
  both.writer.editor.commands.insertTable({ rows: 3, cols: 3 })
  for (let cell = 0; cell < 9; cell += 1) {
    both.writer.editor.commands.insertContent(`${cell}番`)
    both.writer.editor.commands.goToNextCell()
  }
  for (const side of [both.writer, both.peer]) side.placeCaret('4番', 2)
  return both
}

test.each([
  ['row', deleteRow, ['0番', '1番', '2番', '6番', '7番', '8番']],
  ['column', deleteColumn, ['0番', '2番', '3番', '5番', '6番', '8番']],
] as const)(
  '[LD5.72] where another deletes the %s of a table that one writes in, it begins a line behind the table, and no cell takes the words',
  (_which, deletePart, cells) => {
    const both = aTable()
    deletePart(both.peer.editor.state, both.peer.editor.view.dispatch)
    press(both.writer, '★')

    const lines = sameAtBoth(both)
    const words = ['今日のを開く', ...cells, '★', '']
    expect(lines).toEqual(words.map((line) => `paragraph: ${line}`))
  },
)

test('[LD5.72] an empty cell of another row takes no words either', () => {
  const both = aTable()
  for (const side of [both.writer, both.peer]) side.placeCaret('6番', 2)
  const { from } = both.writer.editor.state.selection
  both.writer.editor.commands.deleteRange({ from: from - 2, to: from })
  for (const side of [both.writer, both.peer]) side.placeCaret('3番', 2)
  deleteRow(both.peer.editor.state, both.peer.editor.view.dispatch)
  press(both.writer, '★')

  expect(sameAtBoth(both).slice(4)).toEqual([
    ...['paragraph: ', 'paragraph: 7番', 'paragraph: 8番', 'paragraph: ★', 'paragraph: '],
  ])
})

test.each([
  ['row', '行を消す', deleteRow],
  ['column', '列を消す', deleteColumn],
] as const)(
  '[LD5.77] of two who take out the same %s of a table at the same time none takes out the one beside it',
  async (_which, tool, deletePart) => {
    const both = aTable()
    const { editor } = both.writer
    await drawScreen(<EditorToolbar editor={editor} onFind={() => undefined} />)
    deletePart(both.peer.editor.state, both.peer.editor.view.dispatch)
    const left = sameAtBoth(both)
    fireEvent.click(screen.getByRole('button', { name: tool }))

    expect(sameAtBoth(both).filter((line) => line !== 'paragraph: ')).toEqual(
      left.filter((line) => line !== 'paragraph: '),
    )
  },
)

test('[LD5.77] the same where one has selected all the cells of the row', async () => {
  const both = aTable()
  const { editor } = both.writer
  await drawScreen(<EditorToolbar editor={editor} onFind={() => undefined} />)
  const cell = cellAround(editor.state.selection.$from)
  if (cell === null) throw new Error('the caret is in a cell')
  editor.view.dispatch(editor.state.tr.setSelection(CellSelection.rowSelection(cell)))
  deleteRow(both.peer.editor.state, both.peer.editor.view.dispatch)
  fireEvent.click(screen.getByRole('button', { name: '行を消す' }))

  expect(sameAtBoth(both).filter((line) => line.includes('番'))).toHaveLength(6)
})

test('[LD5.77] what a tool makes of a line that another has deleted by then is made of nobody else’s', async () => {
  const both = fourLines()
  await drawScreen(<EditorToolbar editor={both.writer.editor} onFind={() => undefined} />)
  deleteBlock(both.peer, 0)
  fireEvent.click(screen.getByRole('button', { name: '決定事項' }))

  expect(sameAtBoth(both).slice(0, 4)).toEqual([...FIRST_TWO, 'decision: ', 'paragraph: 四行目'])
})

test('[LD5.77] an undo then takes back what one has done, as ever', async () => {
  const both = fourLines()
  await drawScreen(<EditorToolbar editor={both.writer.editor} onFind={() => undefined} />)
  both.writer.placeCaret('二行目', 3)
  yUndoPluginKey.getState(both.writer.editor.state).undoManager.stopCapturing()
  both.writer.editor.commands.insertContent('★')
  both.peer.placeCaret('二行目', 0)
  both.writer.placeCaret('三行目', 3)
  both.peer.placeCaret('三行目', 3)
  deleteBlock(both.peer, 0)
  fireEvent.click(screen.getByRole('button', { name: '元に戻す' }))

  expect(sameAtBoth(both).slice(0, 3)).toEqual([...FIRST_TWO, 'paragraph: 四行目'])
})
