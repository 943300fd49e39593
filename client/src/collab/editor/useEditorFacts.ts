import type { Editor } from '@tiptap/core'
import { useCallback, useSyncExternalStore } from 'react'
import { nextFrame } from '../ime/nextFrame.ts'

/** What is shown about the editor, as one text that changes only when that does; read after the frame, since a letter comes first. */
export function useEditorText(editor: Editor, read: (editor: Editor) => string): string {
  const subscribe = useCallback(
    (listener: () => void) => {
      let isDue = false
      const lookSoon = async () => {
        if (isDue) return
        isDue = true
        await nextFrame()
        isDue = false
        listener()
      }
      editor.on('transaction', lookSoon)
      return () => {
        editor.off('transaction', lookSoon)
      }
    },
    [editor],
  )
  return useSyncExternalStore(subscribe, () => (editor.isDestroyed ? '' : read(editor)))
}

/** Which of the names hold at the place of the caret. */
export function useEditorFacts<Name extends string>(
  editor: Editor,
  names: readonly Name[],
  holds: (editor: Editor, name: Name) => boolean,
): ReadonlySet<Name> {
  const facts = useEditorText(editor, (at) => names.map((name) => (holds(at, name) ? '1' : '0')).join(''))
  return new Set(names.filter((_name, place) => facts[place] === '1'))
}
