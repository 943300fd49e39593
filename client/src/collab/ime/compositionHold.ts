import type { UndoManager } from 'yjs'
import type { Timer, Timers } from '../connection/timers.ts'
import type { Bridge } from './bridge.ts'

/** Unit: milliseconds after the end of a composition; conversions that follow closer than this stay in one hold. */
export const SETTLE_MS = 60
const UNDO_GROUP_MS = 500

export interface CompositionHold {
  started(): void
  ended(): void
  /** The keyboard goes elsewhere: what was composed is sent now, before whatever is pressed there, as the log-out. */
  left(): void
  pageHidden(): void
  /** Ends a hold that is under way, so that an editor closed in the middle of a word loses nothing. */
  destroy(): void
}

export interface CompositionHoldPorts {
  readonly bridge: Bridge
  readonly timers: Timers
  /** Asked for at each use: the editor makes a new one whenever its plugins change. */
  readonly undoManager: () => UndoManager | null
  /** Puts right what was composed, before anybody sees it. */
  readonly settle: () => void
  /** Tells the sign here and the peers' presence lists. */
  readonly composing: (composing: boolean) => void
  /** Makes the editor look at its caret again, which was not sent during the hold. */
  readonly resumeCaret: () => void
}

/** While a word is being composed nothing from outside touches the editor, and the word is one step of undo. */
export function compositionHold(ports: CompositionHoldPorts): CompositionHold {
  const { bridge } = ports
  let settling: Timer | null = null

  const separateUndoStep = (captureTimeout: number): void => {
    const undoManager = ports.undoManager()
    if (undoManager === null) return
    undoManager.stopCapturing()
    undoManager.captureTimeout = captureTimeout
  }
  const release = (): void => {
    settling = null
    if (!bridge.isHeld()) return
    ports.settle()
    bridge.release()
    separateUndoStep(UNDO_GROUP_MS)
    ports.composing(false)
    ports.resumeCaret()
  }

  const ended = (): void => {
    if (!bridge.isHeld()) return
    settling?.stop()
    settling = ports.timers.after(SETTLE_MS, release)
  }

  return {
    started() {
      settling?.stop()
      settling = null
      bridge.flushOutward()
      bridge.hold()
      separateUndoStep(Number.POSITIVE_INFINITY)
      ports.composing(true)
    },
    ended,
    left() {
      bridge.flushOutward()
      // An element taken out of the page fires no `compositionend`.
      ended()
    },
    pageHidden: () => bridge.flushOutward(),
    destroy() {
      settling?.stop()
      settling = null
      if (!bridge.isHeld()) return
      bridge.release()
      ports.composing(false)
    },
  }
}
