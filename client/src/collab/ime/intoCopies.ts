import { type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state'
import { relativePositionToAbsolutePosition, ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import type { TornEnd } from './tornEnds.ts'

/** Where the selection began and ended, as characters. */
export interface HeldEnds {
  readonly anchor: Y.RelativePosition
  readonly head: Y.RelativePosition
}

function placeOf(state: EditorState, text: Y.XmlText, index: number): number | null {
  const { doc, type, mapping } = ySyncPluginKey.getState(state).binding
  return relativePositionToAbsolutePosition(doc, type, Y.createRelativePositionFromTypeIndex(text, index), mapping)
}

/** How many of an end's characters, as it is in the copy now, stand before the place; null where it is in no such end. */
function offsetOf({ characters }: TornEnd, { item, assoc }: Y.RelativePosition): number | null {
  const at = characters.findIndex(({ id }) => Y.compareIDs(id, item))
  const before = characters.slice(0, assoc < 0 ? at + 1 : at)
  return item === null || at < 0 ? null : before.filter(({ fate }) => fate !== 'withdrawn').length
}

interface PlacedEnd {
  readonly end: TornEnd
  /** Where the text that it was torn from begins. */
  readonly from: number
  /** Where it begins in the copy. */
  readonly copyAt: number
}

/** Into the copy with what was written here, and out of it with what was withdrawn. */
function mend(tr: Transaction, { end, from, copyAt }: PlacedEnd): void {
  let place = copyAt
  for (const { fate, at } of end.characters) {
    const now = tr.mapping.map(place)
    if (fate === 'withdrawn') tr.delete(now, now + 1)
    if (fate !== 'written') place += 1
    else {
      tr.insert(now, tr.before.slice(from + at, from + at + 1).content)
      tr.delete(tr.mapping.map(from + at, 1), tr.mapping.map(from + at + 1, -1))
    }
  }
}

/** Where the ends stand that are shown as the document has them. */
function shown(state: EditorState, torn: readonly TornEnd[]): readonly PlacedEnd[] {
  return torn.flatMap((end) => {
    const from = placeOf(state, end.text, 0)
    const copyAt = placeOf(state, end.copy, end.copyAt)
    if (from === null || copyAt === null) return []
    return state.doc.textBetween(copyAt, copyAt + end.seen.length) === end.seen ? [{ end, from, copyAt }] : []
  })
}

/**
 * What one wrote in the end of a line that another tore off meanwhile goes where that is now, and the caret that stood in it
 * too; null where there is nothing to do.
 */
export function intoCopies(state: EditorState, torn: readonly TornEnd[], held: HeldEnds): Transaction | null {
  const { tr, selection } = state
  const ends = shown(state, torn)
  for (const end of ends) mend(tr, end)
  const put = (place: Y.RelativePosition): number | null => {
    const found = ends.map(({ end, copyAt }) => ({ begin: tr.mapping.map(copyAt, -1), offset: offsetOf(end, place) }))
    return found.flatMap(({ begin, offset }) => (offset === null ? [] : begin + offset))[0] ?? null
  }
  const [anchor, head] = [put(held.anchor), put(held.head)]
  if (selection instanceof TextSelection && (anchor ?? head) !== null) {
    const from = tr.doc.resolve(anchor ?? tr.mapping.map(selection.anchor))
    tr.setSelection(TextSelection.between(from, tr.doc.resolve(head ?? tr.mapping.map(selection.head))))
  }
  return tr.docChanged || tr.selectionSet ? tr : null
}
