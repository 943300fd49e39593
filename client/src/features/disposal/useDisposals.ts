import { useChange } from '#client/platform/useChange.ts'
import { useOne } from '#client/platform/useList.ts'
import type {
  ApproveDisposalRequest,
  DisposalReasonRequest,
  DisposalsView,
  KeepRetentionRequest,
} from '#shared/api/disposal.ts'
import type { CaseId } from '#shared/core/ids.ts'

const KEY = 'disposals'
/** What a disposal makes stale. */
const READ_AGAIN = [KEY, 'cases', 'conferences']
/** Unit: milliseconds. An erasure goes on by itself, and another may ask or approve meanwhile. */
const RENEW_MS = 15_000

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
