import type { BasisId, CaseId, OrganisationId } from '#shared/core/ids.ts'
import type { SharingBasis } from '#shared/domain/sharingBasis.ts'
import type { SupportCase } from '#shared/domain/supportCase.ts'

/** What the use cases of cases need from storage. */
export interface CaseStore {
  find(id: CaseId): Promise<SupportCase | null>
  list(): Promise<readonly SupportCase[]>
  /** Who is on which team, and nothing else of any case. */
  listTeams(): Promise<readonly Pick<SupportCase, 'id' | 'team'>[]>
  /** The case of a number; null when there is none. */
  findByNumber(number: string): Promise<SupportCase | null>
  /** The cases that were closed as the same person's as this one, oldest number first. */
  listDuplicatesOf(id: CaseId): Promise<readonly SupportCase[]>
  /** The cases that have a place for an organisation, or for somebody of it, on their team, newest number first. */
  listOf(id: OrganisationId): Promise<readonly SupportCase[]>
  /** The highest running number given out in a fiscal year; 0 for none. */
  lastRunning(fiscalYear: number): Promise<number>
  /** Keeps a new case. Throws: `conflict` when its number was taken in the meantime. */
  add(theCase: SupportCase): Promise<void>
  save(theCase: SupportCase): Promise<void>
  findBasis(id: BasisId): Promise<SharingBasis | null>
  /** The bases of a case, oldest first. */
  listBases(caseId: CaseId): Promise<readonly SharingBasis[]>
  /** The bases of some cases, oldest first. */
  listBasesOf(caseIds: readonly CaseId[]): Promise<readonly SharingBasis[]>
  /** All bases that were ended before their time. */
  listEndedBases(): Promise<readonly SharingBasis[]>
  saveBasis(basis: SharingBasis): Promise<void>
  /** The cases in which nobody has anything to do any more, by number. */
  listFinished(): Promise<readonly SupportCase[]>
  /** Removes a case with its bases. */
  remove(id: CaseId): Promise<void>
}
