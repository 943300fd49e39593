import type { CaseId, DocumentId, MemberId } from '#shared/core/ids.ts'
import type { BodyRows } from '#shared/document/bodyRows.ts'
import type { SectionSeed } from '#shared/document/conferenceNote.ts'
import type { DocumentFace } from '#shared/document/extract.ts'

export interface AskedTrail {
  readonly documentId: DocumentId
  readonly askedBy: MemberId
}

/** What conferences ask of the live documents. */
export interface NoteDocuments {
  /** Makes the live document of a note, with its headings in place, and durable before it answers. */
  createNote(caseId: CaseId, sections: readonly SectionSeed[]): Promise<DocumentId>
  /** Keeps a version of the note as it is at the end of its conference. Never throws: a version that could not be made is made by itself later. */
  keepAtEnd(documentId: DocumentId): Promise<void>
  /** The decisions and action items that stand in each note now, as its face shows them, in the order asked for. */
  rowsOf<Asked extends DocumentFace>(asked: readonly Asked[]): AsyncIterable<readonly [Asked, BodyRows]>
  /** Notes whose trail a member has asked to be destroyed and nobody has confirmed yet, with who asked. */
  trailsAskedFor(): Promise<readonly AskedTrail[]>
}
