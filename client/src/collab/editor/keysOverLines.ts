import { Extension } from '@tiptap/core'
import { GapCursor } from '@tiptap/pm/gapcursor'
import { AllSelection, Selection, TextSelection } from '@tiptap/pm/state'
import { isInOneLine } from './isInOneLine.ts'
import { type ListName, toggleLists } from './lineKinds.ts'

const isOverLines = (selection: Selection): boolean =>
  selection instanceof AllSelection || (selection instanceof TextSelection && !isInOneLine(selection))

/**
 * Keys where no single line has the caret. Tiptap 3.31 throws there, and nothing happens: at Enter over several entries of a
 * list, which it splits as if they were still there; at Backspace and Delete between two blocks, where it asks for the line.
 * And the keys of lists, which by Tiptap take the lines' ids away.
 */
export const KeysOverLines = Extension.create({
  name: 'keysOverLines',
  priority: 600,
  addKeyboardShortcuts() {
    const { editor } = this
    const endLine = (): boolean => {
      if (!isOverLines(editor.state.selection)) return false
      editor.commands.deleteSelection()
      return editor.state.selection.$from.parent.content.size === 0 || editor.commands.enter()
    }
    const intoText = (towards: -1 | 1) => (): boolean => {
      const { selection, tr } = editor.state
      if (!(selection instanceof GapCursor)) return false
      const text = Selection.findFrom(selection.$from, towards, true)
      if (text !== null) editor.view.dispatch(tr.setSelection(text))
      return true
    }
    const intoLists = (name: ListName) => (): boolean => toggleLists(editor.chain(), name).run()
    return {
      ...{ Enter: endLine, Backspace: intoText(-1), Delete: intoText(1) },
      ...{ 'Mod-Shift-7': intoLists('orderedList'), 'Mod-Shift-8': intoLists('bulletList') },
      'Mod-Shift-9': intoLists('taskList'),
    }
  },
})
