import { useQueryClient } from '@tanstack/react-query'
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
  useEffect(
    () =>
      listenForLater(hints, id, () => {
        void queries.invalidateQueries({ predicate: ({ queryKey }) => readAgain.some((name) => queryKey[0] === name) })
      }),
    [hints, queries, id, readAgain],
  )
}
