import type { CaseId, MemberId, OrganisationId } from '#shared/core/ids.ts'
import { ok, type Result, refused } from '#shared/core/result.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { fiscalYearOf } from '#shared/core/time.ts'
import type { InformationCategory, NeedCategory } from './informationCategory.ts'
import type { Term } from './member.ts'

/** 支援ケースの状態. The last five stand beside the main line. */
export const CASE_STATES = [
  'intake',
  'screening',
  'consenting',
  'assessing',
  'supporting',
  'closed',
  'outOfScope',
  'declined',
  'suspended',
  'transferred',
  'reopened',
] as const
export type CaseState = (typeof CASE_STATES)[number]

export const FINISHED: readonly CaseState[] = ['closed', 'outOfScope', 'declined', 'transferred']

/** True while somebody still has something to do in the case. */
export const goesOn = ({ state }: { readonly state: CaseState }): boolean => !FINISHED.includes(state)

/** An organisation's place, or one member's, on the case team. */
export interface TeamPlace extends Term {
  readonly organisationId: OrganisationId
  /** null: whoever of the organisation has the role for it. */
  readonly memberId: MemberId | null
  readonly categories: readonly InformationCategory[]
}

/** 支援ケース: one person's support in one council. The call name is not derived from the person. */
export interface SupportCase {
  readonly id: CaseId
  readonly number: string
  readonly callName: string
  readonly needs: readonly NeedCategory[]
  readonly areaCode: string | null
  readonly leadOrganisationId: OrganisationId
  readonly state: CaseState
  readonly openedOn: PlainDate
  /** 終結日: since when nobody has anything to do in it. Left out while it goes on, and of those that were over before it was kept. */
  readonly closedOn?: PlainDate
  readonly team: readonly TeamPlace[]
  /** Of a case that was opened for somebody who had one already: that one, and how this one stood before it was closed for it. */
  readonly duplicate?: Duplicate | null
}

/** 重複 */
export interface Duplicate {
  readonly of: CaseId
  readonly stateBefore: CaseState
}

/** The case closed, since the person has another. Refuses: `isDuplicate` where either of them is closed for a third. */
export function closedAsDuplicate(theCase: SupportCase, kept: SupportCase): Result<SupportCase, 'isDuplicate'> {
  if ((theCase.duplicate ?? kept.duplicate ?? null) !== null) return refused('isDuplicate')
  return ok({ ...theCase, state: 'closed', duplicate: { of: kept.id, stateBefore: theCase.state } })
}

/** The case as it stood before that. Refuses: `noDuplicate` for any other. */
export function noDuplicate(theCase: SupportCase): Result<SupportCase, 'noDuplicate'> {
  const { duplicate = null } = theCase
  return duplicate === null ? refused('noDuplicate') : ok({ ...theCase, state: duplicate.stateBefore, duplicate: null })
}

/** The case after a change that may have closed or reopened it: the day it closed on is the first of them, and goes when it goes on. */
export function closedAsOf(before: SupportCase, after: SupportCase, today: PlainDate): SupportCase {
  const { closedOn, ...rest } = after
  if (goesOn(after)) return rest
  const since = goesOn(before) ? today : closedOn
  return since === undefined ? rest : { ...rest, closedOn: since }
}

/** 未整備: what a case still lacks. */
export const MISSING_MARKS = ['area', 'basis', 'team', 'needs'] as const
export type MissingMark = (typeof MISSING_MARKS)[number]

/** True while nothing is shared with anybody else: for want of the basis or of the team, and for nothing besides. */
export const holdsBackSharing = (missing: readonly MissingMark[]): boolean =>
  missing.some((mark) => mark === 'basis' || mark === 'team')

/** The first year of 令和; case numbers carry the era's year of the fiscal year. */
const REIWA_BEFORE_FIRST = 2018

/**
 * The number of a case: era year of the fiscal year it was opened in, and a running number in that year, as in `R08-014`.
 *
 * Range: days from fiscal year 2019 on; running numbers from 1.
 */
export const caseNumber = (openedOn: PlainDate, running: number): string =>
  `R${String(fiscalYearOf(openedOn) - REIWA_BEFORE_FIRST).padStart(2, '0')}-${String(running).padStart(3, '0')}`

/** What stands for a hyphen where one types Japanese. */
const HYPHENS = /[\u2010-\u2015\u2212\u30fc]/gu

/** A case number as somebody typed it, in wide letters or with another hyphen; null where it is none. */
export function readCaseNumber(text: string): string | null {
  const number = text.normalize('NFKC').replace(HYPHENS, '-').trim().toUpperCase()
  return /^R\d{2}-\d{3,}$/.test(number) ? number : null
}

/** What the case still lacks on a day on which `basisCount` bases hold. One that is over lacks nothing that could be filled in. */
export function missingMarks(
  theCase: Pick<SupportCase, 'areaCode' | 'needs' | 'team' | 'state'>,
  basisCount: number,
  day: PlainDate,
): readonly MissingMark[] {
  if (!goesOn(theCase)) return []
  const places = theCase.team.filter(({ until }) => until === null || day <= until)
  const lacks: Readonly<Record<MissingMark, boolean>> = {
    area: theCase.areaCode === null,
    basis: basisCount === 0,
    team: places.length < 2,
    needs: theCase.needs.length === 0,
  }
  return MISSING_MARKS.filter((mark) => lacks[mark])
}
