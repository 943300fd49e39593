import { useQuery } from '@tanstack/react-query'
import { usePorts } from '#client/platform/Ports.tsx'
import { useChange } from '#client/platform/useChange.ts'
import { LIST_RENEW_MS, useOne } from '#client/platform/useList.ts'
import type {
  ApproveDisposalRequest,
  DisposalReasonRequest,
  DisposalsView,
  DueCaseView,
  KeepRetentionRequest,
} from '#shared/api/disposal.ts'
import type { CaseId } from '#shared/core/ids.ts'

const KEY = 'disposals'
/** What a disposal makes stale. */
const READ_AGAIN = [KEY, 'cases', 'conferences']
/** Unit: milliseconds. An erasure goes on by itself, and another may ask or approve meanwhile. */
const RENEW_MS = 15_000

/** Cases that another asked to be disposed of, and this member may approve. Never waited for. */
export function useDisposalsToApprove(): readonly DueCaseView[] {
  const { http } = usePorts()
  const { data } = useQuery({
    queryKey: [KEY],
    queryFn: ({ signal }) => http.get<DisposalsView>('/api/disposals', signal),
    refetchInterval: LIST_RENEW_MS,
  })
  if (data === undefined || !data.can.approve.allowed) return []
  return data.due.filter(({ hindrance, asked }) => hindrance === null && asked !== null && !asked.isOwn)
}

/** What is due and what was disposed of. */
export const useDisposals = (): DisposalsView => useOne<DisposalsView>([KEY], '/api/disposals', { renewMs: RENEW_MS })

export const useKeepRetention = () =>
  useChange((http, request: KeepRetentionRequest) => http.send('PUT', '/api/retention-rule', request), READ_AGAIN)

/** What is said of the disposal of one case, with a reason. */
export type Saying = 'request' | 'hold' | 'hold/lifting'

export const useSay = (caseId: CaseId, saying: Saying) =>
  useChange(
    (http, request: DisposalReasonRequest) => http.send('POST', `/api/disposals/${caseId}/${saying}`, request),
    READ_AGAIN,
  )

export const useApprove = (caseId: CaseId) =>
  useChange(
    (http, request: ApproveDisposalRequest) => http.send('POST', `/api/disposals/${caseId}/approval`, request),
    READ_AGAIN,
  )
