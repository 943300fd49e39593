import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Hints } from './hints.ts'
import { usePorts } from './Ports.tsx'

/**
 * Calls back when the thing with this id has changed. The first hint comes with the beginning, when what is shown has just been
 * read; where the socket opens only later, something may have changed by then, and nobody told.
 */
export function listenForLater(hints: Hints, id: string, onChanged: () => void): () => void {
  let isFirst = hints.isLive()
  return hints.listen(id, () => {
    if (!isFirst) onChanged()
    isFirst = false
  })
}

/** Has the lists named by `readAgain` read again when the thing with this id has changed, whoever changed it. */
export function useHint(id: string, readAgain: readonly string[]): void {
  const { hints } = usePorts()
  const queries = useQueryClient()
  useEffect(() => listenForLater(hints, id, () => void readAnew(queries, readAgain)), [hints, queries, id, readAgain])
}

/** Unit: things one list listens to; the server has places for twice as many. The list is read again by itself, too. */
const MAX_IDS = 100

/**
 * The same for things that change with every word somebody types: what is made of all of them is read again at most once in
 * `everyMs`, that long after the first change.
 */
export function useManyHints(ids: readonly string[], readAgain: readonly string[], everyMs: number): void {
  const { hints } = usePorts()
  const queries = useQueryClient()
  const line = ids.slice(0, MAX_IDS).join(' ')
  useEffect(() => {
    const { changed, stop } = gathered(() => void readAnew(queries, readAgain), everyMs)
    const ends = line.split(' ').flatMap((id) => (id === '' ? [] : [listenForLater(hints, id, changed)]))
    return () => {
      stop()
      for (const end of ends) end()
    }
  }, [hints, queries, line, readAgain, everyMs])
}

/** Calls once for all that has changed in `everyMs`, at their end; not at all once it is stopped. */
export function gathered(
  call: () => void,
  everyMs: number,
): { readonly changed: () => void; readonly stop: () => void } {
  let waiting: ReturnType<typeof setTimeout> | null = null
  return {
    changed() {
      waiting ??= setTimeout(() => {
        waiting = null
        call()
      }, everyMs)
    },
    stop() {
      if (waiting !== null) clearTimeout(waiting)
    },
  }
}

const readAnew = (queries: QueryClient, readAgain: readonly string[]): Promise<void> =>
  queries.invalidateQueries({ predicate: ({ queryKey }) => readAgain.some((name) => queryKey[0] === name) })
