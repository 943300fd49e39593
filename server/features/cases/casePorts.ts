import type { Seats } from '#server/access/actorNow.ts'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Endings } from '#server/access/revocation.ts'
import type { Atomically } from '#server/platform/mongo.ts'
import type { CaseFacts } from '#shared/access/policy.ts'
import type { ConferenceSummary } from '#shared/api/conferences.ts'
import type { CaseId, IdSource } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import type { Member } from '#shared/domain/member.ts'
import type { Organisation } from '#shared/domain/organisation.ts'
import type { SharingBasis } from '#shared/domain/sharingBasis.ts'
import type { SupportCase } from '#shared/domain/supportCase.ts'
import type { CaseStore } from './caseStore.ts'

/** What cases ask of the council's directory. */
export interface Directory extends Seats {
  listOrganisations(): Promise<readonly Organisation[]>
  listMembers(): Promise<readonly Member[]>
}

export interface CasePorts {
  readonly cases: CaseStore
  readonly directory: Directory
  /** The conferences of a case, newest first, as its page lists them. */
  readonly conferencesOf: (theCase: SupportCase) => Promise<readonly ConferenceSummary[]>
  readonly audit: AuditTrail
  readonly endings: Endings
  readonly atomically: Atomically
  readonly ids: IdSource
  readonly clock: Clock
}

/** The facts of a case that the policy may look at. */
export const caseFactsOf = (theCase: SupportCase, bases: readonly SharingBasis[]): CaseFacts => ({
  caseId: theCase.id,
  leadOrganisationId: theCase.leadOrganisationId,
  state: theCase.state,
  team: theCase.team,
  bases: bases.filter((basis) => basis.caseId === theCase.id),
})

/** Loads a case with its facts; null when there is none. */
export async function loadCase(
  cases: CaseStore,
  id: CaseId,
): Promise<{ readonly theCase: SupportCase; readonly facts: CaseFacts } | null> {
  const theCase = await cases.find(id)
  return theCase === null ? null : { theCase, facts: caseFactsOf(theCase, await cases.listBases([id])) }
}
