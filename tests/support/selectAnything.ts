import { AllSelection, NodeSelection, type Selection, TextSelection } from '@tiptap/pm/state'
import { CellSelection, inSameTable } from '@tiptap/pm/tables'
import type { SeededRandom } from './seededRandom.ts'
import type { EditorSide } from './twoEditors.ts'

/** Selects at random what can be selected: words from anywhere to anywhere, a block, cells of a table, all. */
export function selectAnything({ editor: { view } }: Pick<EditorSide, 'editor'>, random: SeededRandom): void {
  const { doc, tr } = view.state
  const places: number[] = []
  const blocks: number[] = []
  const cells: number[] = []
  doc.descendants((node, at) => {
    if (node.isTextblock) places.push(at + 1, at + 1 + random.below(node.content.size + 1), at + 1 + node.content.size)
    if (node.isBlock && NodeSelection.isSelectable(node)) blocks.push(at)
    if (/^table(?:Cell|Header)$/.test(node.type.name)) cells.push(at)
  })
  const between = (): Selection =>
    TextSelection.between(doc.resolve(random.pick(places)), doc.resolve(random.pick(places)))
  const overCells = (): Selection => {
    if (cells.length === 0) return between()
    const [anchor, head] = [doc.resolve(random.pick(cells)), doc.resolve(random.pick(cells))]
    return inSameTable(anchor, head) ? new CellSelection(anchor, head) : between()
  }
  const choose = random.pick([
    between,
    between,
    between,
    overCells,
    () => NodeSelection.create(doc, random.pick(blocks)),
    () => new AllSelection(doc),
  ])
  view.dispatch(tr.setSelection(choose()))
}
