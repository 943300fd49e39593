import { useState } from 'react'
import { useNavigationType } from 'react-router'
import { type CaseFilter, EVERY_CASE } from './caseFilter.ts'

/** The filter as a member left it: in memory only, for the way back to the list. */
let left: { readonly memberId: string | undefined; readonly filter: CaseFilter } | null = null

/** The filter of a member's case list. Whoever comes back to the list by the browser's own way finds it as it was. */
export function useCaseFilter(
  memberId: string | undefined,
): readonly [filter: CaseFilter, change: (next: CaseFilter) => void] {
  const isBack = useNavigationType() === 'POP'
  const [filter, setFilter] = useState(
    isBack && left?.memberId === memberId ? (left?.filter ?? EVERY_CASE) : EVERY_CASE,
  )
  return [
    filter,
    (next) => {
      left = { memberId, filter: next }
      setFilter(next)
    },
  ]
}
