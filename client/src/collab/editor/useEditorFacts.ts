import type { Editor } from '@tiptap/core'
import { useCallback, useSyncExternalStore } from 'react'

/** What the toolbar shows about the place of the caret, as one text that changes only when it does. */
export function useEditorFacts<Name extends string>(
  editor: Editor,
  names: readonly Name[],
  holds: (editor: Editor, name: Name) => boolean,
): ReadonlySet<Name> {
  const subscribe = useCallback(
    (listener: () => void) => {
      editor.on('transaction', listener)
      return () => {
        editor.off('transaction', listener)
      }
    },
    [editor],
  )
  const facts = useSyncExternalStore(subscribe, () =>
    names.map((name) => (!editor.isDestroyed && holds(editor, name) ? '1' : '0')).join(''),
  )
  return new Set(names.filter((_name, place) => facts[place] === '1'))
}
