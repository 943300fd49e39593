import { setImmediate as nextTurn } from 'node:timers/promises'
import * as Y from 'yjs'
import { AppError } from '#shared/core/appError.ts'
import { NamedDoc, type OnFell } from '#shared/document/namedDoc.ts'
import type { DeleteSet } from '#shared/document/unseenWords.ts'
import { slicesOf } from './slicedUpdate.ts'

/** Whoever asks for a document that has left memory is to come again, and opens it anew then. */
export class LeftMemoryError extends AppError {
  constructor() {
    super('unavailable')
    this.name = 'LeftMemoryError'
  }
}

/** A document's stored bytes, which answer whoever only opens it, and the Y.Doc they make once something needs it (KS12). */
export interface LateDoc {
  /** The document in memory; asking makes it. Cost: of the first asking, the whole document, unless it was prepared. */
  readonly doc: Y.Doc
  readonly isMade: boolean
  /** Makes a large document a piece at a time, so that nobody is held up by it. Throws: what applying throws. */
  prepare(): Promise<void>
  /**
   * Applies updates together, and says of each whether Yjs could; when not, the document may hold half of it and is of no
   * more use. `onFell` is given what fell without being named.
   */
  take(updates: readonly Uint8Array[], onFell?: OnFell): readonly boolean[]
  /** What a replica lacks that has got as far as `stateVector`, the deletions as they were named. Cost: nothing for a new replica of a document not made. */
  since(stateVector: Uint8Array): Uint8Array
  /** All of it, for keeping. Cost: the whole document. */
  whole(): Pick<StoredState, 'state' | 'unnamed'>
  stateVector(): Uint8Array
  destroy(): void
}

/** Whole updates as they are stored, and what was stored with them. */
export interface StoredState {
  /** Names of the deletions all but the `unnamed`. */
  readonly state: Uint8Array
  readonly unnamed: DeleteSet
  readonly stateVector: Uint8Array
}

/** Unit: bytes of the state vector of a replica that has nothing. */
const NOTHING_LENGTH = 1
/** Unit: bytes; what is smaller is made at once, in a few milliseconds. */
const LARGE = 131_072

export function lateDoc(given: StoredState | null): LateDoc {
  let stored = given
  let made: NamedDoc | null = null
  let preparing: Promise<void> | null = null
  let isGone = false

  const make = (): NamedDoc => {
    if (made !== null) return made
    if (isGone) throw new LeftMemoryError()
    const doc = new Y.Doc({ gc: true })
    if (stored !== null) Y.applyUpdate(doc, stored.state)
    made = new NamedDoc(doc, stored?.unnamed)
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
    made = new NamedDoc(doc, from.unnamed)
    stored = null
  }
  return {
    get doc() {
      return make().doc
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
    take(updates, onFell) {
      const named = make()
      return named.taking({ updates, onFell }, () => updates.map((update) => applies(named.doc, update)))
    },
    since(stateVector) {
      if (made !== null || stored === null) return make().since(stateVector)
      return stateVector.byteLength === NOTHING_LENGTH ? stored.state : Y.diffUpdate(stored.state, stateVector)
    },
    whole() {
      const named = make()
      return { state: named.since(), unnamed: named.unnamed }
    },
    stateVector: () => (made !== null || stored === null ? Y.encodeStateVector(make().doc) : stored.stateVector),
    destroy() {
      isGone = true
      made?.doc.destroy()
      stored = null
    },
  }
}

function applies(doc: Y.Doc, update: Uint8Array): boolean {
  try {
    Y.applyUpdate(doc, update)
    return true
  } catch {
    // Yjs throws half-way through: the caller opens the document anew.
    return false
  }
}
