import { useQuery } from '@tanstack/react-query'
import { usePorts } from '#client/platform/Ports.tsx'
import { useChange } from '#client/platform/useChange.ts'
import { useHint } from '#client/platform/useHint.ts'
import { LIST_RENEW_MS, type ListAsked, listQuery, useList, useOne } from '#client/platform/useList.ts'
import type {
  CallConferenceRequest,
  CallOffRequest,
  ChangeConferenceRequest,
  ConferenceDetail,
  ConferenceSummary,
  InviteRequest,
  RecordAlsoPresentRequest,
  RecordedTogether,
  RecordTogetherRequest,
  ReplaceBasisRequest,
  WithdrawInvitationsRequest,
} from '#shared/api/conferences.ts'
import type { May } from '#shared/api/fields.ts'
import type { AttendanceState, Reply } from '#shared/domain/conferenceKind.ts'

/** A conference is opened, ended and joined by others while its page is looked at; where no hint gets through, this tells. */
const RENEW_MS = 30_000

const READ_AGAIN = ['conferences', 'cases']

export const CONFERENCES: ListAsked = { key: ['conferences'], path: '/api/conferences', renewMs: LIST_RENEW_MS }
export const TRAILS_TO_CONFIRM: ListAsked = { key: ['conferences', 'trails'], path: '/api/trails-to-confirm' }

/** The conferences this member may know of: those of own cases and those one is invited to. */
export const useConferences = (): readonly ConferenceSummary[] => useList<ConferenceSummary>(CONFERENCES)

/** Conferences over whose note another member asked for the trail to be destroyed, and this one may confirm it. */
export function useTrailsToConfirm(): readonly ConferenceSummary[] {
  const { http } = usePorts()
  // Never waited for: it is asked when a conference ends, beside a note that somebody may be writing in.
  const trails = useQuery({
    ...listQuery<ConferenceSummary>(http, TRAILS_TO_CONFIRM),
    refetchInterval: RENEW_MS,
  })
  return trails.data ?? NONE
}

const NONE: readonly ConferenceSummary[] = []

const NEVER: May = { allowed: false, because: 'wrongRole' }

/** The page stays, since somebody may have words in it that were not sent; nothing else of the conference does. */
const whenGone = (last: ConferenceDetail): ConferenceDetail => ({
  ...last,
  documentId: null,
  noteRight: 'none',
  attendance: [],
  invitable: [],
  mayReply: false,
  can: { change: NEVER, open: NEVER, end: NEVER, callOff: NEVER, putBack: NEVER, recordAttendance: NEVER },
})

export function useConference(conferenceId: string): ConferenceDetail {
  useHint(conferenceId, READ_AGAIN)
  return useOne(['conferences', conferenceId], `/api/conferences/${conferenceId}`, { renewMs: RENEW_MS, whenGone })
}

export const useCallConference = () =>
  useChange(
    (http, request: CallConferenceRequest) => http.send<ConferenceSummary>('POST', '/api/conferences', request),
    // Whoever is told that somebody chosen is gone finds them gone.
    [...READ_AGAIN, 'members', 'organisations'],
  )

export const useChangeConference = (conferenceId: string) =>
  useChange(
    (http, request: ChangeConferenceRequest) => http.send('PATCH', `/api/conferences/${conferenceId}`, request),
    READ_AGAIN,
  )

export const useReplaceBasis = (conferenceId: string) =>
  useChange(
    (http, request: ReplaceBasisRequest) => http.send('PUT', `/api/conferences/${conferenceId}/basis`, request),
    READ_AGAIN,
  )

export const useOpenConference = (conferenceId: string) =>
  useChange((http, _: null) => http.send('POST', `/api/conferences/${conferenceId}/opening`), READ_AGAIN)

export const useEndConference = (conferenceId: string) =>
  useChange((http, _: null) => http.send('POST', `/api/conferences/${conferenceId}/ending`), READ_AGAIN)

export const useCallOff = (conferenceId: string) =>
  useChange(
    (http, request: CallOffRequest) => http.send('POST', `/api/conferences/${conferenceId}/calling-off`, request),
    READ_AGAIN,
  )

export const usePutBack = (conferenceId: string) =>
  useChange((http, _: null) => http.send('POST', `/api/conferences/${conferenceId}/putting-back`), READ_AGAIN)

export const useRecordAttendance = (conferenceId: string, memberId: string) =>
  useChange(
    (http, state: AttendanceState) =>
      http.send('PUT', `/api/conferences/${conferenceId}/attendance/${memberId}`, { state }),
    READ_AGAIN,
    `attendance ${conferenceId} ${memberId}`,
  )

/** What the reader says of their own coming. */
export const useReply = (conferenceId: string) =>
  useChange(
    (http, reply: Reply | null) => http.send('PUT', `/api/conferences/${conferenceId}/reply`, { reply }),
    READ_AGAIN,
    `reply ${conferenceId}`,
  )

export const useRecordAlsoPresent = (conferenceId: string) =>
  useChange(
    (http, request: RecordAlsoPresentRequest) =>
      http.send('PUT', `/api/conferences/${conferenceId}/also-present`, request),
    READ_AGAIN,
  )

export const useRecordTogether = (conferenceId: string) =>
  useChange(
    (http, request: RecordTogetherRequest) =>
      http.send<RecordedTogether>('POST', `/api/conferences/${conferenceId}/attendance`, request),
    READ_AGAIN,
  )

export const useInvite = (conferenceId: string) =>
  useChange(
    (http, request: InviteRequest) => http.send('POST', `/api/conferences/${conferenceId}/invitations`, request),
    READ_AGAIN,
  )

export const useWithdrawInvitations = (conferenceId: string) =>
  useChange(
    (http, request: WithdrawInvitationsRequest) =>
      http.send<ConferenceDetail>('POST', `/api/conferences/${conferenceId}/invitations/withdrawal`, request),
    READ_AGAIN,
  )

/** Asks how somebody attends by now, whoever noted it. */
export function useAskAttendance(conferenceId: string, memberId: string): () => Promise<AttendanceState | null> {
  const { http } = usePorts()
  return async () => {
    const { attendance } = await http.get<ConferenceDetail>(`/api/conferences/${conferenceId}`)
    return attendance.find((attendee) => attendee.memberId === memberId)?.state ?? null
  }
}
