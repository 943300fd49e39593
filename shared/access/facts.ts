import type { CaseId, MemberId, OrganisationId } from '#shared/core/ids.ts'
import type { ConferenceState } from '#shared/domain/conferenceKind.ts'
import type { NeedCategory } from '#shared/domain/informationCategory.ts'
import type { Member } from '#shared/domain/member.ts'
import type { ErasedCase } from '#shared/domain/retention.ts'
import type { SharingBasis } from '#shared/domain/sharingBasis.ts'
import type { CaseState, TeamPlace } from '#shared/domain/supportCase.ts'

/** Who asks. An ended account, membership or organisation is `notActive`. */
export interface Subject extends Pick<Member, 'role' | 'organisationId' | 'offices' | 'from' | 'until'> {
  readonly memberId: MemberId
  readonly organisationIsMember: boolean
}

export interface CaseFacts {
  readonly caseId: CaseId
  readonly leadOrganisationId: OrganisationId
  readonly state: CaseState
  readonly team: readonly TeamPlace[]
  readonly bases: readonly SharingBasis[]
}

export interface ConferenceFacts extends CaseFacts {
  readonly conferenceState: ConferenceState
  readonly inviteeIds: readonly MemberId[]
  /** Those of whom it was noted that they were not there. */
  readonly absentIds: readonly MemberId[]
}

/** One of the fields in which a person lacks something, as a case has it or might. */
export interface NeedFacts extends CaseFacts {
  readonly need: NeedCategory
}

/** Of an erased case the policy may look at who stood on its team. */
export const factsOfErased = ({ id, leadOrganisationId, team }: ErasedCase): CaseFacts => ({
  ...{ caseId: id, leadOrganisationId, state: 'closed', bases: [] },
  team: team.map((place) => ({ ...place, categories: [] })),
})
