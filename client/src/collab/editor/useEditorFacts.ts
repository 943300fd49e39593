import type { Editor } from '@tiptap/core'
import { useCallback, useSyncExternalStore } from 'react'
import { nextFrame } from '../ime/nextFrame.ts'

/** What the toolbar shows about the place of the caret, as one text that changes only when it does; looked at after the frame, since a letter comes first. */
export function useEditorFacts<Name extends string>(
  editor: Editor,
  names: readonly Name[],
  holds: (editor: Editor, name: Name) => boolean,
): ReadonlySet<Name> {
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
  const facts = useSyncExternalStore(subscribe, () =>
    names.map((name) => (!editor.isDestroyed && holds(editor, name) ? '1' : '0')).join(''),
  )
  return new Set(names.filter((_name, place) => facts[place] === '1'))
}
