import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { mayPass, RequestFailure } from './requestFailure.ts'

/** The key under which the session is kept: the one query that others ask to be read again. */
export const SESSION_KEY = ['session'] as const

const RETRIES = 2

/** The store of what was read. A refusal for want of a session makes the session be read again; nothing else does. */
export function createQueries(): QueryClient {
  const onError = (failure: unknown) => {
    if (failure instanceof RequestFailure && failure.code === 'signInRequired')
      void queries.invalidateQueries({ queryKey: SESSION_KEY })
  }
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: (count, failure) => count < RETRIES && mayPass(failure), staleTime: 5_000 },
      mutations: { retry: false },
    },
  })
  return queries
}
