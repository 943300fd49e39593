import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import { setLines } from '#client/collab/editor/lineKinds.ts'
import { type EditorSide, twoEditors } from '#tests/support/twoEditors.ts'

/** What one does next is a step of its own. */
const endStep = ({ editor }: EditorSide): void => yUndoPluginKey.getState(editor.state).undoManager.stopCapturing()

function write({ editor }: EditorSide, ...lines: readonly string[]): void {
  editor.commands.setTextSelection(2)
  for (const [index, line] of lines.entries()) {
    if (index > 0) editor.commands.splitBlock()
    editor.commands.insertContent(line)
  }
}

const first = ({ lines }: EditorSide, count: number): readonly string[] => lines().slice(0, count)

test('[LD5.31] of lines that were made decisions, deleted and brought back, an undo gives back those that nobody has made anything else', () => {
  const { writer, peer } = twoEditors()
  write(writer, '住まい', '仕事')
  endStep(writer)
  const end = writer.editor.state.selection.head
  setLines(writer.editor.chain().setTextSelection({ from: 2, to: end }), 'decision').run()
  endStep(writer)
  writer.editor.commands.deleteRange({ from: 1, to: writer.editor.state.doc.resolve(1).end() })
  endStep(writer)
  writer.editor.commands.undo()
  peer.placeCaret('住まい', 1)
  peer.editor.commands.setNode('heading', { level: 1 })
  writer.editor.commands.undo()

  expect(first(writer, 3)).toEqual(['heading: 住まい', 'paragraph: 仕事', 'paragraph: '])
  expect(peer.lines()).toEqual(writer.lines())
})

test('[LD5.31] of a line that both made something else apart, an undo takes one’s own copy away and brings back no third', () => {
  const both = twoEditors()
  const { writer, peer } = both
  write(writer, '住まい')
  endStep(writer)
  both.cut()
  writer.editor.commands.setNode('decision')
  peer.placeCaret('住まい', 1)
  peer.editor.commands.setNode('heading', { level: 1 })
  both.mend()
  writer.editor.commands.undo()

  expect(first(writer, 2)).toEqual(['heading: 住まい', 'paragraph: '])
  expect(peer.lines()).toEqual(writer.lines())
})

test('[LD5.23] a name tag that was written over comes back with an undo, also when another has taken out what was written', () => {
  const { writer, peer } = twoEditors()
  write(writer, '住まい')
  const TAG = { type: 'organisationMention', attrs: { organisationId: 'org_1', organisationName: 'A市' } }
  writer.editor.commands.insertContent(TAG)
  endStep(writer)
  writer.editor.chain().deleteRange({ from: 5, to: 6 }).insertContent('市').run()
  endStep(writer)
  peer.placeCaret('住まい', 4)
  peer.editor.commands.deleteRange({ from: 5, to: 6 })
  writer.editor.commands.undo()

  expect(writer.editor.getText()).toContain('住まいA市')
})

test('[LD5.23] Enter is undone also in a line that was deleted and brought back since', () => {
  const { writer } = twoEditors()
  write(writer, '今日は面談した')
  endStep(writer)
  writer.editor.chain().setTextSelection(5).splitBlock().run()
  endStep(writer)
  writer.placeCaret('今日は', 1)
  writer.editor.commands.deleteNode('paragraph')
  endStep(writer)
  writer.editor.commands.undo()
  writer.editor.commands.undo()

  expect(first(writer, 2)).toEqual(['paragraph: 今日は面談した', 'paragraph: '])
})
