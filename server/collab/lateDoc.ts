import { setImmediate as nextTurn } from 'node:timers/promises'
import * as Y from 'yjs'
import { slicesOf } from './slicedUpdate.ts'

/** A document's stored bytes, which answer whoever only opens it, and the Y.Doc they make once something needs it (KS12). */
export interface LateDoc {
  /** The document in memory; asking makes it. Cost: of the first asking, the whole document, unless it was prepared. */
  readonly doc: Y.Doc
  readonly isMade: boolean
  /** Makes a large document a piece at a time, so that nobody is held up by it. Throws: what applying throws. */
  prepare(): Promise<void>
  /** What a replica lacks that has got as far as `stateVector`. Cost: nothing for a new replica of a document not made. */
  since(stateVector: Uint8Array): Uint8Array
  stateVector(): Uint8Array
  destroy(): void
}

/** Whole updates as they are stored, and the state vector that was stored with them. */
export interface StoredState {
  readonly state: Uint8Array
  readonly stateVector: Uint8Array
}

/** Unit: bytes of the state vector of a replica that has nothing. */
const NOTHING_LENGTH = 1
/** Unit: bytes; what is smaller is made at once, in a few milliseconds. */
const LARGE = 131_072

export function lateDoc(given: StoredState | null): LateDoc {
  let stored = given
  let made: Y.Doc | null = null
  let preparing: Promise<void> | null = null

  const make = (): Y.Doc => {
    if (made !== null) return made
    made = new Y.Doc({ gc: true })
    if (stored !== null) Y.applyUpdate(made, stored.state)
    stored = null
    return made
  }
  const makeInPieces = async (from: StoredState): Promise<void> => {
    const doc = new Y.Doc({ gc: true })
    for (const slice of slicesOf(from.state)) {
      if (slice !== null) Y.applyUpdate(doc, slice)
      await nextTurn()
      // Somebody could not wait, or nobody needs it any more.
      if (stored !== from) return doc.destroy()
    }
    made = doc
    stored = null
  }
  return {
    get doc() {
      return make()
    },
    get isMade() {
      return made !== null
    },
    async prepare() {
      if (stored === null || stored.state.byteLength < LARGE) return
      // What is wrong with bytes that cannot be taken apart shows when they are applied as a whole.
      preparing ??= makeInPieces(stored).catch(() => void make())
      await preparing
    },
    since(stateVector) {
      if (made !== null || stored === null) return Y.encodeStateAsUpdate(make(), stateVector)
      return stateVector.byteLength === NOTHING_LENGTH ? stored.state : Y.diffUpdate(stored.state, stateVector)
    },
    stateVector: () => (made !== null || stored === null ? Y.encodeStateVector(make()) : stored.stateVector),
    destroy() {
      made?.destroy()
      stored = null
    },
  }
}
