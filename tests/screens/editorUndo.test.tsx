import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import { twoEditors } from '#tests/support/twoEditors.ts'

test('[LD5.12] after an undo in a line that another meanwhile made shorter, what the other writes goes on arriving', () => {
  const { writer, peer } = twoEditors()
  writer.editor.chain().setTextSelection(2).insertContent('会議の前に書いておいた長い一行').run()
  yUndoPluginKey.getState(writer.editor.state).undoManager.stopCapturing()
  writer.editor.commands.insertContent('い')
  peer.editor.commands.deleteRange({ from: 2, to: 17 })

  writer.editor.commands.undo()
  peer.editor.chain().setTextSelection(2).insertContent('つづき').run()
  writer.editor.commands.insertContent('。')

  expect(writer.lines()).toEqual(peer.lines())
  expect(writer.lines()[0]).toBe('paragraph: 。つづき')
})
