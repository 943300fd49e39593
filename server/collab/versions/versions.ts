import type { DocumentId, MemberId } from '#shared/core/ids.ts'
import type { ExtractElement } from '#shared/document/extract.ts'
import type { JournalOf } from '../journal.ts'
import type { NewVersion, Version } from './version.ts'

/** Who has written since the newest version, as far as the journal is no longer asked about it. */
export interface WorkTally {
  readonly generation: number
  /** The journal is counted up to here. */
  readonly sequence: number
  readonly writers: readonly MemberId[]
}

/** Where the versions of documents are kept, sealed with the document's key. */
export interface Versions {
  /** Every version of a document, the oldest first. */
  list(of: JournalOf): Promise<readonly Version[]>
  /** The body of a version; null when there is no such version. */
  bodyOf(of: JournalOf, number: number): Promise<ExtractElement | null>
  /** Keeps a version behind the one that is the newest in `after`; null when somebody else has kept one meanwhile. */
  append(of: JournalOf, version: NewVersion & { readonly after: number }, body: ExtractElement): Promise<Version | null>
  /** What has been noted of the work since; null when nothing has. */
  tally(documentId: DocumentId): Promise<WorkTally | null>
  /** Keeps what has been noted, unless what is kept tells of more entries. */
  saveTally(documentId: DocumentId, tally: WorkTally): Promise<void>
  /** Removes every version of a document and all that was noted beside them. */
  removeAll(documentId: DocumentId): Promise<void>
}
