import * as Y from 'yjs'
import type { InwardPace } from './inwardPace.ts'
import { type LostBlock, namedDeletions, type Received, unseenWords } from './unseenWords.ts'

/** Whoever sees to it that what others do takes along neither a word that they have not seen nor the caret. */
export interface InwardWatcher {
  /** What others wrote is about to enter the editor's document. */
  before(): void
  /** It has entered; `lost` are the blocks that fell with words in them that nobody else had seen. */
  entered(lost: readonly LostBlock[]): void
  /** It is in the editor's document, and something threw before the editor showed it. */
  unshown(): void
}

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
  /**
   * Notes an update as the server sent it, before it is applied: only there stands which deletions its author named. The
   * answer to a step 1 names all that is deleted in the document; of one's own words in it, those from the clock `unseenFrom`
   * on were not known to anybody when it was asked for.
   */
  noteReceived(update: Uint8Array, unseenFrom: number): void
  /** The answer ends it. */
  watchInward(watcher: InwardWatcher): () => void
  /** True while something written here waits in the hold. */
  hasHeldEdits(): boolean
  /** Lets everything through and stops listening. */
  destroy(): void
}

interface Entrance extends Pick<Bridge, 'noteReceived' | 'watchInward'> {
  /** Lets an update of others into the editor's document. */
  enter(update: Uint8Array): void
  close(): void
}

/** The way in, with an eye on what falls. */
function entrance(editor: Y.Doc, origin: object): Entrance {
  let received: Received[] = []
  let watcher: InwardWatcher | null = null
  let lost: readonly LostBlock[] = []
  const findLost = (transaction: Y.Transaction): void => {
    if (transaction.origin === origin)
      lost = unseenWords(transaction, editor.clientID, () => namedDeletions(received, editor.clientID))
  }
  editor.on('afterTransaction', findLost)
  return {
    noteReceived: (update, unseenFrom) => {
      received.push({ update, unseenFrom })
    },
    watchInward(next) {
      watcher = next
      return () => {
        watcher = null
      }
    },
    enter(update) {
      watcher?.before()
      try {
        Y.applyUpdate(editor, update, origin)
      } catch (fault) {
        watcher?.unshown()
        reportError(fault)
      }
      const fallen = lost
      lost = []
      received = []
      watcher?.entered(fallen)
    },
    close: () => editor.off('afterTransaction', findLost),
  }
}

/**
 * Joins the two documents: what is written here goes out at once, what others wrote comes in at `pace`. Queues of updates, not a difference of state vectors: on fragmented documents that costs tens of
 * milliseconds per commit.
 */
export function bridgeDocuments(net: Y.Doc, editor: Y.Doc, pace: InwardPace): Bridge {
  const origin = { from: 'bridge' }
  const { enter, close, ...inwardSide } = entrance(editor, origin)
  let held = false
  let inward: Uint8Array[] = []
  let outward: Uint8Array[] = []

  const flushOutward = (): void => {
    const queue = outward
    outward = []
    if (queue.length > 0) Y.applyUpdate(net, Y.mergeUpdates(queue), origin)
  }
  const flushInward = (): void => {
    if (held) return
    const queue = inward
    inward = []
    if (queue.length > 0) enter(Y.mergeUpdates(queue))
  }
  const fromNet = (update: Uint8Array, by: unknown): void => {
    if (by === origin) return
    inward.push(update)
    if (!held) pace.soon(flushInward)
  }
  const fromEditor = (update: Uint8Array, by: unknown): void => {
    if (by === origin) return
    if (held) outward.push(update)
    else Y.applyUpdate(net, update, origin)
  }
  const release = (): void => {
    held = false
    flushOutward()
    pace.now(flushInward)
  }

  Y.applyUpdate(editor, Y.encodeStateAsUpdate(net), origin)
  net.on('update', fromNet)
  editor.on('update', fromEditor)

  return {
    ...inwardSide,
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
      pace.stop()
      net.off('update', fromNet)
      editor.off('update', fromEditor)
      close()
    },
  }
}
