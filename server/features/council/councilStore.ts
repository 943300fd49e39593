import type { CouncilId, MemberId, OrganisationId } from '#shared/core/ids.ts'
import type { Member } from '#shared/domain/member.ts'
import type { Organisation } from '#shared/domain/organisation.ts'
import type { SupportMeeting } from '#shared/domain/supportMeeting.ts'

/** 協議会: one installation serves one. */
export interface Council {
  readonly id: CouncilId
  readonly name: string
  readonly isDemo: boolean
  /** One for each law; left out while none is registered. */
  readonly supportMeetings?: readonly SupportMeeting[]
}

/** What the council's use cases need from storage. Lists are in kana order. */
export interface CouncilStore {
  /** null until the council is set up. */
  readCouncil(): Promise<Council | null>
  saveCouncil(council: Council): Promise<void>
  listSupportMeetings(): Promise<readonly SupportMeeting[]>
  findOrganisation(id: OrganisationId): Promise<Organisation | null>
  listOrganisations(): Promise<readonly Organisation[]>
  saveOrganisation(organisation: Organisation): Promise<void>
  findMember(id: MemberId): Promise<Member | null>
  listMembers(): Promise<readonly Member[]>
  saveMember(member: Member): Promise<void>
}
