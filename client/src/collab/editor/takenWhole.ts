import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state'
import { onlyToOwn } from './fromPeers.ts'

/** The block of this kind of which one has just selected all words, where it begins; null where there is none. */
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
  const isTaken = transactions.some((each) => ['cut', 'drop'].includes(each.getMeta('uiEvent')))
  if (place === null || !isTaken) return null
  const at = transactions.reduce((mapped, { mapping }) => mapping.map(mapped), place)
  const left = doc.nodeAt(at)
  return left?.type.name === name && left.content.size === 0 ? tr.setNodeMarkup(at, schema.nodes.paragraph) : null
}

/** Whoever cuts all words of a block with fields, or drags them elsewhere, takes the block along: what stays is an empty line, and no second task of the same person. */
export const takenWhole = (name: string): Plugin =>
  onlyToOwn(
    new Plugin({
      appendTransaction: (transactions, before, state) => asPlainLine(transactions, before, state, name),
    }),
  )
