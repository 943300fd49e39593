import type { Actor } from '#server/access/actor.ts'
import type { Seats } from '#server/access/actorNow.ts'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Endings } from '#server/access/revocation.ts'
import type { CaseFacts } from '#shared/access/facts.ts'
import type { ConferenceSummary } from '#shared/api/conferences.ts'
import type { AppError } from '#shared/core/appError.ts'
import type { CaseId, IdSource, OrganisationId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import type { Member } from '#shared/domain/member.ts'
import type { Organisation } from '#shared/domain/organisation.ts'
import type { SharingBasis } from '#shared/domain/sharingBasis.ts'
import type { SupportCase } from '#shared/domain/supportCase.ts'
import type { SupportMeeting } from '#shared/domain/supportMeeting.ts'
import type { CaseStore } from './caseStore.ts'
import type { EndedBases } from './endedBases.ts'

/** What cases ask of the council's directory. */
export interface Directory extends Seats {
  listOrganisations(): Promise<readonly Organisation[]>
  listMembers(): Promise<readonly Member[]>
  listSupportMeetings(): Promise<readonly SupportMeeting[]>
}

export interface CasePorts {
  readonly cases: CaseStore
  readonly directory: Directory
  /** The conferences of a case that a member may know of, newest first, as its page lists them. */
  readonly conferencesOf: (known: KnownCase, actor: Actor) => Promise<readonly ConferenceSummary[]>
  /** Why a case is not there, to whoever asks for it. */
  readonly whyGone: (actor: Actor, id: CaseId) => Promise<AppError>
  readonly ended: Pick<EndedBases, 'keepAll'>
  readonly audit: AuditTrail
  readonly endings: Endings
  readonly ids: IdSource
  readonly clock: Clock
}

export interface KnownCase {
  readonly theCase: SupportCase
  /** What the policy may look at. */
  readonly facts: CaseFacts
}

/** `bases`: those of this case and of no other. */
const knownCase = (theCase: SupportCase, bases: readonly SharingBasis[]): KnownCase => ({
  theCase,
  facts: {
    caseId: theCase.id,
    leadOrganisationId: theCase.leadOrganisationId,
    state: theCase.state,
    team: theCase.team,
    bases,
  },
})

/** Loads a case with its facts; null when there is none. */
export async function loadCase(cases: CaseStore, id: CaseId): Promise<KnownCase | null> {
  const theCase = await cases.find(id)
  return theCase === null ? null : knownCase(theCase, await cases.listBases(id))
}

/** Each case with the bases that are its own. Every basis is looked at once: a council has a thousand of both. */
export function knownCases(cases: readonly SupportCase[], bases: readonly SharingBasis[]): readonly KnownCase[] {
  const byCase = Map.groupBy(bases, ({ caseId }) => caseId)
  return cases.map((theCase) => knownCase(theCase, byCase.get(theCase.id) ?? []))
}

/**
 * The cases on whose team an organisation stands, as a whole or by one of its people, with their facts, newest number first. The
 * policy shows nobody a case without a place for their own organisation; who of it may see which is for the caller to ask.
 */
export async function loadCasesOf(cases: CaseStore, id: OrganisationId): Promise<readonly KnownCase[]> {
  const theirs = await cases.listOf(id)
  return knownCases(theirs, await cases.listBasesOf(theirs.map((one) => one.id)))
}
