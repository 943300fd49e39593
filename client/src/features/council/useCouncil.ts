import { useQuery } from '@tanstack/react-query'
import { usePorts } from '#client/platform/Ports.tsx'
import { useChange } from '#client/platform/useChange.ts'
import { useHint } from '#client/platform/useHint.ts'
import { LIST_RENEW_MS, type ListAsked, listQuery, useList } from '#client/platform/useList.ts'
import type {
  ChangeOrganisationRequest,
  ChangePostRequest,
  EndMembershipRequest,
  KeepSupportMeetingRequest,
  MemberView,
  NewAccountRequest,
  NewMemberRequest,
  NewOrganisationRequest,
  OrganisationView,
  ReappointmentAnswer,
  ReappointmentRequest,
  ReappointmentWithdrawalAnswer,
  ReappointmentWithdrawalRequest,
  RenameMemberRequest,
  RestoreMembershipRequest,
  ReturnRequest,
  ReturnWithdrawalRequest,
  SuccessionRequest,
  SuccessionWithdrawalRequest,
  SupportMeetingView,
} from '#shared/api/council.ts'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { isCouncilMemberOn } from '#shared/domain/organisation.ts'
import type { SupportMeetingLaw } from '#shared/domain/supportMeeting.ts'
import { OF_COUNCIL } from '#shared/protocol/hints.ts'

export const ORGANISATIONS: ListAsked = { key: ['organisations'], path: '/api/organisations' }
export const SUPPORT_MEETINGS: ListAsked = {
  ...{ key: ['support-meetings'], path: '/api/support-meetings' },
  renewMs: LIST_RENEW_MS,
}
export const MEMBERS: ListAsked = { key: ['members'], path: '/api/members' }

/** Every organisation the council knows, of the council or not. */
export const useOrganisations = (): readonly OrganisationView[] => useList<OrganisationView>(ORGANISATIONS)

/** Those that are of the council today. */
export function useCouncilBodies(): readonly OrganisationView[] {
  const today = dayInJapan(usePorts().clock.now())
  return useOrganisations().filter((one) => isCouncilMemberOn(one, today))
}

export const useMembers = (): readonly MemberView[] => useList<MemberView>(MEMBERS)

/** The 支援会議 of each law that provides for one. */
export const useSupportMeetings = (): readonly SupportMeetingView[] => useList<SupportMeetingView>(SUPPORT_MEETINGS)

export interface SupportMeetingKeeping {
  readonly law: SupportMeetingLaw
  readonly request: KeepSupportMeetingRequest
}

export const useKeepSupportMeeting = () =>
  useChange(
    (http, { law, request }: SupportMeetingKeeping) => http.send('PUT', `/api/support-meetings/${law}`, request),
    ['support-meetings'],
  )

const READ_AGAIN = ['members', 'organisations', 'support-meetings']

/** The lists are read anew by themselves where no hint gets through. The page itself is not drawn anew: its parts are. */
const UNHINTED = { refetchInterval: LIST_RENEW_MS, notifyOnChangeProps: [] }

/** Has the lists of a page follow what others do: once for all its parts. */
export function useFollowedCouncil(): void {
  const { http } = usePorts()
  useHint(OF_COUNCIL, READ_AGAIN)
  useQuery({ ...listQuery<MemberView>(http, MEMBERS), ...UNHINTED })
  useQuery({ ...listQuery<OrganisationView>(http, ORGANISATIONS), ...UNHINTED })
}

export const useAddOrganisation = () =>
  useChange(
    (http, request: NewOrganisationRequest) => http.send('POST', '/api/organisations', request),
    ['organisations'],
  )

export interface OrganisationChange {
  readonly id: string
  readonly changes: ChangeOrganisationRequest
}

/** The name stands beside its people, its places and its bases; whoever is of one that leaves may see nothing any more. */
export const useChangeOrganisation = () =>
  useChange(
    (http, { id, changes }: OrganisationChange) => http.send('PATCH', `/api/organisations/${id}`, changes),
    ['organisations', 'members', 'cases', 'conferences', 'session'],
  )

export const useAddMember = () =>
  useChange(
    (http, request: NewMemberRequest) => http.send('POST', '/api/members', request),
    ['members', 'organisations'],
  )

export interface MemberRenaming {
  readonly id: string
  readonly change: RenameMemberRequest
}

/** The name stands on nearly every page, the reader's own at the head of each. */
export const useRenameMember = () =>
  useChange(
    (http, { id, change }: MemberRenaming) => http.send('PATCH', `/api/members/${id}`, change),
    ['members', 'cases', 'conferences', 'session'],
  )

export interface PostChange {
  readonly id: string
  readonly post: ChangePostRequest
}

/** What a member may see, and what they stand under on other pages, follows from the post. */
export const useChangePost = () =>
  useChange(
    (http, { id, post }: PostChange) => http.send('PATCH', `/api/members/${id}/post`, post),
    ['members', 'organisations', 'cases', 'conferences', 'session'],
  )

export interface AccountGiving {
  readonly id: string
  readonly account: NewAccountRequest
}

export const useGiveAccount = () =>
  useChange(
    (http, { id, account }: AccountGiving) => http.send('POST', `/api/members/${id}/account`, account),
    ['members', 'organisations'],
  )

export interface Succeeding {
  readonly id: string
  readonly successor: SuccessionRequest
}

/** Whose place on a team is empty, and whom one can give it to, follows from it. */
export const useSucceed = () =>
  useChange(
    (http, { id, successor }: Succeeding) => http.send<MemberView>('POST', `/api/members/${id}/succession`, successor),
    ['members', 'organisations', 'cases', 'conferences'],
  )

export interface SuccessionTakingBack {
  /** Who left. */
  readonly id: string
  readonly withdrawal: SuccessionWithdrawalRequest
}

export const useTakeSuccessionBack = () =>
  useChange(
    (http, { id, withdrawal }: SuccessionTakingBack) =>
      http.send<MemberView>('POST', `/api/members/${id}/succession/withdrawal`, withdrawal),
    ['members', 'organisations', 'cases', 'conferences'],
  )

export interface MembershipRestoring {
  readonly id: string
  readonly end: RestoreMembershipRequest
}

/** Who is of a team, and whom one can invite, follows from it. */
export const useRestoreMembership = () =>
  useChange(
    (http, { id, end }: MembershipRestoring) => http.send<MemberView>('POST', `/api/members/${id}/restoration`, end),
    ['members', 'cases', 'conferences'],
  )

export interface Returning {
  readonly id: string
  readonly term: ReturnRequest
}

export const useReturnMember = () =>
  useChange(
    (http, { id, term }: Returning) => http.send<MemberView>('POST', `/api/members/${id}/return`, term),
    ['members', 'organisations', 'cases', 'conferences'],
  )

export interface ReturnTakingBack {
  readonly id: string
  readonly shown: ReturnWithdrawalRequest
}

export const useTakeReturnBack = () =>
  useChange(
    (http, { id, shown }: ReturnTakingBack) =>
      http.send<MemberView>('POST', `/api/members/${id}/return/withdrawal`, shown),
    ['members', 'organisations', 'cases', 'conferences'],
  )

const REAPPOINTMENTS = '/api/members/reappointments'

/** Who is of a team, and whom one can invite, follows from it. */
export const useReappoint = () =>
  useChange(
    (http, request: ReappointmentRequest) => http.send<ReappointmentAnswer>('POST', REAPPOINTMENTS, request),
    ['members', 'cases', 'conferences'],
  )

export const useTakeReappointmentsBack = () =>
  useChange(
    (http, request: ReappointmentWithdrawalRequest) =>
      http.send<ReappointmentWithdrawalAnswer>('POST', `${REAPPOINTMENTS}/withdrawal`, request),
    ['members', 'cases', 'conferences'],
  )

export interface MembershipEnding {
  readonly member: Pick<MemberView, 'id' | 'until'>
  readonly on: PlainDate
}

export const useEndMembership = () =>
  useChange(
    (http, { member: { id, until }, on }: MembershipEnding) => {
      const request: EndMembershipRequest = { on, shown: until }
      return http.send<MemberView>('POST', `/api/members/${id}/ending`, request)
    },
    ['members'],
  )
