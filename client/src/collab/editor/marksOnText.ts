import { Extension } from '@tiptap/core'
import type { Node as ProseMirrorNode } from '@tiptap/pm/model'
import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state'
import { isFromPeers } from './isFromPeers.ts'

interface Range {
  readonly from: number
  readonly to: number
}

/** What differs; null where nothing does. Cost: what stands beside the changed lines, not what stands in it. */
function changedRange(before: ProseMirrorNode, after: ProseMirrorNode): Range | null {
  const from = after.content.findDiffStart(before.content)
  const ends = after.content.findDiffEnd(before.content)
  return from === null || ends === null ? null : { from: Math.min(from, ends.a), to: Math.max(from, ends.a) }
}

/** Takes the marks off whatever is no text there; null where there are none. */
function withoutThem({ doc, tr }: EditorState, { from, to }: Range): Transaction | null {
  doc.nodesBetween(from, to, (node, at) => {
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
    new Plugin({
      appendTransaction(transactions, before, state) {
        if (!transactions.some((each) => each.docChanged && !isFromPeers(each))) return null
        const changed = changedRange(before.doc, state.doc)
        return changed === null ? null : withoutThem(state, changed)
      },
    }),
  ],
})
