import type { ConnectionId, DocumentId, MemberId } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'
import type { JournalOf } from '../journal.ts'

/** A page and the server that did not hold the same: both states, as Yjs encodes them. */
export interface Divergence {
  readonly connectionId: ConnectionId
  readonly memberId: MemberId
  /** The last entry of the journal that the server's state holds. */
  readonly sequence: number
  readonly foundAt: Instant
  readonly serverState: Uint8Array
  /** Untrusted; empty when it was more than could be sent. Never applied by the server. */
  readonly clientState: Uint8Array
}

/** Where both sides of a divergence are kept for whoever looks into it, sealed with the document's key. */
export interface Divergences {
  /** Keeps both sides; of each document only the newest three are kept. */
  keep(of: JournalOf, divergence: Divergence): Promise<void>
  /** What is kept of a document, the newest first. Throws: when the document's key is gone. */
  list(of: JournalOf): Promise<readonly Divergence[]>
  removeAll(documentId: DocumentId): Promise<void>
}
