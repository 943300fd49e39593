import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { readCaret } from './readCaret.ts'

/** What can be reached inside of the note: the fields of blocks, the boxes of tasks. */
const STOPS = 'input, select'
/** Whoever writes in one of these goes to its own stops first, though they stand before the words. */
const AROUND = '.block-with-fields, li'

function stopsBeforeCaret(view: EditorView): readonly HTMLElement[] {
  readCaret(view)
  const { node: caret } = view.domAtPos(view.state.selection.head)
  return [...view.dom.querySelectorAll<HTMLElement>(STOPS)].filter(
    (stop) =>
      stop.closest(AROUND)?.contains(caret) !== true &&
      (stop.compareDocumentPosition(caret) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
  )
}

/**
 * Tab goes onward from the caret. The browser goes on from the beginning of whatever has the keyboard, which is the note as a
 * whole, and so from its last line through every field in it.
 */
export const TabOnward = Extension.create({
  name: 'tabOnward',
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        handleKeyDown(view, { key, shiftKey }) {
          if (key !== 'Tab' || shiftKey || view.composing) return false
          const stops = stopsBeforeCaret(view)
          for (const stop of stops) stop.tabIndex = -1
          // By then the browser has gone on.
          setTimeout(() => {
            for (const stop of stops) stop.removeAttribute('tabindex')
          }, 0)
          return false
        },
      },
    }),
  ],
})
