import { type EditorState, Plugin, TextSelection, type Transaction } from '@tiptap/pm/state'

/** Where what was put in last ends. */
function endOf({ mapping }: Transaction): number {
  let end = 0
  for (const [step, map] of mapping.maps.entries())
    map.forEach((_oldFrom, _oldTo, _newFrom, newTo) => {
      end = Math.max(end, mapping.slice(step + 1).map(newTo))
    })
  return end
}

function withLine(end: number, { doc, schema, tr }: EditorState): Transaction | null {
  const { nodeBefore, nodeAfter } = doc.resolve(end)
  const { paragraph } = schema.nodes
  const isShut = nodeBefore?.type.spec.tableRole === 'table' || nodeBefore?.type.name === 'horizontalRule'
  if (!isShut || nodeAfter !== null || paragraph === undefined) return null
  tr.insert(end, paragraph.create())
  return tr.setSelection(TextSelection.create(tr.doc, end + 1)).scrollIntoView()
}

/**
 * Whoever has pasted a table or a rule at the end of what stands under a heading goes on in a line behind it: ProseMirror looks
 * for the next line there is, which is under the next heading, or back in the table.
 */
export const lineBehindPasted = (): Plugin =>
  new Plugin({
    appendTransaction(transactions, _before, state) {
      const place = transactions.findIndex((transaction) => transaction.getMeta('paste') === true)
      const pasted = transactions[place]
      if (pasted === undefined) return null
      // Other plugins may have given it ids since.
      const end = transactions.slice(place + 1).reduce((at, { mapping }) => mapping.map(at), endOf(pasted))
      return withLine(end, state)
    },
  })
