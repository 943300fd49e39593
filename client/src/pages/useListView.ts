import { useState } from 'react'
import { useNavigationType } from 'react-router'

/** Unit: lines of a list that are drawn at once: a thousand would hold up every key of the search. */
export const LINES_AT_ONCE = 100

/** What of a list a member looks at: narrowed how, and how far down. */
interface ListView<Filter> {
  readonly filter: Filter
  /** Unit: lines. */
  readonly lines: number
}

/** As a member left each list: in memory only, for the way back to it. */
const left = new Map<string, { readonly memberId: string | undefined; readonly view: ListView<unknown> }>()

/** A member's view of a list. Whoever comes back to it by the browser's own way finds it as it was. `list` is always of one kind of filter. */
export function useListView<Filter>(list: string, memberId: string | undefined, everything: Filter) {
  const isBack = useNavigationType() === 'POP'
  const [view, setView] = useState<ListView<Filter>>(() => {
    const before = isBack ? left.get(list) : undefined
    const isOwn = before !== undefined && before.memberId === memberId
    return isOwn ? (before.view as ListView<Filter>) : { filter: everything, lines: LINES_AT_ONCE }
  })
  const change = (next: ListView<Filter>) => {
    left.set(list, { memberId, view: next })
    setView(next)
  }
  return {
    ...view,
    setFilter: (filter: Filter) => change({ filter, lines: LINES_AT_ONCE }),
    showMore: () => change({ ...view, lines: view.lines + LINES_AT_ONCE }),
  }
}
