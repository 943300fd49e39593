import { useQuery } from '@tanstack/react-query'
import { usePorts } from '#client/platform/Ports.tsx'
import { mayPass } from '#client/platform/requestFailure.ts'
import { useHint, useManyHints } from '#client/platform/useHint.ts'
import { type ListAsked, listQuery } from '#client/platform/useList.ts'
import type { ConferenceSummary } from '#shared/api/conferences.ts'
import type { NoteRowsView, OwnActionItemView } from '#shared/api/noteRows.ts'
import { CONFERENCES } from './useConferences.ts'

/** Where no hint gets through, this tells. */
const RENEW_MS = 30_000
/** Unit: milliseconds. A note that is being written changes all the time; a row is promised within five seconds. */
const READ_EVERY_MS = 2_000

const READ_AGAIN = ['noteRows']

/** What was asked of the notes. */
export interface Reading {
  /** Why the last reading came to nothing; null when it did not. */
  readonly failure: Error | null
  readonly readAgain: () => void
}

export interface NoteRows extends Reading {
  /** What was read; null before the first answer, and once it may not be read any more. */
  readonly notes: readonly NoteRowsView[] | null
}

/**
 * The decisions and action items of a case. Never waited for, since somebody may be writing in a note beside them. `without` is a
 * conference whose note is not asked about when it changes.
 */
export function useNoteRows(caseId: string, without: string | null = null): NoteRows {
  const { http } = usePorts()
  const { data, error, refetch } = useQuery({
    ...listQuery<NoteRowsView>(http, { key: ['noteRows', caseId], path: `/api/cases/${caseId}/note-rows` }),
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

export const OWN_ACTION_ITEMS: ListAsked = { key: ['ownActionItems'], path: '/api/own-action-items' }
const READ_OWN_AGAIN = ['ownActionItems']
/** The server opens every note of one's cases for it. */
const RENEW_OWN_MS = 120_000
/** As above, while they are written in. */
const READ_OWN_EVERY_MS = 5_000

/** What this member is to do, over all their cases; null before the first answer, and once it may not be read any more. */
export function useOwnActionItems(): Reading & { readonly items: readonly OwnActionItemView[] | null } {
  const { http } = usePorts()
  const { data, error, refetch } = useQuery({
    ...listQuery<OwnActionItemView>(http, OWN_ACTION_ITEMS),
    refetchInterval: RENEW_OWN_MS,
  })
  // A note under way may come to hold the first of theirs.
  const open = useQuery(listQuery<ConferenceSummary>(http, CONFERENCES)).data
  const ids = [data?.map(({ documentId }) => documentId), open?.map(({ openNoteId }) => openNoteId)].flat()
  useManyHints([...new Set(ids.filter((id) => id !== undefined))], READ_OWN_AGAIN, READ_OWN_EVERY_MS)
  const isKept = error === null || mayPass(error)
  return { items: isKept ? (data ?? null) : null, failure: error, readAgain: () => void refetch() }
}
