import { useChange } from '#client/platform/useChange.ts'
import { useHint } from '#client/platform/useHint.ts'
import { LIST_RENEW_MS, type ListAsked, useList, useListMeanwhile, useOne } from '#client/platform/useList.ts'
import type {
  CaseDetail,
  CaseSummary,
  ChangeCaseRequest,
  DuplicateOfRequest,
  JoinTeamRequest,
  KeepConsentPaperRequest,
  LeaveTeamRequest,
  OpenCaseRequest,
  RecordBasisRequest,
  TeamPlaceView,
  WithdrawConsentRequest,
} from '#shared/api/cases.ts'
import type { SupportMeetingView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'

/** What a change of a case makes stale: its page, the list, and the conferences that carry its name. */
const READ_AGAIN = ['cases', 'conferences']

/** The same, and who and what was chosen from: whoever is told that one of them is gone finds it gone. */
const CHOICES_TOO = [...READ_AGAIN, 'members', 'organisations']

/** Unit: milliseconds. A right to a case may end while its page is looked at; where no hint gets through, this tells. */
const RENEW_MS = 30_000

export const CASES: ListAsked = { key: ['cases'], path: '/api/cases', renewMs: LIST_RENEW_MS }

/** The cases this member may know of. */
export const useCases = (): readonly CaseSummary[] => useList<CaseSummary>(CASES)

const NONE: readonly CaseSummary[] = []

/** The same for what must not wait for them; none until they are there. */
export const useCasesMeanwhile = (): readonly CaseSummary[] => useListMeanwhile<CaseSummary>(CASES) ?? NONE

/** On which laws anything can rest; undefined until that is known. */
export const useSupportMeetings = () =>
  useListMeanwhile<SupportMeetingView>({ key: ['support-meetings'], path: '/api/support-meetings' })

export function useCase(caseId: string): CaseDetail {
  useHint(caseId, READ_AGAIN)
  return useOne<CaseDetail>(['cases', caseId], `/api/cases/${caseId}`, { renewMs: RENEW_MS })
}

export const useOpenCase = () =>
  useChange((http, request: OpenCaseRequest) => http.send<CaseSummary>('POST', '/api/cases', request), CHOICES_TOO)

export const useChangeCase = (caseId: string) =>
  useChange(
    (http, request: ChangeCaseRequest) => http.send<CaseSummary>('PATCH', `/api/cases/${caseId}`, request),
    CHOICES_TOO,
  )

export const useCloseAsDuplicate = (caseId: string) =>
  useChange(
    (http, request: DuplicateOfRequest) => http.send('PUT', `/api/cases/${caseId}/duplicate-of`, request),
    READ_AGAIN,
  )

export const useTakeDuplicateBack = (caseId: string) =>
  useChange((http, _: null) => http.send('DELETE', `/api/cases/${caseId}/duplicate-of`), READ_AGAIN)

export const useAddToTeam = (caseId: string) =>
  useChange(
    (http, request: JoinTeamRequest) => http.send<CaseDetail>('POST', `/api/cases/${caseId}/team`, request),
    CHOICES_TOO,
  )

export interface TeamPlaceEnding {
  readonly place: TeamPlaceView
  readonly on: PlainDate
}

export const useEndTeamPlace = (caseId: string) =>
  useChange((http, { place, on }: TeamPlaceEnding) => {
    const request: LeaveTeamRequest = { memberId: place.member?.id ?? null, on }
    return http.send('POST', `/api/cases/${caseId}/team/${place.organisation.id}/ending`, request)
  }, READ_AGAIN)

export const useAddBasis = (caseId: string) =>
  useChange(
    (http, request: RecordBasisRequest) => http.send('POST', `/api/cases/${caseId}/bases`, request),
    CHOICES_TOO,
  )

/** Keeps that the signed sheet of a consent by word has come. */
export const useKeepConsentPaper = (basisId: string) =>
  useChange(
    (http, request: KeepConsentPaperRequest) => http.send('POST', `/api/bases/${basisId}/consent-paper`, request),
    READ_AGAIN,
  )

/** Ends a basis today. */
export const useEndBasis = () =>
  useChange((http, basisId: string) => http.send('POST', `/api/bases/${basisId}/ending`), READ_AGAIN)

/** Records a withdrawal by the number of the case, also of one that is not the reader's own. */
export const useWithdrawConsent = () =>
  useChange(
    (http, request: WithdrawConsentRequest) => http.send('POST', '/api/consent-withdrawals', request),
    READ_AGAIN,
  )
