import type { CaseId, ConferenceId, DocumentId } from '#shared/core/ids.ts'
import type { Conference } from '#shared/domain/conference.ts'

/** What the use cases of conferences need from storage. */
export interface ConferenceStore {
  find(id: ConferenceId): Promise<Conference | null>
  /** The conference whose note a live document is. */
  findByDocument(documentId: DocumentId): Promise<Conference | null>
  /** Every conference, latest first; who may know of which is for the caller to ask. */
  list(): Promise<readonly Conference[]>
  /** Those of one case, latest first. */
  listOf(caseId: CaseId): Promise<readonly Conference[]>
  save(conference: Conference): Promise<void>
  /** Removes those of one case, with who was invited and what they replied. */
  removeOf(caseId: CaseId): Promise<void>
}
