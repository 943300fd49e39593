import type { Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'

/** True for what came out of the shared document (another member's edit, one's own undo): it has happened and cannot be refused. */
export const isFromPeers = (transaction: Transaction): boolean => transaction.getMeta(ySyncPluginKey) !== undefined
