import { Extension } from '@tiptap/core'
import type { Node as ProseMirrorNode } from '@tiptap/pm/model'
import { type EditorState, Plugin, TextSelection, type Transaction } from '@tiptap/pm/state'
import type { Bridge } from './bridge.ts'
import type { LostBlock } from './unseenWords.ts'

/** One character for each position, so that an offset in the text is one in the block. */
const textOf = (block: ProseMirrorNode): string => block.textBetween(0, block.content.size, undefined, '\ufffc')

interface PlacedBlock {
  readonly node: ProseMirrorNode
  /** The position before the block. */
  readonly at: number
}

function findBlock(doc: ProseMirrorNode, blockId: string | null): PlacedBlock | null {
  let found: PlacedBlock | null = null
  if (blockId === null) return null
  doc.descendants((node, at) => {
    if (found === null && node.attrs.blockId === blockId) found = { node, at }
    return found === null
  })
  return found
}

const sharedStart = (one: string, other: string): number => {
  let length = 0
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1
  return length
}

const sharedEnd = (one: string, other: string, beyond: number): number => {
  const longest = Math.min(one.length, other.length) - beyond
  let length = 0
  while (length < longest && one.at(-1 - length) === other.at(-1 - length)) length += 1
  return length
}

/** Where an offset of the old text is in the new one, going by what both begin and end with. */
export function movedOffset(offset: number, before: string, after: string): number {
  const start = sharedStart(before, after)
  if (offset <= start) return offset
  return after.length - Math.min(before.length - offset, sharedEnd(before, after, start))
}

/** Writes the words into the block that took the place of theirs; says where the last of them ends. */
function intoBlock(tr: Transaction, { node, at }: PlacedBlock, { runs, seen }: LostBlock): number {
  const text = textOf(node)
  const start = tr.mapping.map(at) + 1
  let end = start
  let added = 0
  for (const run of runs) {
    const place = start + movedOffset(run.offset, seen, text) + added
    tr.insertText(run.text, place)
    added += run.text.length
    end = place + run.text.length
  }
  return end
}

/** Writes the words as a line of their own, after the nearest block that is still there; says where they end. */
function asLine(tr: Transaction, { runs, neighbours }: LostBlock): number | null {
  const { paragraph } = tr.doc.type.schema.nodes
  const neighbour = neighbours.map((id) => findBlock(tr.doc, id)).find((found) => found !== null) ?? null
  if (paragraph === undefined) return null
  const text = runs.map((run) => run.text).join('')
  const isInside = neighbour?.node.type.name === 'formSection'
  const at = neighbour === null ? tr.doc.content.size : neighbour.at + (isInside ? 1 : neighbour.node.nodeSize)
  tr.insert(at, paragraph.create(null, tr.doc.type.schema.text(text)))
  return tr.mapping.maps.at(-1)?.map(at, 1) ?? null
}

/** Puts back what fell with its block. The caret goes after it when it stood there, `caretBlockId` being its block before. */
export function carriedOver(state: EditorState, lost: readonly LostBlock[], caretBlockId: string | null): Transaction {
  const { tr } = state
  for (const block of lost) {
    const heir = findBlock(state.doc, block.blockId)
    const end = heir?.node.isTextblock ? intoBlock(tr, heir, block) : asLine(tr, block)
    if (end !== null && block.blockId !== null && block.blockId === caretBlockId)
      tr.setSelection(TextSelection.near(tr.doc.resolve(end), -1))
  }
  return tr
}

function blockAtCaret({ selection }: EditorState): string | null {
  const { blockId } = selection.$from.parent.attrs
  return typeof blockId === 'string' ? blockId : null
}

/** What one wrote in a line that another meanwhile made a heading, a list item or nothing at all is written where the line went. */
export const carryOver = (bridge: Bridge) =>
  Extension.create({
    name: 'carryOver',
    addProseMirrorPlugins: () => [
      new Plugin({
        view(view) {
          let caretBlockId: string | null = null
          const stop = bridge.watchInward({
            before: () => {
              caretBlockId = blockAtCaret(view.state)
            },
            lost: (blocks) => view.dispatch(carriedOver(view.state, blocks, caretBlockId)),
          })
          return { destroy: stop }
        },
      }),
    ],
  })
