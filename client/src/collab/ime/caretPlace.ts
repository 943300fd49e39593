import type { Node, ResolvedPos } from '@tiptap/pm/model'
import { type EditorState, Selection, TextSelection, type Transaction } from '@tiptap/pm/state'
import { CellSelection } from '@tiptap/pm/tables'
import { sectionAt, sectionsOf } from '../editor/formSection.ts'
import { heirOf, textOf } from './placedBlocks.ts'

/** One end of a selection: the line that it stands in, and where in it. */
interface LinePlace {
  readonly blockId: string
  /** What the line is, and what stands around it: a line that is made something else is written anew, and every place in it is lost. */
  readonly kind: string
  readonly text: string
  readonly offset: number
}

/** Where the caret stands; both ends of a selection. */
export interface CaretPlace {
  readonly doc: Node
  readonly at: number
  /** null: in no line that has an id. */
  readonly anchor: LinePlace | null
  readonly head: LinePlace | null
  /** Under which heading of the form, and how far below it; null outside of the form. */
  readonly section: { readonly key: unknown; readonly offset: number } | null
}

/** Where all is selected, no end is in a line or under a heading: there is nothing to bring back. */
export function caretPlace({ doc, selection }: EditorState): CaretPlace {
  const { $anchor } = selection
  // Of cells, the line that the last one begins with.
  const $head = selection instanceof CellSelection ? doc.resolve(selection.$headCell.pos + 2) : selection.$head
  const section = sectionAt(doc, $head.pos)
  return {
    ...{ doc, at: $head.pos, anchor: linePlace($anchor), head: linePlace($head) },
    section: section && { key: section.node.attrs.sectionKey, offset: $head.pos - section.from },
  }
}

function linePlace($place: ResolvedPos): LinePlace | null {
  const { parent, parentOffset: offset, depth } = $place
  const blockId: unknown = parent.isTextblock ? parent.attrs.blockId : null
  const kind = Array.from({ length: depth + 1 }, (_, at) => $place.node(at).type.name).join(' ')
  return typeof blockId === 'string' ? { blockId, kind, text: textOf(parent), offset } : null
}

const isInSameLine = ({ blockId, kind }: LinePlace, $now: ResolvedPos): boolean => {
  const now = linePlace($now)
  return now?.blockId === blockId && now.kind === kind
}

/** Back into the lines that it stood in, whatever those are now, or under the heading that it stood under; null when it is there. */
export function caretBack(state: EditorState, caret: CaretPlace): Transaction | null {
  if (state.selection instanceof CellSelection) return null
  const { $anchor, $head } = state.selection
  const back = (end: LinePlace | null, $now: ResolvedPos): number => placeBack(state.doc, end, $now, caret.doc)
  const [anchor, head] = [back(caret.anchor, $anchor), back(caret.head, $head)]
  if (anchor === $anchor.pos && head === $head.pos)
    return caret.head !== null && isInSameLine(caret.head, $head) ? null : intoSection(state, caret)
  const { doc, tr } = state
  return tr.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head)))
}

/** Where an end belongs that is at `now`: there, when its line is the same or no more. */
function placeBack(doc: Node, end: LinePlace | null, now: ResolvedPos, before: Node): number {
  if (end === null || isInSameLine(end, now)) return now.pos
  return heirOf(doc, end, before)?.placeOf(end.offset) ?? now.pos
}

/** Whoever goes on typing writes under the same heading, though its last line was taken away under their hands. */
function intoSection({ doc, selection, schema, tr }: EditorState, { section }: CaretPlace): Transaction | null {
  const isThere = (place: number): boolean => sectionAt(tr.doc, place)?.node.attrs.sectionKey === section?.key
  const left = sectionsOf(doc).find(({ node }) => node.attrs.sectionKey === section?.key)
  const { paragraph } = schema.nodes
  if (section === null || left === undefined || paragraph === undefined || isThere(selection.head)) return null
  if (left.node.childCount === 0) tr.insert(left.from, paragraph.create())
  const { to } = sectionAt(tr.doc, left.from) ?? left
  const place = tr.doc.resolve(Math.min(left.from + section.offset, to))
  const near = [-1, 1].map((towards) => Selection.findFrom(place, towards, true))
  const text = near.find((found) => found !== null && isThere(found.head))
  return text ? tr.setSelection(text) : null
}
