import type { CaseSummary } from '#shared/api/cases.ts'
import type { NeedCategory } from '#shared/domain/informationCategory.ts'
import type { CaseState } from '#shared/domain/supportCase.ts'

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

const says = (theCase: CaseSummary, text: string): boolean =>
  [theCase.number, theCase.callName, theCase.leadOrganisation.name].some((field) => folded(field).includes(text))

/** The cases that agree with every part of the filter that is filled in. Every word of the text must be found. */
export function filterCases(cases: readonly CaseSummary[], filter: CaseFilter): readonly CaseSummary[] {
  const wanted = folded(filter.text)
    .split(/\s+/)
    .filter((word) => word !== '')
  return cases.filter(
    (theCase) =>
      (filter.state === '' || theCase.state === filter.state) &&
      (filter.need === '' || theCase.needs.includes(filter.need)) &&
      wanted.every((word) => says(theCase, word)),
  )
}
