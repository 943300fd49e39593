import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, TextSelection, type Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { changedRange } from './changedRange.ts'

/** To what the undo or redo has changed, as in any editor, and into sight. */
function caretAtChange(transactions: readonly Transaction[], before: EditorState, after: EditorState) {
  if (!transactions.some((each) => each.getMeta(ySyncPluginKey)?.isUndoRedoOperation === true)) return null
  const changed = changedRange(before.doc, after.doc)
  if (changed === null) return null
  return after.tr.setSelection(TextSelection.near(after.doc.resolve(changed.to), -1)).scrollIntoView()
}

/** The caret after an undo or redo, which y-tiptap 3.0.9 leaves where the undone step began. */
export const CaretAfterUndo = Extension.create({
  name: 'caretAfterUndo',
  addProseMirrorPlugins: () => [new Plugin({ appendTransaction: caretAtChange })],
})
