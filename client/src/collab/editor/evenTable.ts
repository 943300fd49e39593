import type { Editor } from '@tiptap/core'
import { Table } from '@tiptap/extension-table'
import { Plugin } from '@tiptap/pm/state'
import { fixTables, isInTable } from '@tiptap/pm/tables'
import { onlyToOwn } from './fromPeers.ts'

/** The tables' own plugin, which mends here what others have left uneven only once somebody here does something in a table. */
function mendingLater(plugin: Plugin): Plugin {
  const { appendTransaction } = plugin.spec
  const mending = new Plugin({
    ...plugin.spec,
    appendTransaction(transactions, before, state) {
      const mended = isInTable(state) ? fixTables(state) : undefined
      return mended ?? appendTransaction?.call(plugin, transactions, before, state)
    },
  })
  return onlyToOwn(mending)
}

/**
 * A table is on the screen as it is in the note. One who adds a row while another adds a column leave a row short; each page
 * would fill it with a cell that nobody else has, and everything behind would stand elsewhere there than in the note. It is
 * filled by whoever works in the table next, for all.
 */
export const EvenTable = Table.extend({
  addKeyboardShortcuts() {
    // Tiptap's own adds a row in the last cell, time and again: by the keyboard alone nobody would come out of the note.
    return { ...this.parent?.(), Tab: ({ editor }) => editor.commands.goToNextCell() }
  },
  addProseMirrorPlugins() {
    return (this.parent?.() ?? []).map(mendingLater)
  },
})

/** Fills the tables that others have left uneven, before something is done with one of them as a whole. */
export function evenOut({ state, view }: Editor): void {
  const mended = fixTables(state)
  if (mended !== undefined) view.dispatch(mended)
}
