import { Extension, mergeAttributes, Node } from '@tiptap/core'
import type { Node as ProseMirrorNode } from '@tiptap/pm/model'
import { type EditorState, Plugin, TextSelection, type Transaction } from '@tiptap/pm/state'
import { isFromPeers, onlyToOwn } from './fromPeers.ts'

/** A heading of the council's form (様式) with what is written under it. The heading itself is no text. */
export const FormSection = Node.create({
  name: 'formSection',
  // Not `block+`: two people may each delete one of two last blocks, and then the whole section would go for everybody.
  content: 'block*',
  isolating: true,
  defining: true,
  selectable: false,
  draggable: false,
  addAttributes: () => ({
    sectionKey: { default: null, rendered: false },
    title: { default: null, rendered: false },
  }),
  renderHTML: ({ node, HTMLAttributes }) => [
    'section',
    mergeAttributes(HTMLAttributes, { class: 'form-section' }),
    ['h3', { class: 'form-section-title', contenteditable: 'false' }, String(node.attrs.title ?? '')],
    ['div', { class: 'form-section-text' }, 0],
  ],
})

/** Something that stands at the top of a note: a section of the form, or a line or table outside of it. */
export interface Part {
  readonly node: ProseMirrorNode
  /** Where what stands in it begins, and where it ends. */
  readonly from: number
  readonly to: number
}

export function partsOf(doc: ProseMirrorNode): readonly Part[] {
  const parts: Part[] = []
  doc.forEach((node, at) => {
    parts.push({ node, from: at + 1, to: at + node.nodeSize - 1 })
  })
  return parts
}

export const isSection = ({ node }: Part): boolean => node.type.name === 'formSection'

export const sectionsOf = (doc: ProseMirrorNode): readonly Part[] => partsOf(doc).filter(isSection)

/** The section that a place is in; null outside of the form. */
export const sectionAt = (doc: ProseMirrorNode, place: number): Part | null =>
  sectionsOf(doc).find(({ from, to }) => from <= place && place <= to) ?? null

const keysOf = (doc: ProseMirrorNode): readonly unknown[] =>
  doc.children.filter(({ type }) => type.name === 'formSection').map(({ attrs }) => attrs.sectionKey)

/** True where both have the same headings of the form in the same order. Asked several times with each key: it looks at no line. */
export function hasSameHeadings(doc: ProseMirrorNode, other: ProseMirrorNode): boolean {
  if (doc === other) return true
  const [keys, others] = [keysOf(doc), keysOf(other)]
  return keys.length === others.length && keys.every((key, place) => key === others[place])
}

const isEmptySection = ({ type, childCount }: ProseMirrorNode): boolean =>
  childCount === 0 && type.name === 'formSection'

/** An empty section has no place for a caret, so it is given a line with the next edit made here, and the caret back that was in it. */
function fillEmptySections(before: EditorState, state: EditorState): Transaction | null {
  const paragraph = state.schema.nodes.paragraph
  if (paragraph === undefined || !state.doc.children.some(isEmptySection)) return null
  const empty = sectionsOf(state.doc).filter(({ node }) => isEmptySection(node))
  const written = sectionAt(before.doc, before.selection.head)
  const { tr } = state
  for (const { node, from } of empty.toReversed()) {
    tr.insert(from, paragraph.create())
    const isWritten = node.attrs.sectionKey === written?.node.attrs.sectionKey
    if (isWritten) tr.setSelection(TextSelection.create(tr.doc, from + 1))
  }
  return tr
}

interface KeepSectionsOptions {
  readonly onRefused: () => void
}

/** Typing, deleting and pasting change what stands under the form's headings, never the headings. */
export const KeepSections = Extension.create<KeepSectionsOptions>({
  name: 'keepSections',
  priority: 500,
  addOptions: () => ({ onRefused: () => undefined }),
  addProseMirrorPlugins() {
    const { onRefused } = this.options
    return [
      onlyToOwn(
        new Plugin({
          filterTransaction(transaction, state) {
            if (!transaction.docChanged || isFromPeers(transaction)) return true
            const isKept = hasSameHeadings(transaction.doc, state.doc)
            if (!isKept) onRefused()
            return isKept
          },
          appendTransaction: (transactions, before, state) =>
            transactions.some((each) => each.docChanged) ? fillEmptySections(before, state) : null,
        }),
      ),
    ]
  },
})
