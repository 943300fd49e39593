import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { usePorts } from './Ports.tsx'

/** Has the lists named by `readAgain` read again when the thing with this id has changed, whoever changed it. */
export function useHint(id: string, readAgain: readonly string[]): void {
  const { hints } = usePorts()
  const queries = useQueryClient()
  useEffect(() => {
    let isFirst = true
    return hints.listen(id, () => {
      // The first comes with the beginning, when what is shown has just been read.
      if (!isFirst) {
        void queries.invalidateQueries({ predicate: ({ queryKey }) => readAgain.some((name) => queryKey[0] === name) })
      }
      isFirst = false
    })
  }, [hints, queries, id, readAgain])
}
