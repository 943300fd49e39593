import { saidBy } from '#client/platform/saidBy.ts'
import type { CaseSummary } from '#shared/api/cases.ts'
import type { NeedCategory } from '#shared/domain/informationCategory.ts'
import type { CaseState } from '#shared/domain/supportCase.ts'
import type { Area } from './AreaName.tsx'

export interface CaseFilter {
  readonly text: string
  readonly state: CaseState | ''
  readonly need: NeedCategory | ''
}

export const EVERY_CASE: CaseFilter = { text: '', state: '', need: '' }

export const isNarrowed = ({ text, state, need }: CaseFilter): boolean => text !== '' || state !== '' || need !== ''

const textsOf = (theCase: CaseSummary, areas: readonly Area[]): readonly string[] => [
  theCase.number,
  theCase.callName,
  theCase.leadOrganisation.name,
  areas.find(({ code }) => code === theCase.areaCode)?.name ?? '',
]

/** The cases that agree with every part of the filter that is filled in. Every word of the text must be found. */
export function filterCases(
  cases: readonly CaseSummary[],
  filter: CaseFilter,
  areas: readonly Area[] = [],
): readonly CaseSummary[] {
  const says = saidBy(filter.text)
  return cases.filter(
    (theCase) =>
      (filter.state === '' || theCase.state === filter.state) &&
      (filter.need === '' || theCase.needs.includes(filter.need)) &&
      says(textsOf(theCase, areas)),
  )
}
