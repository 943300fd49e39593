import { Extension } from '@tiptap/core'
import type { Node as ProseMirrorNode } from '@tiptap/pm/model'
import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { uuidv4 } from 'lib0/random'
import { BLOCK_NODES } from '#shared/document/bodySchema.ts'
import { onlyToOwn } from './fromPeers.ts'
import { isBlock, pastedIds } from './pastedIds.ts'

interface Part {
  readonly from: number
  readonly to: number
}

/** The part of the later document outside which nothing was changed; null where nothing was. Cost: one look at each step. */
function changedPart(transactions: readonly Transaction[]): Part | null {
  let from = Number.POSITIVE_INFINITY
  let to = -1
  for (const map of transactions.flatMap(({ mapping }) => mapping.maps)) {
    from = map.map(from, -1)
    to = map.map(to, 1)
    map.forEach((_oldFrom, _oldTo, start, end) => {
      from = Math.min(from, start)
      to = Math.max(to, end)
    })
  }
  return to < 0 ? null : { from, to }
}

/** How many blocks stand under each id. */
function countIds(doc: ProseMirrorNode, { from, to }: Part): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>()
  doc.nodesBetween(from, to, ({ attrs: { blockId } }) => {
    counts.set(blockId, (counts.get(blockId) ?? 0) + 1)
  })
  return counts
}

/** Those places of blocks, after a change, that are to have a new id: blocks without one, and copies that the change has made. */
function idlessPlaces(before: ProseMirrorNode, after: ProseMirrorNode, part: Part): readonly number[] {
  const tail = after.content.size - part.to
  const stood = countIds(before, { from: part.from, to: before.content.size - tail })
  const places: number[] = []
  const kept = new Map<unknown, { readonly node: ProseMirrorNode; readonly at: number }[]>()
  after.nodesBetween(part.from, part.to, (node, at) => {
    if (!isBlock(node)) return
    const { blockId } = node.attrs
    if (blockId === null) {
      places.push(at)
      return
    }
    const holders = kept.get(blockId) ?? []
    kept.set(blockId, holders)
    // A line that two have made something else apart stands twice under its id (`doubledLines.ts`), and goes on to.
    const isCopy = holders.length >= Math.max(1, stood.get(blockId) ?? 0)
    const last = holders.at(-1)
    if (!isCopy) holders.push({ node, at })
    else if (last?.node.type === node.type && node.isTextblock && last.node.content.size === 0) {
      // Enter before a line: the words keep the id.
      places.push(last.at)
      holders.splice(-1, 1, { node, at })
    } else places.push(at)
  })
  return places
}

function withIds(
  transactions: readonly Transaction[],
  before: EditorState,
  { doc, tr, storedMarks }: EditorState,
  newId: () => string,
): Transaction | null {
  const part = changedPart(transactions)
  if (part === null || transactions.some((each) => each.getMeta('composition') !== undefined)) return null
  for (const at of idlessPlaces(before.doc, doc, part)) tr.setNodeAttribute(at, 'blockId', newId())
  return tr.docChanged ? tr.setStoredMarks(storedMarks) : null
}

/**
 * Every block has an id from the moment it is made, except while a word is being composed: a new attribute would redraw the
 * paragraph under the input method. Of a line that is torn the beginning keeps the id, unless it is empty; what is pasted
 * gets new ones; a whole block that is dragged elsewhere, or cut and pasted there, keeps its own. Opening a document writes
 * nothing.
 */
export const blockIds = (newId: () => string = uuidv4) =>
  Extension.create({
    name: 'blockIds',
    // Before other plugins look at what was changed, or pasted.
    priority: 10_000,
    addGlobalAttributes: () => [
      {
        types: [...BLOCK_NODES],
        attributes: {
          blockId: {
            default: null,
            parseHTML: () => null,
            renderHTML: ({ blockId }) => (blockId === null ? {} : { 'data-blockId': blockId }),
          },
        },
      },
    ],
    addProseMirrorPlugins() {
      return [
        onlyToOwn(
          new Plugin({
            appendTransaction: (transactions, before, state) => withIds(transactions, before, state, newId),
          }),
        ),
        pastedIds(this.editor.schema, newId),
      ]
    },
  })

/** Gives the ids that were left out during a composition. */
export function withMissingBlockIds(state: EditorState): Transaction {
  const { tr } = state
  state.doc.descendants((node, at) => {
    if (isBlock(node) && node.attrs.blockId === null) tr.setNodeAttribute(at, 'blockId', uuidv4())
  })
  return tr.setMeta('addToHistory', false)
}

/** A block that an undo leaves, because another writes in it, is left without what one gave it oneself: its id too. */
export const IdsAfterUndo = Extension.create({
  name: 'idsAfterUndo',
  addProseMirrorPlugins: () => [
    new Plugin({
      view(view) {
        const { undoManager } = yUndoPluginKey.getState(view.state)
        const giveIds = (): void => {
          const tr = withMissingBlockIds(view.state)
          if (tr.docChanged && !view.composing) view.dispatch(tr)
        }
        undoManager.on('stack-item-popped', giveIds)
        return { destroy: () => undoManager.off('stack-item-popped', giveIds) }
      },
    }),
  ],
})
