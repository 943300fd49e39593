import { ok, type Result, refused } from '#shared/core/result.ts'
import { fiscalYearOf, type PlainDate, plainDate } from '#shared/core/time.ts'
import { type Appointment, type Member, type Office, prolonged } from './member.ts'

/**
 * The offices to which a council elects anew (互選) when a term begins: being a member on is not being elected again, so they go on only
 * where that is said of them.
 */
export const isElectedAnew = (office: Office): boolean => office === 'chair' || office === 'viceChair'

/** 再任: until when one goes on, and which of the offices that end with the term go on as long. */
export interface Reappointment {
  readonly until: PlainDate
  readonly offices: readonly Office[]
}

/** What it is taken back by: the last day of before, and the offices that go on because of it. */
export interface ReappointmentMade {
  readonly before: PlainDate
  readonly offices: readonly Office[]
}

/** 再任 of one whose term ends on a day: it goes on without a break. Refuses: `notLater` for a day that is not after it. */
export function reappointed(
  member: Member,
  before: PlainDate,
  { until, offices: goingOn }: Reappointment,
): Result<{ readonly member: Member; readonly made: ReappointmentMade }, 'notLater'> {
  const next = until === before ? refused('notLater') : prolonged(member, until)
  if (!next.ok) return next
  const goesOn = (office: Appointment) => office.until === before && goingOn.includes(office.office)
  const offices = member.offices.map((office) => (goesOn(office) ? { ...office, until } : office))
  const made = { before, offices: member.offices.filter(goesOn).map(({ office }) => office) }
  return ok({ member: { ...next.value, offices }, made })
}

/** The term and the offices as before it was made. Refuses: `officesChanged` where one of them ends on another day by now. */
export function asBeforeReappointment(
  member: Member,
  { before, offices, until }: ReappointmentMade & { readonly until: PlainDate },
): Result<Member, 'officesChanged'> {
  const wentOn = (held: Appointment) => held.until === until && offices.includes(held.office)
  const isThere = (office: Office) => member.offices.some((held) => wentOn(held) && held.office === office)
  if (!offices.every(isThere)) return refused('officesChanged')
  const ended = member.offices.map((held) => (wentOn(held) ? { ...held, until: before } : held))
  return ok({ ...member, until: before, offices: ended })
}

/** The last day of the fiscal year at whose change a day lies: in April and May of the one that is past, whose papers come late. */
export function yearEndAround(day: PlainDate): PlainDate {
  const isLate = ['04', '05'].includes(day.slice(5, 7))
  return `${fiscalYearOf(day) + (isLate ? 0 : 1)}-03-31` as PlainDate
}

/** The same day some years on; where a calendar has no 29 February, the day before. */
export function yearsAfter(day: PlainDate, years: number): PlainDate {
  const year = Number(day.slice(0, 4)) + years
  return plainDate(`${year}${day.slice(4)}`) ?? (`${year}-02-28` as PlainDate)
}
