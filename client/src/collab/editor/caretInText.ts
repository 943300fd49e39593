import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { isInOneLine } from './isInOneLine.ts'
import { readCaret } from './readCaret.ts'

/** Keys that write nothing; some of them extend what the browser has selected. */
const WRITES_NOTHING = /^(?:Arrow|Home|End|Page|Shift|Control|Alt|Meta|Escape|Tab|F\d)/

/** True where the editor has its selection within one line, and the browser has not. */
function isAstray(view: EditorView, native: Selection): boolean {
  const { selection } = view.state
  // Over several lines the editor writes by itself what is typed.
  if (!isInOneLine(selection)) return false
  const line = view.nodeDOM(selection.$from.before())
  return line !== null && !(line.contains(native.anchorNode) && line.contains(native.focusNode))
}

function bringBack(view: EditorView): void {
  const native = view.dom.ownerDocument.getSelection()
  if (native === null || !isAstray(view, native)) return
  readCaret(view)
  if (!isAstray(view, native)) return
  const { selection } = view.state
  const [anchor, head] = [view.domAtPos(selection.anchor), view.domAtPos(selection.head)]
  native.setBaseAndExtent(anchor.node, anchor.offset, head.node, head.offset)
}

/**
 * What is typed goes where the editor's selection is. What is selected out of a table the table's plugin takes back to one
 * line, and the browser may be left with an end between the blocks: the letter would then stand on the screen there, and in
 * no document.
 */
export const CaretInText = Extension.create({
  name: 'caretInText',
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        handleKeyDown(view, { key }) {
          if (!view.composing && !WRITES_NOTHING.test(key)) bringBack(view)
          return false
        },
      },
    }),
  ],
})
