import { Extension } from '@tiptap/core'
import type { Node, ResolvedPos } from '@tiptap/pm/model'
import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state'
import { CellSelection, cellAround, inSameTable } from '@tiptap/pm/tables'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { findBlock } from '../ime/placedBlocks.ts'

/** A cell has no id of its own, but what begins it has. */
function sameCell({ nodeAfter }: ResolvedPos, doc: Node): ResolvedPos | null {
  const block = findBlock(doc, nodeAfter?.firstChild?.attrs.blockId ?? null)
  return block === null ? null : cellAround(doc.resolve(block.at))
}

function cellsAgain(transactions: readonly Transaction[], { selection }: EditorState, after: EditorState) {
  if (!(selection instanceof CellSelection) || after.selection instanceof CellSelection) return null
  const isOfOthers = transactions.some((each) => each.getMeta(ySyncPluginKey)?.isUndoRedoOperation === false)
  if (!isOfOthers) return null
  const { doc, tr } = after
  const [anchor, head] = [sameCell(selection.$anchorCell, doc), sameCell(selection.$headCell, doc)]
  if (anchor === null || head === null || !inSameTable(anchor, head)) return null
  return tr.setSelection(new CellSelection(anchor, head))
}

/** Cells that are selected stay so while others write: y-tiptap 3.0.9 brings back the words of the last one alone. */
export const KeptCells = Extension.create({
  name: 'keptCells',
  addProseMirrorPlugins: () => [new Plugin({ appendTransaction: cellsAgain })],
})
