import type { PlainDate } from '#shared/core/time.ts'
import type { Term } from '#shared/domain/member.ts'

/** Why something may not be done: one word for the screen and the audit trail. */
export type Denial =
  | 'notActive'
  | 'wrongRole'
  | 'notOnTeam'
  | 'noBasis'
  | 'noCategory'
  | 'caseClosed'
  | 'wrongState'
  | 'notInvited'
  | 'wasAbsent'

/** One check's answer: `until` is the last day on which it holds by itself. */
export type Answer =
  | { readonly holds: true; readonly until: PlainDate | null }
  | { readonly holds: false; readonly because: Denial }

export const holdsUntil = (until: PlainDate | null): Answer => ({ holds: true, until })
export const denied = (because: Denial): Answer => ({ holds: false, because })
export const always = holdsUntil(null)
export const endsOf = (terms: readonly Pick<Term, 'until'>[]) => terms.map(({ until }) => until)

/** The latest end among ways that each suffice: the right ends with the last of them. */
export function longest(ends: readonly (PlainDate | null)[], because: Denial): Answer {
  if (ends.length === 0) return denied(because)
  return holdsUntil(ends.includes(null) ? null : (ends.toSorted().at(-1) ?? null))
}

/** Both are needed: what ends first ends the right. */
export function earlier(one: Answer, other: Answer): Answer {
  if (!one.holds) return one
  if (!other.holds || one.until === null) return other
  return other.until !== null && other.until < one.until ? other : one
}
