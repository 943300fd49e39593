import type { DocumentId, MemberId } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'

/** How far a member had a document before them. */
export interface ReadPosition {
  readonly generation: number
  readonly sequence: number
  readonly at: Instant
}

/** A member's present visit to a document, and where the one before it ended. */
export interface LastReading {
  readonly before: ReadPosition | null
  readonly present: ReadPosition
}

/** Where members' reading of documents is kept: positions only, never content. */
export interface LastReadings {
  find(documentId: DocumentId, memberId: MemberId): Promise<LastReading | null>
  save(documentId: DocumentId, memberId: MemberId, reading: LastReading): Promise<void>
  removeAll(documentId: DocumentId): Promise<void>
}

/** A page that is loaded again, or comes back from a cut, goes on with the same visit. */
const ONE_VISIT_MS = 30 * 60_000

/** The reading of one who has the document open now: a new visit when the last sign of them is long ago. */
export function arrivedAt(known: LastReading | null, position: ReadPosition): LastReading {
  if (known === null) return { before: null, present: position }
  const isNewVisit = position.at - known.present.at > ONE_VISIT_MS
  return { before: isNewVisit ? known.present : known.before, present: position }
}

/** The reading of one whose document closes: the present visit reaches to here. */
export const leftAt = (known: LastReading | null, position: ReadPosition): LastReading => ({
  before: known?.before ?? null,
  present: position,
})
