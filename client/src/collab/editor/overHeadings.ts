import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, TextSelection, type Transaction } from '@tiptap/pm/state'
import { headingsOf, type PlacedSection, sectionsOf } from './formSection.ts'
import { isFromPeers } from './isFromPeers.ts'

/** What is selected over headings of the form taken out under each of them, and the caret where it began; null where it is under one. */
function withoutSelected(state: EditorState): Transaction | null {
  const { from, to } = state.selection
  const touched = sectionsOf(state.doc).filter((section) => from <= section.to && to >= section.from)
  const [first] = touched
  if (first === undefined || touched.length < 2) return null
  const { tr } = state
  for (const section of touched.toReversed()) {
    clear(tr, section, { from: Math.max(from, section.from), to: Math.min(to, section.to) })
  }
  return tr.setSelection(TextSelection.near(tr.doc.resolve(Math.max(from, first.from)))).scrollIntoView()
}

/** The line that the selection begins in stays, for what is written there instead; and no section is left without one. */
function clear(
  tr: Transaction,
  section: PlacedSection,
  { from, to }: { readonly from: number; readonly to: number },
): void {
  if (from === section.from) tr.deleteRange(from, to)
  else tr.delete(from, to)
  const left = tr.doc.nodeAt(section.from - 1)
  const paragraph = tr.doc.type.schema.nodes.paragraph
  if (left?.childCount === 0 && paragraph !== undefined) tr.insert(section.from, paragraph.create())
}

/** The same for a deletion that would take headings along: of the keyboard, of a cut, of a word that begins to be composed. */
function withHeadings(state: EditorState, transaction: Transaction): Transaction {
  if (!transaction.docChanged || isFromPeers(transaction)) return transaction
  if (headingsOf(transaction.doc) === headingsOf(state.doc)) return transaction
  const isDeletion = transaction.doc.eq(state.tr.deleteSelection().doc)
  return (isDeletion ? withoutSelected(state) : null) ?? transaction
}

/** Typing, pasting and deleting over headings of the form does so under each of them, as someone means who selects the whole form. */
export const OverHeadings = Extension.create({
  name: 'overHeadings',
  dispatchTransaction({ transaction, next }) {
    next(withHeadings(this.editor.state, transaction))
  },
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        handleTextInput(view, _from, _to, text) {
          const cleared = withoutSelected(view.state)
          if (cleared !== null) view.dispatch(cleared.insertText(text))
          return cleared !== null
        },
        handlePaste(view) {
          const cleared = withoutSelected(view.state)
          // The rest is done as with any paste.
          if (cleared !== null) view.dispatch(cleared)
          return false
        },
      },
    }),
  ],
})
