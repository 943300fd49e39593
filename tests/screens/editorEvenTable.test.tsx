import { expect, test } from 'vitest'
import { evenOut } from '#client/collab/editor/evenTable.ts'
import { showsItsDocument } from '#tests/support/showsItsDocument.ts'
import { type EditorSide, type TwoEditors, twoEditors } from '#tests/support/twoEditors.ts'

/** How many cells each row of the table has. */
function cellCounts({ editor }: EditorSide): readonly number[] {
  const counts: number[] = []
  editor.state.doc.descendants((node) => {
    if (node.type.name === 'tableRow') counts.push(node.childCount)
  })
  return counts
}

/** A table of two by two, to which one has added a row and another a column while the line was cut. */
function leftUneven(): TwoEditors {
  const both = twoEditors()
  both.writer.editor.chain().setTextSelection(2).insertTable({ rows: 2, cols: 2, withHeaderRow: false }).run()
  both.peer.editor.commands.setTextSelection(5)
  both.cut()
  both.writer.editor.commands.addRowAfter()
  both.peer.editor.commands.addColumnAfter()
  both.mend()
  return both
}

test('[LD5.21] a table that two have left uneven is on both pages as it is in the note', () => {
  const { writer, peer } = leftUneven()

  expect([cellCounts(writer), cellCounts(peer)]).toEqual([
    [3, 2, 3],
    [3, 2, 3],
  ])
  expect([writer, peer].map(showsItsDocument)).toEqual([true, true])
})

test('[LD5.21] whoever writes in it fills it, once and for all', () => {
  const { writer, peer } = leftUneven()
  writer.editor.commands.insertContent('住まい')
  peer.editor.commands.insertContent('仕事')

  expect([cellCounts(writer), cellCounts(peer)]).toEqual([
    [3, 3, 3],
    [3, 3, 3],
  ])
  expect([writer, peer].map(showsItsDocument)).toEqual([true, true])
  expect(writer.lines()).toEqual(peer.lines())
})

test('[LD5.21] it is filled before a column is taken out, and no row goes with it', () => {
  const { writer, peer } = leftUneven()
  evenOut(peer.editor)
  peer.editor.commands.deleteColumn()

  expect([cellCounts(writer), cellCounts(peer)]).toEqual([
    [2, 2, 2],
    [2, 2, 2],
  ])
})

test('[UI3.24] Tab goes from cell to cell, and from the last one onward out of the table, without adding a row', () => {
  const { writer } = twoEditors()
  const { editor } = writer
  editor.chain().setTextSelection(2).insertTable({ rows: 1, cols: 2, withHeaderRow: false }).run()
  /** True where the browser does nothing more with the press. */
  const isTaken = (): boolean => {
    const press = new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true })
    editor.view.dom.dispatchEvent(press)
    return press.defaultPrevented
  }

  expect([isTaken(), isTaken(), cellCounts(writer)]).toEqual([true, false, [2]])
})
