import { useQuery } from '@tanstack/react-query'
import { usePorts } from '#client/platform/Ports.tsx'
import { mayPass } from '#client/platform/requestFailure.ts'
import { useHint, useManyHints } from '#client/platform/useHint.ts'
import type { NoteRowsView } from '#shared/api/noteRows.ts'

/** Where no hint gets through, this tells. */
const RENEW_MS = 30_000
/** Unit: milliseconds. A note that is being written changes all the time; a row is promised within five seconds. */
const READ_EVERY_MS = 2_000

const READ_AGAIN = ['noteRows']

export interface NoteRows {
  /** What was read; null before the first answer, and once it may not be read any more. */
  readonly notes: readonly NoteRowsView[] | null
  /** Why the last reading came to nothing; null when it did not. */
  readonly failure: Error | null
  readonly readAgain: () => void
}

/**
 * The decisions and action items of a case. Never waited for, since somebody may be writing in a note beside them. `without` is a
 * conference whose note is not asked about when it changes.
 */
export function useNoteRows(caseId: string, without: string | null = null): NoteRows {
  const { http } = usePorts()
  const { data, error, refetch } = useQuery({
    queryKey: ['noteRows', caseId],
    queryFn: async ({ signal }) =>
      (await http.get<{ readonly items: readonly NoteRowsView[] }>(`/api/cases/${caseId}/note-rows`, signal)).items,
    refetchInterval: RENEW_MS,
  })
  const heard = (data ?? []).filter(({ conference }) => conference.id !== without)
  useHint(caseId, READ_AGAIN)
  useManyHints(
    heard.map(({ documentId }) => documentId),
    READ_AGAIN,
    READ_EVERY_MS,
  )
  const isKept = error === null || mayPass(error)
  return { notes: isKept ? (data ?? null) : null, failure: error, readAgain: () => void refetch() }
}
