import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state'
import { changedRange } from './changedRange.ts'
import { onlyToOwn } from './fromPeers.ts'

/** Takes the marks off whatever is no text where something changed; null where there are none. */
function withoutThem(before: EditorState, { doc, tr }: EditorState): Transaction | null {
  const changed = changedRange(before.doc, doc)
  if (changed === null) return null
  doc.nodesBetween(changed.from, changed.to, (node, at) => {
    if (node.isInline && !node.isText && node.marks.length > 0) tr.removeMark(at, at + node.nodeSize)
  })
  return tr.docChanged ? tr : null
}

/**
 * Bold and the like are of text alone. y-tiptap 3.0.9 writes no marks of a break of a line or of an organisation's name into
 * the note: they would be seen on this page, and nowhere else.
 */
export const MarksOnText = Extension.create({
  name: 'marksOnText',
  addProseMirrorPlugins: () => [
    onlyToOwn(
      new Plugin({
        appendTransaction: (transactions, before, state) =>
          transactions.some((each) => each.docChanged) ? withoutThem(before, state) : null,
      }),
    ),
  ],
})
