import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state'
import { onlyToOwn } from './fromPeers.ts'

/** Where the block of this kind begins of which all words are selected; null where there is none. */
function allSelected({ selection: { $from, to } }: EditorState, name: string): number | null {
  const isAll = $from.parentOffset === 0 && $from.parent.content.size > 0 && to >= $from.end()
  return isAll && $from.parent.type.name === name ? $from.before() : null
}

function asPlainLine(
  transactions: readonly Transaction[],
  before: EditorState,
  { doc, schema, tr }: EditorState,
  name: string,
): Transaction | null {
  const place = allSelected(before, name)
  const done = transactions.map((each) => each.getMeta('uiEvent'))
  if (place === null || !(done.includes('cut') || done.includes('drop'))) return null
  const at = transactions.reduce((mapped, { mapping }) => mapping.map(mapped), place)
  const left = doc.nodeAt(at)
  if (left?.type.name !== name || left.content.size > 0) return null
  // Words that were dragged into another line are words alone there; where the block was, its id went along.
  const hasGone = done.includes('cut') || left.attrs.blockId !== before.doc.nodeAt(place)?.attrs.blockId
  return hasGone ? tr.setNodeMarkup(at, schema.nodes.paragraph) : null
}

/** Whoever cuts all words of a block with fields, or drags it elsewhere by them, takes the block along: what stays is an empty line, and no second task of the same person. */
export const takenWhole = (name: string): Plugin =>
  onlyToOwn(
    new Plugin({
      appendTransaction: (transactions, before, state) => asPlainLine(transactions, before, state, name),
    }),
  )
