import { saidBy } from '#client/platform/saidBy.ts'
import type { ConferenceSummary } from '#shared/api/conferences.ts'
import { dayInJapan, fiscalYearOf, instant } from '#shared/core/time.ts'
import type { ConferenceState } from '#shared/domain/conferenceKind.ts'

export interface ConferenceFilter {
  readonly text: string
  readonly state: ConferenceState | ''
  /** 年度, by the year it begins in. */
  readonly fiscalYear: string
}

export const EVERY_CONFERENCE: ConferenceFilter = { text: '', state: '', fiscalYear: '' }

export const isNarrowed = ({ text, state, fiscalYear }: ConferenceFilter): boolean =>
  text !== '' || state !== '' || fiscalYear !== ''

const yearOf = ({ startsAt }: ConferenceSummary): string => String(fiscalYearOf(dayInJapan(instant(startsAt))))

/** The fiscal years in which there is a conference, latest first. */
export const fiscalYearsOf = (conferences: readonly ConferenceSummary[]): readonly string[] =>
  [...new Set(conferences.map(yearOf))].sort().reverse()

/** The conferences that agree with every part of the filter that is filled in. Every word of the text must be found. */
export function filterConferences(
  conferences: readonly ConferenceSummary[],
  { text, state, fiscalYear }: ConferenceFilter,
): readonly ConferenceSummary[] {
  const says = saidBy(text)
  return conferences.filter(
    (one) =>
      (state === '' || one.state === state) &&
      (fiscalYear === '' || yearOf(one) === fiscalYear) &&
      says([one.title, one.case.number, one.case.callName, one.place]),
  )
}
