import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import type { Http } from '#client/platform/http.ts'
import { usePorts } from '#client/platform/Ports.tsx'
import type { AuditPage, AuditRecordsQuery } from '#shared/api/audit.ts'
import type { CaseDetail } from '#shared/api/cases.ts'

/** What is looked for; the place to go on from is the answers'. */
export interface AuditSearch extends Omit<AuditRecordsQuery, 'after'> {
  /** In the trail of this case, as whoever coordinates it reads it; without one in all of it, as the auditor does. */
  readonly caseId?: CaseDetail['id']
}

function addressOf({ caseId, ...search }: AuditSearch, after: string | null): string {
  const fields = Object.entries({ ...search, after }).filter(([, value]) => value !== undefined && value !== null)
  const within = caseId === undefined ? '' : `/cases/${caseId}`
  return `/api${within}/audit-records?${new URLSearchParams(fields as [string, string][])}`
}

const recordsQuery = (http: Http, search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit-records', search],
    queryFn: ({ pageParam, signal }) => http.get<AuditPage>(addressOf(search, pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchOnWindowFocus: false,
  })

/** The trail, newest first, part by part. What was found stands until something else is looked for: looking leaves a record itself. */
export function useAuditRecords(search: AuditSearch) {
  return useInfiniteQuery(recordsQuery(usePorts().http, search))
}

/** Asks for several searches at once, as `useAskAhead` does for lists. */
export function useAskRecordsAhead(searches: readonly AuditSearch[]): void {
  const { http } = usePorts()
  const queries = useQueryClient()
  for (const asked of searches.map((search) => recordsQuery(http, search)))
    if (queries.getQueryState(asked.queryKey) === undefined) void queries.prefetchInfiniteQuery(asked)
}
