import * as Y from 'yjs'
import { type DeleteSet, type LostBlock, namedDeletions, unseenWords } from '#shared/document/unseenWords.ts'
import type { InwardPace } from './inwardPace.ts'
import { type TornEnd, tornEnds } from './tornEnds.ts'

/** Whoever sees to it that what others do takes along neither a word that they have not seen nor the caret. */
export interface InwardWatcher {
  /** What others wrote is about to enter the editor's document. */
  before(): void
  /** It has entered; `lost` are the blocks that fell with words in them that nobody else had seen, `torn` the ends of lines that were put elsewhere. */
  entered(lost: readonly LostBlock[], torn: readonly TornEnd[]): void
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
  /** Notes an update as the server sent it, before it is applied: only there stands which deletions somebody named. */
  noteReceived(update: Uint8Array): void
  /** A key was pressed here; what others wrote enters when the screen shows what it did. */
  keyPressed(seen: Promise<void>): void
  /** The answer ends it. */
  watchInward(watcher: InwardWatcher): () => void
  /** True while something written here waits in the hold. */
  hasHeldEdits(): boolean
  /** Lets everything through and stops listening. */
  destroy(): void
}

/** The provider's document, and the way out of it. */
export interface NetSide {
  readonly doc: Y.Doc
  /** Takes in what was written here, and sends it as it is: Yjs would name deletions of what the writer has not seen. */
  takeOwn(update: Uint8Array, origin: object): void
  /** The deletions made here that the server has not acknowledged. */
  untold(): readonly DeleteSet[]
}

interface Entrance extends Pick<Bridge, 'noteReceived' | 'watchInward'> {
  /** Lets an update of others into the editor's document. */
  enter(update: Uint8Array): void
  /** Notes an update that goes out. */
  noteSent(update: Uint8Array): void
  close(): void
}

/** The way in, with an eye on what falls. */
function entrance(net: NetSide, editor: Y.Doc, origin: object): Entrance {
  let received: Uint8Array[] = []
  let untold = new Set<DeleteSet>()
  let watcher: InwardWatcher | null = null
  let lost: readonly LostBlock[] = []
  let torn: readonly TornEnd[] = []
  const told = () => ({ named: namedDeletions(received), untold: Y.mergeDeleteSets([...untold]) })
  const findLost = (transaction: Y.Transaction): void => {
    if (transaction.origin !== origin) return
    lost = unseenWords(transaction, editor.clientID, told)
    torn = tornEnds(transaction, editor.clientID, told)
  }
  editor.on('afterTransaction', findLost)
  return {
    noteReceived: (update) => {
      received.push(update)
      // The ack of what is untold now may come before this enters.
      for (const deletions of net.untold()) untold.add(deletions)
    },
    noteSent(update) {
      // Others wrote what waits here without knowing of it, and its ack may come before that enters.
      if (received.length > 0) untold.add(namedDeletions([update]))
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
      const [fallen, elsewhere] = [lost, torn]
      lost = []
      torn = []
      received = []
      untold = new Set()
      watcher?.entered(fallen, elsewhere)
    },
    close: () => editor.off('afterTransaction', findLost),
  }
}

/** The way out: at once, or gathered and sent as one. */
function exit(net: NetSide, origin: object, noteSent: (update: Uint8Array) => void) {
  const send = (update: Uint8Array): void => {
    noteSent(update)
    net.takeOwn(update, origin)
  }
  let waiting: Uint8Array[] = []
  return {
    pass(update: Uint8Array, isToWait: boolean): void {
      if (isToWait) waiting.push(update)
      else send(update)
    },
    flush(): void {
      const queue = waiting
      waiting = []
      if (queue.length > 0) send(Y.mergeUpdates(queue))
    },
    isEmpty: () => waiting.length === 0,
  }
}

/**
 * Joins the two documents: what is written here goes out at once, what others wrote comes in at `pace`. Queues of updates,
 * not a difference of state vectors: on fragmented documents that costs tens of milliseconds per commit.
 */
export function bridgeDocuments(net: NetSide, editor: Y.Doc, pace: InwardPace): Bridge {
  const origin = { from: 'bridge' }
  const { enter, noteSent, close, ...inwardSide } = entrance(net, editor, origin)
  let held = false
  let isEntering = false
  let inward: Uint8Array[] = []
  const outward = exit(net, origin, noteSent)

  const flushInward = (): void => {
    if (held || inward.length === 0) return
    const queue = inward
    inward = []
    isEntering = true
    try {
      enter(Y.mergeUpdates(queue))
    } finally {
      isEntering = false
      outward.flush()
    }
  }
  const fromNet = (update: Uint8Array, by: unknown): void => {
    if (by === origin) return
    inward.push(update)
    if (!held) pace.soon(flushInward)
  }
  const fromEditor = (update: Uint8Array, by: unknown): void => {
    if (by === origin) return
    // Where two began one empty line, y-tiptap 3.0.9 copies the one's words to the other's and only then takes them out: apart,
    // others would see them twice.
    outward.pass(update, held || isEntering)
  }
  const release = (): void => {
    held = false
    outward.flush()
    pace.now(flushInward)
  }

  Y.applyUpdate(editor, Y.encodeStateAsUpdate(net.doc), origin)
  net.doc.on('update', fromNet)
  editor.on('update', fromEditor)

  return {
    ...inwardSide,
    origin,
    hold: () => {
      held = true
    },
    flushOutward: outward.flush,
    release,
    isHeld: () => held,
    hasHeldEdits: () => !outward.isEmpty(),
    keyPressed: (seen) => void pace.keyPressed(seen),
    destroy() {
      release()
      pace.stop()
      net.doc.off('update', fromNet)
      editor.off('update', fromEditor)
      close()
    },
  }
}
