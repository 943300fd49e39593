import { Extension } from '@tiptap/core'
import { UniqueID } from '@tiptap/extension-unique-id'
import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { uuidv4 } from 'lib0/random'
import { BLOCK_NODES } from '#shared/document/bodySchema.ts'
import { onlyToOwn } from './fromPeers.ts'

const isBlock = new Set<string>(BLOCK_NODES)

/**
 * Every block has an id from the moment it is made, except while a word is being composed: a new attribute would redraw the
 * paragraph under the input method. Opening a document writes nothing, so the extension's own start is left out.
 */
export const blockIds = UniqueID.extend({
  onCreate: () => undefined,
  onDestroy: () => undefined,
  addProseMirrorPlugins(this: { readonly parent: (() => Plugin[]) | null | undefined }) {
    return (this.parent?.() ?? []).map(onlyToOwn)
  },
}).configure({
  attributeName: 'blockId',
  types: [...BLOCK_NODES],
  generateID: uuidv4,
  filterTransaction: (transaction) => transaction.getMeta('composition') === undefined,
})

/** Gives the ids that were left out during a composition. */
export function withMissingBlockIds(state: EditorState): Transaction {
  const { tr } = state
  state.doc.descendants((node, at) => {
    if (isBlock.has(node.type.name) && node.attrs.blockId === null) tr.setNodeAttribute(at, 'blockId', uuidv4())
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
