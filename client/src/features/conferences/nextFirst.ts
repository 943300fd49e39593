import type { ConferenceSummary } from '#shared/api/conferences.ts'
import { dayInJapan, instant, type PlainDate } from '#shared/core/time.ts'

/** True of one whose day went by while it was neither opened nor called off: held without anybody noting it, or forgotten. */
export const isPassedBy = (
  { state, startsAt }: Pick<ConferenceSummary, 'state' | 'startsAt'>,
  today: PlainDate,
): boolean => state === 'planned' && dayInJapan(instant(startsAt)) < today

/** True of one that is open since an earlier day: it goes on past midnight, or nobody ended it. */
export const isLeftOpen = (
  { state, startsAt }: Pick<ConferenceSummary, 'state' | 'startsAt'>,
  today: PlainDate,
): boolean => state === 'open' && dayInJapan(instant(startsAt)) < today

/** As one goes to them: those under way, then those to come, the next one first, and last those whose day went by. */
export function nextFirst(conferences: readonly ConferenceSummary[], today: PlainDate): readonly ConferenceSummary[] {
  const turnOf = (one: ConferenceSummary) => (one.state === 'open' ? 0 : isPassedBy(one, today) ? 2 : 1)
  return [...conferences].sort((a, b) => turnOf(a) - turnOf(b) || a.startsAt - b.startsAt)
}
