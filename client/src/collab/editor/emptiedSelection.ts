import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { isFromPeers } from './fromPeers.ts'

/** How often another has deleted all that was selected. */
const KEY = new PluginKey<number>('emptiedSelection')

const isOfOthers = (transaction: Transaction): boolean =>
  isFromPeers(transaction) && transaction.getMeta(ySyncPluginKey).isUndoRedoOperation !== true

/** A plugin for one editor: it knows up to where one has answered by a press since. */
function sparingWhatStandsThere(): Plugin<number> {
  let answered = 0
  const emptied = (state: EditorState): number => KEY.getState(state) ?? 0
  const answer = (state: EditorState): void => {
    answered = emptied(state)
  }
  /** True for the press that was meant for words that are gone; the next one is meant for what stands there. */
  const isTooLate = (state: EditorState): boolean => {
    const isGone = emptied(state) !== answered && state.selection.empty
    answer(state)
    return isGone
  }
  return new Plugin<number>({
    key: KEY,
    state: {
      init: () => 0,
      apply: (transaction, count, before, after) =>
        isOfOthers(transaction) && !before.selection.empty && after.selection.empty ? count + 1 : count,
    },
    props: {
      handleKeyDown({ state }, { key }) {
        if (key === 'Delete' || key === 'Backspace') return isTooLate(state)
        answer(state)
        return false
      },
      handleDOMEvents: {
        mousedown({ state }) {
          answer(state)
          return false
        },
        // The keyboard of a phone tells of no key.
        beforeinput({ state }, event) {
          const isSpared = isTooLate(state) && event.inputType.startsWith('delete')
          if (isSpared) event.preventDefault()
          return isSpared
        },
      },
    },
  })
}

/** Whoever deletes what they have selected at the moment in which another does so deletes nothing beside it. */
export const EmptiedSelection = Extension.create({
  name: 'emptiedSelection',
  priority: 700,
  addProseMirrorPlugins: () => [sparingWhatStandsThere()],
})
