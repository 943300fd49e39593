import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { ySyncPluginKey, yUndoPluginKey } from '@tiptap/y-tiptap'

/**
 * After an undo the caret is read anew before the next one. y-tiptap 3.0.9 leaves the one that the undone step began with,
 * counted in the note as it was then; where the note is shorter now it throws, and the editor no longer shows the document.
 */
export const CaretAfterUndo = Extension.create({
  name: 'caretAfterUndo',
  addProseMirrorPlugins: () => [
    new Plugin({
      view(view) {
        const { undoManager } = yUndoPluginKey.getState(view.state)
        const forget = (): void => {
          ySyncPluginKey.getState(view.state).binding.beforeTransactionSelection = null
        }
        undoManager.on('stack-item-popped', forget)
        return { destroy: () => undoManager.off('stack-item-popped', forget) }
      },
    }),
  ],
})
