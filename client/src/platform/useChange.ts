import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Http } from './http.ts'
import { usePorts } from './Ports.tsx'
import { isOvertaken, mayBeDone } from './requestFailure.ts'

/**
 * A change, after which the lists named by `readAgain` are read again before it counts as done, and also when nobody knows whether it
 * was done, or somebody else was first: whoever is told so looks there. Those of one `queue` are sent one after the other: two
 * requests on their way at once arrive in any order, and the last said has to stand.
 */
export function useChange<Input, Answer>(
  ask: (http: Http, input: Input) => Promise<Answer>,
  readAgain: readonly string[],
  queue?: string,
) {
  const { http } = usePorts()
  const queries = useQueryClient()
  const readLists = () =>
    queries.invalidateQueries({ predicate: ({ queryKey }) => readAgain.some((name) => queryKey[0] === name) })
  return useMutation({
    ...(queue === undefined ? {} : { scope: { id: queue } }),
    mutationFn: (input: Input) => ask(http, input),
    onSuccess: readLists,
    onError: (failure) => {
      if (mayBeDone(failure) || isOvertaken(failure)) void readLists()
    },
  })
}
