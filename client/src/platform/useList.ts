import { useSuspenseQuery } from '@tanstack/react-query'
import { usePorts } from './Ports.tsx'

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

/** One thing the server knows; asked for again every `renewMs` where others change it meanwhile. */
export function useOne<Item>(key: readonly string[], path: string, renewMs?: number): Item {
  const { http } = usePorts()
  return useSuspenseQuery({
    queryKey: key,
    queryFn: ({ signal }) => http.get<Item>(path, signal),
    refetchInterval: renewMs ?? false,
  }).data
}
