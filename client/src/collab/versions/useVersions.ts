import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Http } from '#client/platform/http.ts'
import { usePorts } from '#client/platform/Ports.tsx'
import { useChange } from '#client/platform/useChange.ts'
import { listenForLater } from '#client/platform/useHint.ts'
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

const readDifference = (http: Http, documentId: string, { from, to }: Comparison, signal?: AbortSignal) =>
  http.get<DifferenceView>(`/api/documents/${documentId}/difference?from=${from}&to=${to}`, signal)

/** Asked anew each time it is opened: a difference to now is old the moment somebody types. */
export function useDifference(documentId: string, { from, to }: Comparison) {
  const { http } = usePorts()
  return useQuery({
    queryKey: ['difference', documentId, from, to],
    queryFn: ({ signal }) => readDifference(http, documentId, { from, to }, signal),
    staleTime: 0,
    gcTime: 0,
  })
}

/**
 * True once a difference to now would read differently. A hint alone does not say so: it comes up to a second late, and for a
 * version that was only named too. So each is looked after, until one was right; where that cannot be done, the difference
 * counts as old.
 */
export function useIsOld(documentId: string, { from, to }: Comparison, shown: DifferenceView | undefined): boolean {
  const { http, hints } = usePorts()
  const [old, setOld] = useState<DifferenceView>()
  useEffect(() => {
    if (shown === undefined || to !== 'now') return
    const blocks = JSON.stringify(shown.blocks)
    let isDecided = false
    const lookAfter = async () => {
      const isSame = await readDifference(http, documentId, { from, to }).then(
        (read) => JSON.stringify(read.blocks) === blocks,
        () => false,
      )
      if (isSame || isDecided) return
      isDecided = true
      setOld(shown)
    }
    const stop = listenForLater(hints, documentId, () => {
      if (!isDecided) void lookAfter()
    })
    return () => {
      isDecided = true
      stop()
    }
  }, [http, hints, documentId, from, to, shown])
  return shown !== undefined && old === shown
}

/** Whether anything was written since a version; it counts as written where that cannot be learned. */
export function useIsWritten(documentId: string): (since: number) => Promise<boolean> {
  const { http } = usePorts()
  return (since) =>
    readDifference(http, documentId, { from: since, to: 'now' }).then(
      ({ size }) => size.added + size.removed + size.blocks > 0,
      () => true,
    )
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
