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

/** Somebody who holds offices, or did. */
interface Holder extends Pick<Member, 'id' | 'from' | 'until' | 'offices'> {
  readonly succeeds?: MemberId | undefined
}

/** An office that went over to whoever came after. */
export interface OfficeGone<Person> {
  /** Who had it last, by one succession or several. */
  readonly holder: Person
  /** Who came after holds it still, somebody else is 会長 now, or nobody holds it to whom it went. */
  readonly state: 'held' | 'taken' | 'free'
  /** As it would stand if it were given back. */
  readonly back: Appointment
}

/**
 * The offices of one who left that went over with a succession: taking the end of the membership back brings none of them back. One
 * that they hold anew is none of them.
 *
 * Window: whoever holds one from a day ahead on has it.
 */
export function officesGone<Person extends Holder>(
  left: Person,
  members: readonly Person[],
  today: PlainDate,
): readonly OfficeGone<Person>[] {
  const isTheirs = ({ office }: Appointment) => holdsFrom({ ...left, until: null }, office, today)
  return left.offices
    .filter((mine) => !isTheirs(mine))
    .flatMap((mine): readonly OfficeGone<Person>[] => {
      const last = lastHolder(left, mine, members)
      if (last === null) return []
      const { holder, held } = last
      const from = laterOf(today, addDays(mine.until ?? today, 1))
      const back = { office: mine.office, from, until: isOverBy(held, today) ? null : held.until }
      return [{ holder, back, state: stateOf(holder, mine, { left, members, today }) }]
    })
}

/** True for one who holds an office on a day or later; a membership that ended before it began holds nothing. */
const holdsFrom = (
  { from, until, offices }: Omit<Holder, 'id'>,
  office: Appointment['office'],
  day: PlainDate,
): boolean =>
  !isOverBy({ until }, day) &&
  !isOverBy({ until }, from) &&
  offices.some((held) => held.office === office && !isOverBy(held, day))

function stateOf<Person extends Holder>(
  holder: Person,
  { office }: Appointment,
  { left, members, today }: { readonly left: Person; readonly members: readonly Person[]; readonly today: PlainDate },
): OfficeGone<Person>['state'] {
  if (holdsFrom(holder, office, today)) return 'held'
  // There is one 会長; of the others there are several.
  const isTaken = office === 'chair' && members.some((one) => one.id !== left.id && holdsFrom(one, office, today))
  return isTaken ? 'taken' : 'free'
}

/** To whom an office went on from somebody; null for one that just ended. */
function lastHolder<Person extends Holder>(
  left: Person,
  mine: Appointment,
  members: readonly Person[],
): { readonly holder: Person; readonly held: Appointment } | null {
  for (const holder of members) {
    const goesOn = holder.succeeds === left.id && mine.until === addDays(holder.from, -1)
    const held = holder.offices.find((theirs) => theirs.office === mine.office && theirs.from === holder.from)
    if (goesOn && held !== undefined) return lastHolder(holder, held, members) ?? { holder, held }
  }
  return null
}
