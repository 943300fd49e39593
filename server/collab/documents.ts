import type { DocumentKind } from '#shared/api/documents.ts'
import type { CaseId, DocumentId, KeyId } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'
import { SCHEMA_VERSION } from '#shared/document/bodySchema.ts'

/** A live document's row: what it is, not what it says. */
export interface DocumentRow {
  readonly documentId: DocumentId
  readonly kind: DocumentKind
  /** null for a document of the council. */
  readonly caseId: CaseId | null
  /** Rises when everybody's replica must be thrown away: erasure, restore, a schema that breaks. */
  readonly generation: number
  /** The highest release of the body's schema that anybody has edited it with; it only rises. */
  readonly schemaVersion: number
  readonly keyId: KeyId
  /** The journal reaches at least this far; a journal that ends before it has lost entries. */
  readonly headSequence: number
  /** What the newest verified snapshot holds; 0 when there is none. */
  readonly snapshotSequence: number
  /** null for a document that is named by what it belongs to. */
  readonly title: string | null
  readonly createdAt: Instant
}

/** The release that a client must have at least: the server's own, or a later one that has edited the document already. */
export const schemaVersionToOffer = ({ schemaVersion }: Pick<DocumentRow, 'schemaVersion'>): number =>
  Math.max(schemaVersion, SCHEMA_VERSION)

/** Who may compact a document, until when; a later holder has a higher fence. */
export interface Lease {
  readonly holder: string
  readonly until: Instant
}

/** Which snapshot a document is opened from. */
export interface SnapshotStep {
  readonly sequence: number
  readonly fence: number
}

/** What a document is from now on; everybody's replica of an older generation is worth nothing. */
export interface NextGeneration {
  readonly generation: number
  readonly keyId: KeyId
  readonly schemaVersion: number
  /** The snapshot that it begins from. */
  readonly snapshotSequence: number
}

/** Where the rows of live documents are kept. */
export interface Documents {
  /** The row; null when there is no such document. */
  find(documentId: DocumentId): Promise<DocumentRow | null>
  /** Every document there is. */
  listIds(): Promise<readonly DocumentId[]>
  /** Those of one case. */
  listIdsOf(caseId: CaseId): Promise<readonly DocumentId[]>
  /** All documents of one kind, the oldest first. */
  list(kind: DocumentKind): Promise<readonly DocumentRow[]>
  /** Keeps a new row. Throws: when the id is taken. */
  create(row: DocumentRow): Promise<void>
  /** Says that clients of `version` edit it from now on; a row that says so or more stays as it is. */
  raiseSchema(documentId: DocumentId, version: number): Promise<void>
  /** The lease's fencing number; null while somebody else holds it. */
  takeLease(documentId: DocumentId, lease: Lease, now: Instant): Promise<number | null>
  /** Says that a document opens from this snapshot from now on; false when the fence is no longer the newest or a newer snapshot stands. */
  advanceSnapshot(row: Pick<DocumentRow, 'documentId' | 'generation'>, step: SnapshotStep): Promise<boolean>
  /** Says that the journal reaches at least to `sequence`, so that whoever has closed it before that raises no more. Nothing to do when the generation is over. */
  reachTo(row: Pick<DocumentRow, 'documentId' | 'generation'>, sequence: number): Promise<void>
  /** Says that a document is erased: from here on there is none for anybody, and no process writes to it. False when it was so before. */
  bury(documentId: DocumentId, at: Instant): Promise<boolean>
  /** Puts the next generation in place of `row`'s; whoever compacts an older one is fenced off. False when somebody else has raised it. */
  raiseGeneration(row: DocumentRow, next: NextGeneration, closedAfter: number): Promise<boolean>
}
