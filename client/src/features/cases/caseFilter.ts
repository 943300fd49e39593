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

const HIRAGANA_BEFORE_KATAKANA = 0x60

/** One spelling for what is found as the same: full and half width, capital and small, hiragana and katakana. Never stored. */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - HIRAGANA_BEFORE_KATAKANA))

const textsOf = (theCase: CaseSummary, areas: readonly Area[]): readonly string[] =>
  [
    theCase.number,
    theCase.callName,
    theCase.leadOrganisation.name,
    areas.find(({ code }) => code === theCase.areaCode)?.name ?? '',
  ].map(folded)

/** The cases that agree with every part of the filter that is filled in. Every word of the text must be found. */
export function filterCases(
  cases: readonly CaseSummary[],
  filter: CaseFilter,
  areas: readonly Area[] = [],
): readonly CaseSummary[] {
  const wanted = folded(filter.text)
    .split(/\s+/)
    .filter((word) => word !== '')
  const says = (theCase: CaseSummary) => {
    const texts = textsOf(theCase, areas)
    return wanted.every((word) => texts.some((text) => text.includes(word)))
  }
  return cases.filter(
    (theCase) =>
      (filter.state === '' || theCase.state === filter.state) &&
      (filter.need === '' || theCase.needs.includes(filter.need)) &&
      says(theCase),
  )
}
