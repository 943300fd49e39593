import { expect, test } from 'vitest'
import { showsItsDocument } from '#tests/support/showsItsDocument.ts'
import { type EditorSide, twoEditors } from '#tests/support/twoEditors.ts'

const A_MENTION = { type: 'organisationMention', attrs: { organisationId: 'org_1', organisationName: 'A市' } }

/** What stands in the first line, each thing by its text or its name, bold ones marked. */
function firstLine({ editor }: EditorSide): string {
  const words: string[] = []
  editor.state.doc.descendants((node) => {
    if (node.isInline) words.push(`${node.text ?? node.type.name}${node.marks.length > 0 ? '（太字）' : ''}`)
  })
  return words.join(' ')
}

test('[LD5.15] bold over an organisation’s name and a break of the line is of the words alone, on both pages', () => {
  const { writer, peer } = twoEditors()
  const { editor } = writer
  editor.chain().setTextSelection(2).insertContent('今日は').insertContent(A_MENTION).run()
  editor.chain().insertContent('と話した。').setHardBreak().run()
  editor.chain().setTextSelection({ from: 2, to: 12 }).toggleBold().run()

  expect([firstLine(writer), firstLine(peer)]).toEqual(
    Array.from({ length: 2 }, () => '今日は（太字） organisationMention と話した。（太字） hardBreak'),
  )
  expect([writer, peer].map(showsItsDocument)).toEqual([true, true])
})

test('[LD5.15] what is written on behind them is bold as it was', () => {
  const { writer, peer } = twoEditors()
  writer.editor.chain().setTextSelection(2).toggleBold().insertContent('住まい').run()
  writer.editor.commands.setHardBreak()
  writer.editor.view.dispatch(writer.editor.state.tr.insertText('仕事'))

  expect(firstLine(writer)).toBe('住まい（太字） hardBreak 仕事（太字）')
  expect([writer, peer].map(showsItsDocument)).toEqual([true, true])
})
