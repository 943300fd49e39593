import { addDays, type PlainDate } from '#shared/core/time.ts'
import { type EarlierTerm, type Member, organisationOn, type Term } from './member.ts'

/** What somebody who comes back after their membership was over comes back as, and for how long. */
export interface LaterTerm extends Term, Pick<Member, 'organisationId' | 'role' | 'volunteerKind'> {}

/**
 * 再び構成員になる: a term of its own after one that is over. What was stays what it was: the earlier term with its role and offices, and the
 * organisation of then for every day before the new one. Nothing of it goes along: no office, and nobody's place whom they came after.
 */
export function backFrom({ succeeds, ...member }: Member, ended: PlainDate, term: LaterTerm): Member {
  const { from, role, volunteerKind, offices, formerSeats = [], earlierTerms = [] } = member
  const before = addDays(term.from, -1)
  const earlier: EarlierTerm = { from, until: ended, role, volunteerKind, offices }
  return {
    ...{ ...member, ...term, offices: [] },
    formerSeats: [...formerSeats, { organisationId: organisationOn(member, ended), until: before }],
    earlierTerms: [...earlierTerms, succeeds === undefined ? earlier : { ...earlier, succeeds }],
  }
}

/** The membership as it stood before they came back; null for one who never did. */
export function asBeforeReturn(member: Member): Member | null {
  const { earlierTerms = [], formerSeats = [], ...rest } = member
  const last = earlierTerms.at(-1)
  if (last === undefined) return null
  const seats = formerSeats.filter(({ until }) => until < last.until)
  return {
    ...{ ...rest, ...last, organisationId: organisationOn(member, last.until) },
    ...(seats.length === 0 ? {} : { formerSeats: seats }),
    ...(earlierTerms.length === 1 ? {} : { earlierTerms: earlierTerms.slice(0, -1) }),
  }
}
