import { useQuery } from '@tanstack/react-query'
import { usePorts } from '#client/platform/Ports.tsx'
import { useChange } from '#client/platform/useChange.ts'
import type {
  AuthorsView,
  DifferenceView,
  RestorationView,
  VersionListView,
  VersionView,
} from '#shared/api/versions.ts'

/** The lists of versions among what was read. */
export const VERSIONS = 'versions'

/** Which two states are compared. */
export interface Comparison {
  readonly from: number | 'lastRead'
  readonly to: number | 'now'
}

/** The address of the page that shows one difference by itself. */
export const addressOf = (differencePath: string, { from, to }: Comparison): string =>
  `${differencePath}?from=${from}&to=${to}`

export function useVersions(documentId: string) {
  const { http } = usePorts()
  return useQuery({
    queryKey: [VERSIONS, documentId],
    queryFn: ({ signal }) => http.get<VersionListView>(`/api/documents/${documentId}/versions`, signal),
  })
}

/** Asked anew each time it is opened: a difference to now is old the moment somebody types. */
export function useDifference(documentId: string, { from, to }: Comparison) {
  const { http } = usePorts()
  return useQuery({
    queryKey: ['difference', documentId, from, to],
    queryFn: ({ signal }) =>
      http.get<DifferenceView>(`/api/documents/${documentId}/difference?from=${from}&to=${to}`, signal),
    staleTime: 0,
    gcTime: 0,
  })
}

export function useAuthors(documentId: string) {
  const { http } = usePorts()
  return useQuery({
    queryKey: ['authors', documentId],
    queryFn: ({ signal }) => http.get<AuthorsView>(`/api/documents/${documentId}/authors`, signal),
    staleTime: 0,
    gcTime: 0,
  })
}

export const useNameVersion = (documentId: string) =>
  useChange(
    (http, name: string) => http.send<VersionView>('POST', `/api/documents/${documentId}/versions`, { name }),
    [VERSIONS],
  )

export const useRestoreVersion = (documentId: string) =>
  useChange(
    (http, number: number) =>
      http.send<RestorationView>('POST', `/api/documents/${documentId}/versions/${number}/restoration`),
    [VERSIONS],
  )
