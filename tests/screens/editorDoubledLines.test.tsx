import { expect, test } from 'vitest'
import { type EditorSide, twoEditors } from '#tests/support/twoEditors.ts'

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
