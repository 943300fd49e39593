import { useSuspenseQuery } from '@tanstack/react-query'
import { usePorts } from './Ports.tsx'
import { RequestFailure } from './requestFailure.ts'

interface ListBody<Item> {
  readonly items: readonly Item[]
}

/** A list the server gives whole, kept as its items. `key` is what others name to have it read again; `renewMs` as in `useOne`. */
export function useList<Item>(key: readonly string[], path: string, renewMs?: number): readonly Item[] {
  const { http } = usePorts()
  return useSuspenseQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await http.get<ListBody<Item>>(path, signal)).items,
    refetchInterval: renewMs ?? false,
  }).data
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
