import { Editor } from '@tiptap/core'
import { type RefObject, useEffect, useState } from 'react'
import type { Clock } from '#shared/core/time.ts'
import type { DocumentConnection } from '../connection/documentConnection.ts'
import { browserTimers } from '../connection/timers.ts'
import { type CollabWords, fill } from '../words.ts'
import type { CommandMenuPorts } from './commandMenu.ts'
import type { Directory } from './directory.ts'
import { EDITOR_OPTIONS, editorExtensions, type Refusal } from './extensions.ts'

export interface LiveEditorPorts {
  readonly connection: DocumentConnection
  readonly title: string
  readonly words: CollabWords
  readonly directory: Directory
  readonly clock: Clock
  readonly menu: CommandMenuPorts
  readonly onRefused: (refusal: Refusal) => void
}

/** An editor in `place` for as long as the component lives. All ports must stay the same objects between renders. */
export function useLiveEditor(place: RefObject<HTMLElement | null>, ports: LiveEditorPorts): Editor | null {
  const { connection, title, words, directory, clock, menu, onRefused } = ports
  const [editor, setEditor] = useState<Editor | null>(null)

  useEffect(() => {
    const made = new Editor({
      element: place.current,
      extensions: editorExtensions({ connection, words, directory, clock, menu, onRefused, timers: browserTimers }),
      ...EDITOR_OPTIONS,
      editorProps: {
        attributes: {
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': fill(words.editorLabel, { title }),
          class: 'live-text',
        },
      },
    })
    setEditor(made)
    return () => {
      setEditor(null)
      connection.bridge.flushOutward()
      made.destroy()
    }
  }, [place, connection, title, words, directory, clock, menu, onRefused])

  return editor
}
