import { Extension } from '@tiptap/core'

const ENTRIES: readonly string[] = ['listItem', 'taskItem']

/**
 * Enter at the beginning of an entry makes an empty one before it. Tiptap 3.31 tears the entry in two there: the words would
 * be written anew in the shared document, and twice where another changes them meanwhile, and their tick would stay behind.
 */
export const EntryBefore = Extension.create({
  name: 'entryBefore',
  priority: 600,
  addKeyboardShortcuts: () => ({
    Enter({ editor: { state, view } }) {
      const { selection, schema, tr } = state
      const { $from, empty } = selection
      const entry = $from.depth > 0 ? $from.node(-1) : null
      const isBeginning = empty && $from.parentOffset === 0 && $from.parent.content.size > 0
      if (entry === null || !isBeginning || $from.index(-1) > 0 || !ENTRIES.includes(entry.type.name)) return false
      const line = schema.nodes.paragraph?.create()
      view.dispatch(tr.insert($from.before(-1), entry.type.create(null, line)).scrollIntoView())
      return true
    },
  }),
})
