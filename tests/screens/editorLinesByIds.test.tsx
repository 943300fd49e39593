import { deleteRow } from '@tiptap/pm/tables'
import { expect, test } from 'vitest'
import { editorFuzz } from '#tests/support/editorFuzz.ts'
import { showsItsDocument } from '#tests/support/showsItsDocument.ts'
import { aSharedLine, type EditorSide, sameAtBoth, type TwoEditors } from '#tests/support/twoEditors.ts'

const LONG = '続'.repeat(400)

/** Lines of four hundred characters each, with `一` to `四` before them. */
function longLines(): TwoEditors {
  const both = aSharedLine()
  both.writer.placeCaret('今日', 6)
  for (const number of ['一', '二', '三', '四']) {
    both.writer.editor.commands.splitBlock()
    both.writer.editor.commands.insertContent(number + LONG)
  }
  return both
}

/** Unit: bytes that go out with what `act` does. */
function sentWith({ onSent }: EditorSide, act: () => unknown): number {
  let bytes = 0
  onSent((update) => {
    bytes += update.byteLength
  })
  act()
  return bytes
}

const A_FEW_WORDS = 300

test.each([
  ['at the beginning of a line', '三', 0, 'paragraph'],
  ['at the end of the line above', '二', 401, 'paragraph'],
  ['at the beginning of a heading', '三', 0, 'heading'],
] as const)('[LD5.82] Enter %s writes no word anew', (_where, line, offset, kind) => {
  const both = longLines()
  const { editor } = both.writer
  both.writer.placeCaret(line, 0)
  if (kind === 'heading') editor.commands.setNode('heading', { level: 1 })
  both.writer.placeCaret(line, offset)

  const bytes = sentWith(both.writer, () => editor.commands.splitBlock())

  expect(bytes).toBeLessThan(A_FEW_WORDS)
  expect(sameAtBoth(both)).toHaveLength(7)
})

test('[LD5.82] a line, or the row of a table, that is taken out from among others has no word of the others written anew', () => {
  const both = longLines()
  const { editor } = both.writer
  both.writer.placeCaret('四', 401)
  editor.commands.insertTable({ rows: 3, cols: 1 })
  for (const row of ['甲', '乙', '丙']) {
    editor.commands.insertContent(row + LONG)
    editor.commands.goToNextCell()
  }
  both.writer.placeCaret('乙', 0)
  const ofRow = sentWith(both.writer, () => deleteRow(editor.state, editor.view.dispatch))
  both.writer.placeCaret('二', 0)
  const { $from } = editor.state.selection
  const ofLine = sentWith(both.writer, () =>
    editor.view.dispatch(editor.state.tr.delete($from.before(), $from.after())),
  )

  expect([ofRow, ofLine].every((bytes) => bytes < A_FEW_WORDS)).toBe(true)
  expect(sameAtBoth(both).filter((line) => line.includes(LONG))).toHaveLength(5)
})

/** A list in a list, a cell of a table, and what stands around a line there changes together with its words. */
test.each([
  [
    'entry of a list within a list',
    'taskItem',
    { checked: true },
    '<ul><li>住まい<ul data-type="taskList"><li data-type="taskItem">通院</li></ul></li></ul>',
  ],
  [
    'cell of a table',
    'tableCell',
    { colspan: 1, rowspan: 1, colwidth: [80] },
    '<table><tr><td>住まい</td><td>通院</td></tr></table>',
  ],
] as const)(
  '[LD5.82] what is said of the %s together with its words is written with them, and no other word',
  (_what, kind, said, html) => {
    const both = longLines()
    const { writer, peer } = both
    writer.placeCaret('四', 401)
    writer.editor.view.pasteHTML(html, new Event('paste') as ClipboardEvent)
    peer.placeCaret('通院', 0)
    peer.editor.commands.insertContent('毎週')
    writer.placeCaret('毎週通院', 4)
    const bytes = sentWith(writer, () => writer.editor.chain().insertContent('する').updateAttributes(kind, said).run())

    expect(peer.editor.getAttributes(kind)).toMatchObject(said)
    expect(sameAtBoth(both)).toContain('paragraph: 毎週通院する')
    expect([writer, peer].every(showsItsDocument)).toBe(true)
    expect(bytes).toBeLessThan(A_FEW_WORDS)
  },
)

/** Here Enter before a line wrote it anew, while the other, who had not seen a first Enter in it, made it a paragraph. */
test('[LD5.82] no word of seed 93 stands twice where one presses Enter in and before lines, and the other makes them something else', () => {
  expect(editorFuzz({ seed: 93, acts: 60, lineActs: [['divide'], ['make']] })).toMatchObject({
    ...{ isEqual: true, refused: [] },
    ...{ lost: [], doubled: [] },
  })
})
