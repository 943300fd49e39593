import type { DocumentId } from '#shared/core/ids.ts'
import type { Clock, Instant } from '#shared/core/time.ts'
import type { ExtractElement } from '#shared/document/extract.ts'
import { readBody } from '#shared/document/readBody.ts'
import type { Room } from './room.ts'

/** A document's body as it was after one entry of its journal. */
export interface DrawnBody {
  readonly sequence: number
  readonly drawnAt: Instant
  readonly body: ExtractElement
}

/** The newest drawing of each open document that somebody reads: drawn when it is asked for, once for all readers. */
export class Extracts {
  readonly #clock: Clock
  readonly #drawn = new Map<DocumentId, DrawnBody>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The body as it is now; drawn anew only when something has changed. */
  of(room: Room): Promise<DrawnBody> {
    const { documentId } = room.document.row
    return room.document.read((doc, sequence) => {
      const known = this.#drawn.get(documentId)
      if (known?.sequence === sequence) return known
      const drawn = { sequence, drawnAt: this.#clock.now(), body: readBody(doc) }
      this.#drawn.set(documentId, drawn)
      return drawn
    })
  }

  /** The document has left memory. */
  forget(documentId: DocumentId): void {
    this.#drawn.delete(documentId)
  }
}
