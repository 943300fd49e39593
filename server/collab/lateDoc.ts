import * as Y from 'yjs'

/** A document's stored bytes, which answer whoever only opens it, and the Y.Doc they make once something needs it (KS12). */
export interface LateDoc {
  /** The document in memory; asking makes it. Cost: of the first asking, the whole document. */
  readonly doc: Y.Doc
  readonly isMade: boolean
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

export function lateDoc(given: StoredState | null): LateDoc {
  let stored = given
  let made: Y.Doc | null = null

  const make = (): Y.Doc => {
    if (made !== null) return made
    made = new Y.Doc({ gc: true })
    if (stored !== null) Y.applyUpdate(made, stored.state)
    stored = null
    return made
  }
  return {
    get doc() {
      return make()
    },
    get isMade() {
      return made !== null
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
