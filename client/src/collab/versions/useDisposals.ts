import { useQuery } from '@tanstack/react-query'
import { usePorts } from '#client/platform/Ports.tsx'
import { useChange } from '#client/platform/useChange.ts'
import { useHint } from '#client/platform/useHint.ts'
import type { ConfirmDestructionRequest, DestroyTrailRequest, DisposalListView } from '#shared/api/versions.ts'
import { VERSIONS } from './useVersions.ts'

const DISPOSALS = 'disposals'
const READ_AGAIN = [DISPOSALS]

const pathOf = (documentId: string): string => `/api/documents/${documentId}/trail-destruction`

export function useDisposals(documentId: string) {
  const { http } = usePorts()
  useHint(documentId, READ_AGAIN)
  return useQuery({
    queryKey: [DISPOSALS, documentId],
    queryFn: ({ signal }) => http.get<DisposalListView>(pathOf(documentId), signal),
    staleTime: 0,
  })
}

export const useAskDisposal = (documentId: string) =>
  useChange((http, request: DestroyTrailRequest) => http.send<null>('POST', pathOf(documentId), request), [DISPOSALS])

export const useConfirmDisposal = (documentId: string) =>
  useChange(
    (http, request: ConfirmDestructionRequest) =>
      http.send<null>('POST', `${pathOf(documentId)}/confirmation`, request),
    [DISPOSALS, VERSIONS],
  )
