import { expect, test } from 'vitest'
import { showsItsDocument } from '#tests/support/showsItsDocument.ts'
import { type EditorSide, twoEditors } from '#tests/support/twoEditors.ts'

/** The ids of the lines, those that have none included. */
function lineIds({ editor }: EditorSide): readonly unknown[] {
  const ids: unknown[] = []
  editor.state.doc.descendants(({ isTextblock, attrs }) => {
    if (isTextblock) ids.push(attrs.blockId)
  })
  return ids
}

test('[LD5.15] a page on which all is selected goes on when another empties the note', () => {
  const { writer, peer } = twoEditors()
  const { commands } = peer.editor
  commands.setTextSelection(2)
  commands.insertContent('住まいは市と調整する。')
  writer.editor.commands.setTextSelection({ from: 2, to: writer.editor.state.doc.content.size - 2 })
  const ids = lineIds(writer)
  commands.undo()

  expect(lineIds(writer)).toEqual(ids)
  expect([writer, peer].map(showsItsDocument)).toEqual([true, true])
})
