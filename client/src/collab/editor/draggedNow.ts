import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'

function refresh(view: EditorView): void {
  const { dragging, state } = view
  if (dragging === null) return
  const { slice } = view.serializeForClipboard(state.selection.content())
  view.dragging = Object.assign(dragging, { slice })
}

/**
 * What is dragged is let go as it stands by then: ProseMirror takes out what is selected now, and puts in what was when the
 * mouse went down, so that words that another has written between would go, and words they have deleted come back.
 */
export const DraggedNow = Extension.create({
  name: 'draggedNow',
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        handleDOMEvents: {
          drop(view) {
            refresh(view)
            return false
          },
        },
      },
    }),
  ],
})
