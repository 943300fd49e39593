import { queryOptions, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { Http } from './http.ts'
import { usePorts } from './Ports.tsx'
import { RequestFailure } from './requestFailure.ts'

interface ListBody<Item> {
  readonly items: readonly Item[]
}

/** Unit: milliseconds. A list that is left open tells nobody for longer of what is theirs no more; no hint says that. */
export const LIST_RENEW_MS = 60_000

/** A list that the server gives whole. `key` is what others name to have it read again; `renewMs` as in `useOne`. */
export interface ListAsked {
  readonly key: readonly string[]
  readonly path: string
  readonly renewMs?: number
}

/** How it is asked for; what is kept is its items. */
export const listQuery = <Item>(http: Http, { key, path }: ListAsked) =>
  queryOptions({
    queryKey: key,
    queryFn: async ({ signal }) => (await http.get<ListBody<Item>>(path, signal)).items,
  })

export function useList<Item>(asked: ListAsked): readonly Item[] {
  const { http } = usePorts()
  return useSuspenseQuery({ ...listQuery<Item>(http, asked), refetchInterval: asked.renewMs ?? false }).data
}

/** A list for what must not wait for it; undefined until it is there. */
export function useListMeanwhile<Item>(asked: ListAsked): readonly Item[] | undefined {
  const { http } = usePorts()
  return useQuery(listQuery<Item>(http, asked)).data
}

/** Asks for the lists of a page at once: each part of it waits for its own, and over a slow line one after the other takes long. */
export function useAskAhead(lists: readonly ListAsked[]): void {
  const { http } = usePorts()
  const queries = useQueryClient()
  for (const asked of lists)
    if (queries.getQueryState(asked.key) === undefined) void queries.prefetchQuery(listQuery(http, asked))
}

const ABSENCES: readonly string[] = ['notFound', 'forbidden']

/** Why a thing that was shown is there no more, or the reader's no more; null while it is. */
const absenceIn = (failure: unknown): RequestFailure | null =>
  failure instanceof RequestFailure && ABSENCES.includes(failure.code) ? failure : null

/**
 * One thing the server knows; asked for again every `renewMs` where others change it meanwhile. When it is the reader's no more
 * it is shown no more: `whenGone` says what of it stays. Throws: what the server answered, without `whenGone`.
 */
export function useOne<Item>(
  key: readonly string[],
  path: string,
  { renewMs, whenGone }: { readonly renewMs?: number; readonly whenGone?: (last: Item) => Item } = {},
): Item {
  const { http } = usePorts()
  const { data, error } = useSuspenseQuery({
    queryKey: key,
    queryFn: ({ signal }) => http.get<Item>(path, signal),
    refetchInterval: renewMs ?? false,
  })
  const absence = absenceIn(error)
  if (absence === null) return data
  if (whenGone === undefined) throw absence
  return whenGone(data)
}
