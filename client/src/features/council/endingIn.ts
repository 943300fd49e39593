import type { MemberView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'

/** A member whose last day is set. */
export type Ending = MemberView & { readonly until: PlainDate }

const hasEnd = (member: MemberView): member is Ending => member.until !== null

/** Those of the members whose last day lies between two, both included, the earliest first. */
export const endingIn = (members: readonly MemberView[], first: PlainDate, last: PlainDate): readonly Ending[] =>
  members
    .filter(hasEnd)
    .filter(({ until }) => first <= until && until <= last)
    .toSorted((one, other) => one.until.localeCompare(other.until))
