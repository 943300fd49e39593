import type { CaseId, ConferenceId, CouncilId, DocumentId } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'
import type { CaseDisposal, ErasedCase, RetentionRule } from '#shared/domain/retention.ts'

/** What the disposal of cases needs from storage. */
export interface DisposalStore {
  /** null until the council has set it. */
  readRule(): Promise<RetentionRule | null>
  saveRule(rule: RetentionRule): Promise<void>
  /** What was said of a case; null when nothing was. */
  find(caseId: CaseId): Promise<CaseDisposal | null>
  list(): Promise<readonly CaseDisposal[]>
  save(disposal: CaseDisposal): Promise<void>
  /** Removes what was said of a case, the reasons included. */
  remove(caseId: CaseId): Promise<void>
}

/** Where the records of erased cases are kept, for good. */
export interface ErasedCases {
  find(id: CaseId): Promise<ErasedCase | null>
  findByNumber(number: string): Promise<ErasedCase | null>
  /** The erased case that a conference, or its note, was of. */
  findByPart(id: ConferenceId | DocumentId): Promise<ErasedCase | null>
  /** The latest first. */
  list(): Promise<readonly ErasedCase[]>
  /** Keeps a new record. Throws: when there is one of this case. */
  add(erased: ErasedCase): Promise<void>
  noteHash(id: CaseId, hash: ErasedCase['hashes'][number]): Promise<void>
  /** Says that nothing of it is left; false when that was said before. */
  clear(id: CaseId, at: Instant): Promise<boolean>
}

/** The same records outside the store, which a backup that is put back knows nothing of. */
export interface ErasureLedger {
  /** Throws: when it is there and cannot be read. */
  read(): Promise<readonly ErasedCase[]>
  /** Holds the records, durably, when it resolves; one of the same case is replaced. */
  keep(erased: readonly ErasedCase[]): Promise<void>
  /** Lets go of a council that is gone, as a demo that is emptied: the next one may have the same ids. */
  forget(councilId: CouncilId): Promise<void>
}
