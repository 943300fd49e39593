import { usePorts } from '#client/platform/Ports.tsx'
import { useDates } from '#client/platform/useDates.ts'
import { type Draft, useDraft } from '#client/ui/useDraft.ts'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import type { TermDraft } from './TermFields.tsx'

export interface Term {
  readonly from: PlainDate
  readonly until: PlainDate | null
}

/** A term that begins today, or on a later first day, unless something else is written; `term` is null while it cannot be read or ends before it begins. */
export function useTermDraft(first: PlainDate | null = null): {
  readonly draft: Draft<TermDraft>
  readonly term: Term | null
} {
  const { clock } = usePorts()
  const dates = useDates()
  const today = dayInJapan(clock.now())
  const draft = useDraft<TermDraft>({
    from: dates.typedDay(first === null || first < today ? today : first),
    until: '',
  })
  const from = dates.dayIn(draft.value.from)
  const until = dates.dayIn(draft.value.until)
  if (from === null || (until === null && draft.value.until.trim() !== '')) return { draft, term: null }
  if (until !== null && until < from) return { draft, term: null }
  return { draft, term: { from, until } }
}
