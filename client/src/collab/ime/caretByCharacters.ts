import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'

/**
 * Has y-tiptap go by the characters that the caret stands between, and by nothing else. Version 3.0.9 counts its place from the
 * beginning of the note too: where the text of the caret's line has changed, it looks for another line with the old text, so
 * that in an empty section it took the caret along to the next empty one; and where the note has become shorter in the meantime
 * it throws, and no longer shows the document.
 */
export const CaretByCharacters = Extension.create({
  name: 'caretByCharacters',
  addProseMirrorPlugins: () => [
    new Plugin({
      view({ state }) {
        const { binding } = ySyncPluginKey.getState(state)
        let held: object | null = binding.beforeTransactionSelection
        Object.defineProperty(binding, 'beforeTransactionSelection', {
          configurable: true,
          get: () => held,
          set: (selection: object | null) => {
            held = selection && { ...selection, absAnchor: null, absHead: null }
          },
        })
        return {}
      },
    }),
  ],
})
