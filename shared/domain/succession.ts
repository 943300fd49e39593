import type { MemberId } from '#shared/core/ids.ts'
import { addDays, type PlainDate } from '#shared/core/time.ts'
import { type Appointment, isOverBy, type Member, type Term } from './member.ts'

/** What is left of a membership, and what of it goes to whoever comes after. */
export interface Succession {
  readonly left: Pick<Member, 'until' | 'offices'>
  readonly taken: { readonly until: PlainDate | null; readonly offices: readonly Appointment[] }
}

/** The last day of the one who leaves: the day before, or at once where that is past. It never takes an earlier end back. */
function lastDayBefore(from: PlainDate, { from: begun, until }: Term, today: PlainDate): PlainDate {
  const before = addDays(from < today ? today : from, -1)
  const last = until !== null && until < before ? until : before
  return last < begun ? addDays(begun, -1) : last
}

/** True for whoever came in the place that somebody has now: one who came after an earlier term of theirs, as on the day they were back, has nothing of it. */
export const comesAfter = (
  successor: { readonly succeeds?: MemberId | undefined; readonly from: PlainDate },
  left: { readonly id: MemberId; readonly from: PlainDate; readonly earlierTerms?: readonly unknown[] | undefined },
): boolean => successor.succeeds === left.id && (left.earlierTerms === undefined || left.from < successor.from)

const laterOf = (one: PlainDate, other: PlainDate): PlainDate => (one < other ? other : one)

/**
 * 後任: what becomes of a membership when another takes its place from a day on. Offices that are not over by then are the successor's
 * for the rest of their time (残任期間), and so is a term that had an end; one without an end, or over by then, begins anew without one.
 *
 * Window: a day ahead leaves everything as it is until then.
 */
export function succeededFrom(leaving: Term & Pick<Member, 'offices'>, from: PlainDate, today: PlainDate): Succession {
  const going = leaving.offices.filter((office) => !isOverBy(office, from))
  const begun = going.filter((office) => office.from < from)
  return {
    left: {
      until: lastDayBefore(from, leaving, today),
      offices: [
        ...leaving.offices.filter((office) => isOverBy(office, from)),
        ...begun.map((office) => ({ ...office, until: addDays(from, -1) })),
      ],
    },
    taken: {
      until: isOverBy(leaving, from) ? null : leaving.until,
      offices: going.map((office) => ({ ...office, from: laterOf(office.from, from) })),
    },
  }
}

/** The offices of the one who left as they stood before: those that went over are theirs again for the whole of their time. */
export function officesTakenBack(
  left: Pick<Member, 'offices'>,
  successor: Pick<Member, 'from' | 'offices'>,
): readonly Appointment[] {
  const goesOn = (mine: Appointment) =>
    successor.offices.find(
      (theirs) =>
        theirs.office === mine.office && theirs.from === successor.from && mine.until === addDays(successor.from, -1),
    )
  const joined = left.offices.map((mine) => ({ ...mine, until: (goesOn(mine) ?? mine).until }))
  const continued = new Set(left.offices.map(goesOn))
  return [...joined, ...successor.offices.filter((theirs) => !continued.has(theirs))]
}
