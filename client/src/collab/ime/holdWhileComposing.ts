import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import type { UndoManager } from 'yjs'
import type { Timers } from '../connection/timers.ts'
import { withMissingBlockIds } from '../editor/blockIds.ts'
import type { Bridge } from './bridge.ts'
import { type CompositionHold, compositionHold } from './compositionHold.ts'
import { type StrayWord, strayWord } from './strayWord.ts'

export interface HoldOptions {
  readonly bridge: Bridge
  readonly timers: Timers
  readonly setComposing: (isComposing: boolean) => void
}

const undoManagerOf = (view: EditorView): UndoManager | null => yUndoPluginKey.getState(view.state)?.undoManager ?? null

function listen(view: EditorView, hold: CompositionHold, stray: StrayWord): () => void {
  const started = (): void => {
    hold.started()
    stray.began()
  }
  const ended = (): void => hold.ended()
  const left = (): void => hold.left()
  const pageHidden = (): void => hold.pageHidden()
  const { ownerDocument } = view.dom
  // A phone may end the page behind its locked screen, or behind another application, without another word.
  const outOfSight = (): void => {
    if (ownerDocument.visibilityState === 'hidden') hold.pageHidden()
  }
  view.dom.addEventListener('compositionstart', started)
  view.dom.addEventListener('compositionend', ended)
  view.dom.addEventListener('focusout', left)
  addEventListener('pagehide', pageHidden)
  ownerDocument.addEventListener('visibilitychange', outOfSight)
  return () => {
    view.dom.removeEventListener('compositionstart', started)
    view.dom.removeEventListener('compositionend', ended)
    view.dom.removeEventListener('focusout', left)
    removeEventListener('pagehide', pageHidden)
    ownerDocument.removeEventListener('visibilitychange', outOfSight)
  }
}

/** Joins the input method's events to the hold, for as long as the editor's view lives. */
export const holdWhileComposing = ({ bridge, timers, setComposing }: HoldOptions) =>
  Extension.create({
    name: 'holdWhileComposing',
    addProseMirrorPlugins: () => [
      new Plugin({
        view(view) {
          const stray = strayWord(view)
          const hold = compositionHold({
            bridge,
            timers,
            undoManager: () => undoManagerOf(view),
            settle: stray.settle,
            composing: setComposing,
            resumeCaret: () => view.dispatch(withMissingBlockIds(view.state)),
          })
          const stopListening = listen(view, hold, stray)
          return {
            destroy() {
              stopListening()
              hold.destroy()
            },
          }
        },
      }),
    ],
  })
