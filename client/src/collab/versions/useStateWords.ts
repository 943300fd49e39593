import { useDates } from '#client/platform/useDates.ts'
import type { ComparedState } from '#shared/api/versions.ts'
import { fill, useCollabWords } from '../words.ts'

/** How a state that can be compared is called. */
export function useStateWords(): (state: ComparedState) => string {
  const words = useCollabWords().versions
  const dates = useDates()
  return ({ number, kind, name, at }) => {
    if (at === null) return words.beginning
    if (number === 'now') return fill(words.now, { at: dates.moment(at) })
    const called = name ?? (kind === null ? '' : words.kind[kind])
    return fill(words.version, { number: String(number), name: called, at: dates.moment(at) })
  }
}
