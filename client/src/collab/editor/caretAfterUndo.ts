import { Extension } from '@tiptap/core'
import type { Node as ProseMirrorNode } from '@tiptap/pm/model'
import { type EditorState, Plugin, TextSelection, type Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'

/** Where what differs ends in the later document; null where nothing does. */
function endOfChange(before: ProseMirrorNode, after: ProseMirrorNode): number | null {
  const start = before.content.findDiffStart(after.content)
  const ends = before.content.findDiffEnd(after.content)
  if (start === null || ends === null) return null
  // Between equal characters the two searches may pass each other.
  return ends.b + Math.max(0, start - Math.min(ends.a, ends.b))
}

/** To what the undo or redo has changed, as in any editor, and into sight. */
function caretAtChange(transactions: readonly Transaction[], before: EditorState, after: EditorState) {
  if (!transactions.some((each) => each.getMeta(ySyncPluginKey)?.isUndoRedoOperation === true)) return null
  const end = endOfChange(before.doc, after.doc)
  if (end === null) return null
  return after.tr.setSelection(TextSelection.near(after.doc.resolve(end), -1)).scrollIntoView()
}

/** The caret after an undo or redo, which y-tiptap 3.0.9 leaves where the undone step began. */
export const CaretAfterUndo = Extension.create({
  name: 'caretAfterUndo',
  addProseMirrorPlugins: () => [new Plugin({ appendTransaction: caretAtChange })],
})
