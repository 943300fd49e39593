import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { ContentType, type Item, type Transaction, UndoManager, XmlElement, type XmlFragment } from 'yjs'

/** Nodes that are none without the line that they begin with. */
const ENTRIES: readonly string[] = ['listItem', 'taskItem']

/**
 * True for a block or a text that another has written in. What one wrote in it oneself was taken out before, so what is left
 * is another's; and an entry of a list that keeps something keeps its line too.
 */
function isInUse({ content, parent }: Item): boolean {
  if (!(content instanceof ContentType)) return false
  if (content.type._length > 0) return true
  const entry = parent instanceof XmlElement && ENTRIES.includes(parent.nodeName) ? parent : null
  return entry !== null && entry.length > 1 && entry.get(0) === content.type
}

/** As y-tiptap 3.0.9 makes it, which keeps another's words in paragraphs only: with a list or a table that is taken back they would go. */
export const ownUndo = (body: XmlFragment): UndoManager =>
  new UndoManager(body, {
    trackedOrigins: new Set([ySyncPluginKey]),
    captureTransaction: ({ meta }: Transaction) => meta.get('addToHistory') !== false,
    deleteFilter: (item: Item) => !isInUse(item),
  })
