import { Plugin, type Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'

/** True for what came out of the shared document (another member's edit, one's own undo): it has happened and cannot be refused. */
export const isFromPeers = (transaction: Transaction): boolean => transaction.getMeta(ySyncPluginKey) !== undefined

/** True for that, and for what a plugin has added to it. */
const isTold = (transaction: Transaction): boolean =>
  isFromPeers(transaction.getMeta('appendedTransaction') ?? transaction)

/** The plugin, but it adds nothing to what came out of the shared document: y-tiptap would leave that on this page alone. */
export function onlyToOwn(plugin: Plugin): Plugin {
  const { appendTransaction } = plugin.spec
  return new Plugin({
    ...plugin.spec,
    appendTransaction: (transactions, before, state) =>
      transactions.some(isTold) ? null : appendTransaction?.call(plugin, transactions, before, state),
  })
}
