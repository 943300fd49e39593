import { useState } from 'react'
import { useNavigationType } from 'react-router'
import { type CaseFilter, EVERY_CASE } from './caseFilter.ts'

/** Unit: lines of the list that are drawn at once: a thousand would hold up every key of the search. */
export const LINES_AT_ONCE = 100

/** What of the list a member looks at: narrowed how, and how far down. */
interface CaseView {
  readonly filter: CaseFilter
  /** Unit: lines. */
  readonly lines: number
}

const AT_FIRST: CaseView = { filter: EVERY_CASE, lines: LINES_AT_ONCE }

/** As a member left it: in memory only, for the way back to the list. */
let left: { readonly memberId: string | undefined; readonly view: CaseView } | null = null

/** A member's view of the case list. Whoever comes back to the list by the browser's own way finds it as it was. */
export function useCaseFilter(memberId: string | undefined) {
  const isBack = useNavigationType() === 'POP'
  const [view, setView] = useState(isBack && left?.memberId === memberId ? (left?.view ?? AT_FIRST) : AT_FIRST)
  const change = (next: CaseView) => {
    left = { memberId, view: next }
    setView(next)
  }
  return {
    ...view,
    setFilter: (filter: CaseFilter) => change({ filter, lines: LINES_AT_ONCE }),
    showMore: () => change({ ...view, lines: view.lines + LINES_AT_ONCE }),
  }
}
