import { AllSelection, type EditorState, Selection, TextSelection, type Transaction } from '@tiptap/pm/state'
import { movedOffset } from '#shared/document/carryWords.ts'
import { sectionAt, sectionsOf } from '../editor/formSection.ts'
import { isInOneLine } from '../editor/isInOneLine.ts'
import { findBlock, type PlacedBlock, textOf } from './placedBlocks.ts'

/** The line that the caret stands in, and where in it; both ends of a selection. */
export interface CaretPlace {
  /** null: the selection is no text of one line. */
  readonly blockId: string | null
  readonly text: string
  readonly anchor: number
  readonly head: number
  /** Under which heading of the form, and how far below it; null outside of the form. */
  readonly section: { readonly key: unknown; readonly offset: number } | null
}

/** Null where all is selected. */
export function caretPlace({ doc, selection }: EditorState): CaretPlace | null {
  if (selection instanceof AllSelection) return null
  const { $anchor, $head } = selection
  const blockId: unknown = isInOneLine(selection) ? $head.parent.attrs.blockId : null
  const section = sectionAt(doc, $head.pos)
  return {
    ...{
      blockId: typeof blockId === 'string' ? blockId : null,
      text: textOf($head.parent),
      anchor: $anchor.parentOffset,
      head: $head.parentOffset,
    },
    section: section && { key: section.node.attrs.sectionKey, offset: $head.pos - section.from },
  }
}

/** Back into the line that it stood in, whatever that is now, or under the heading that it stood under; null when it is there. */
export function caretBack(state: EditorState, caret: CaretPlace | null): Transaction | null {
  if (caret === null) return null
  if (caret.blockId !== null && caretPlace(state)?.blockId === caret.blockId) return null
  const line = findBlock(state.doc, caret.blockId)
  return line?.node.isTextblock ? intoLine(state, caret, line) : intoSection(state, caret)
}

function intoLine(state: EditorState, caret: CaretPlace, line: PlacedBlock): Transaction {
  const text = textOf(line.node)
  const placeOf = (offset: number): number => line.at + 1 + movedOffset(offset, caret.text, text)
  return state.tr.setSelection(TextSelection.create(state.doc, placeOf(caret.anchor), placeOf(caret.head)))
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
