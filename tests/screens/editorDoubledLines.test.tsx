import { expect, test } from 'vitest'
import { type EditorSide, twoEditors } from '#tests/support/twoEditors.ts'

const linesOfFirstSection = ({ lines }: EditorSide): readonly string[] => lines().slice(0, 2)

const notes = ({ editor }: EditorSide): number => editor.view.dom.querySelectorAll('[role="note"]').length

test('[LD5.46] of a line that two made something else while they were apart both copies stay, and each is told until one is taken out', () => {
  const both = twoEditors()
  const { writer, peer } = both
  writer.editor.chain().setTextSelection(2).insertContent('住まいの希望').run()
  both.cut()
  for (const side of [writer, peer]) side.placeCaret('住まい', 2)
  writer.editor.commands.setNode('heading', { level: 3 })
  peer.editor.commands.toggleBulletList()
  const apart = [writer, peer].map(notes)

  both.mend()
  const met = [writer, peer].map(notes)
  const lines = writer.lines().filter((line) => line.endsWith('住まいの希望'))
  peer.editor.state.doc.descendants((node, from) => {
    if (node.type.name === 'heading') peer.editor.commands.deleteRange({ from, to: from + node.nodeSize })
  })

  expect([apart, lines.length, met]).toEqual([[0, 0], 2, [1, 1]])
  expect([notes(writer), notes(peer)]).toEqual([0, 0])
})

/** Each has made the empty first line something else, and has written in it. */
function twoLinesOfOneId(): ReturnType<typeof twoEditors> {
  const both = twoEditors()
  both.cut()
  for (const { editor } of [both.writer, both.peer]) editor.commands.setTextSelection(2)
  both.writer.editor.chain().setNode('decision').insertContent('住まいを探す').run()
  both.peer.editor.chain().toggleBulletList().insertContent('本人は元気').run()
  both.mend()
  expect(linesOfFirstSection(both.writer)).toEqual(['decision: 住まいを探す', 'paragraph: 本人は元気'])
  return both
}

test('[LD5.60] two lines that came of one empty line and say something else are not told as one that stands twice', () => {
  const { writer, peer } = twoLinesOfOneId()
  writer.editor.commands.insertContent('。')

  expect([notes(writer), notes(peer)]).toEqual([0, 0])
})

test('[LD5.60] what one writes in such a line stays in it, with the caret, when another makes it something else meanwhile', () => {
  const both = twoLinesOfOneId()
  const { writer, peer } = both
  both.cut()
  peer.editor.commands.insertContent('そう')
  writer.placeCaret('本人', 2)
  writer.editor.commands.toggleBulletList()

  both.mend()
  peer.editor.commands.insertContent('だ')

  for (const side of [writer, peer])
    expect(linesOfFirstSection(side)).toEqual(['decision: 住まいを探す', 'paragraph: 本人は元気そうだ'])
})

test('[LD5.46] two copies stay told as one line while they are written on in', () => {
  const both = twoEditors()
  const { writer, peer } = both
  writer.editor.chain().setTextSelection(2).insertContent('住まいの希望').run()
  both.cut()
  for (const side of [writer, peer]) side.placeCaret('住まい', 6)
  writer.editor.chain().setNode('heading', { level: 3 }).insertContent('を聞く').run()
  peer.editor.chain().toggleBulletList().insertContentAt(4, 'お').run()
  both.mend()

  expect([notes(writer), notes(peer)]).toEqual([1, 1])
})
