import * as Y from 'yjs'

/** Between the provider's document and the editor's, each with a clientID of its own: what one learns, the other learns. */
export interface Bridge {
  /** The origin of everything that crosses; compared by identity, and never tracked for undo. */
  readonly origin: object
  /** From now on both directions wait. */
  hold(): void
  /** Lets out what was written here; what others wrote keeps waiting. Never disturbs a composition. */
  flushOutward(): void
  /** Ends the hold: both directions catch up. */
  release(): void
  isHeld(): boolean
  /** True while something written here waits in the hold. */
  hasHeldEdits(): boolean
  /** Lets everything through and stops listening. */
  destroy(): void
}

/**
 * Joins the two documents. Queues of updates, not a difference of state vectors: on fragmented documents that costs tens of
 * milliseconds per commit.
 */
export function bridgeDocuments(net: Y.Doc, editor: Y.Doc): Bridge {
  const origin = { from: 'bridge' }
  let held = false
  let inward: Uint8Array[] = []
  let outward: Uint8Array[] = []

  const drain = (queue: Uint8Array[], into: Y.Doc): void => {
    if (queue.length > 0) Y.applyUpdate(into, Y.mergeUpdates(queue), origin)
  }
  const flushOutward = (): void => {
    const queue = outward
    outward = []
    drain(queue, net)
  }
  const flushInward = (): void => {
    const queue = inward
    inward = []
    drain(queue, editor)
  }
  const fromNet = (update: Uint8Array, by: unknown): void => {
    if (by === origin) return
    if (held) inward.push(update)
    else Y.applyUpdate(editor, update, origin)
  }
  const fromEditor = (update: Uint8Array, by: unknown): void => {
    if (by === origin) return
    if (held) outward.push(update)
    else Y.applyUpdate(net, update, origin)
  }
  const release = (): void => {
    held = false
    flushOutward()
    flushInward()
  }

  Y.applyUpdate(editor, Y.encodeStateAsUpdate(net), origin)
  net.on('update', fromNet)
  editor.on('update', fromEditor)

  return {
    origin,
    hold: () => {
      held = true
    },
    flushOutward,
    release,
    isHeld: () => held,
    hasHeldEdits: () => outward.length > 0,
    destroy() {
      release()
      net.off('update', fromNet)
      editor.off('update', fromEditor)
    },
  }
}
