import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { mayPass, RequestFailure } from './requestFailure.ts'

/** The key under which the session is kept: the one query that others ask to be read again. */
export const SESSION_KEY = ['session'] as const

const RETRIES = 2

/** Unit: milliseconds after which a reading that failed, and that no page shows, is forgotten. */
const FORGOTTEN_MS = 200

/** True when the session this page knows is not the one that was asked: it has ended, or was begun anew in another tab. */
const isOfAnotherSession = (failure: unknown): boolean =>
  failure instanceof RequestFailure && (failure.code === 'signInRequired' || failure.detail.because === 'csrfToken')

/** The store of what was read. A refusal for want of this page's session makes the session be read again; nothing else does. */
export function createQueries(): QueryClient {
  const onError = (failure: unknown) => {
    if (isOfAnotherSession(failure)) void queries.invalidateQueries({ queryKey: SESSION_KEY })
  }
  const queries = new QueryClient({
    queryCache: new QueryCache({
      onError(failure, query) {
        onError(failure)
        // By then whoever waited for it has been told. A failure that stays is shown to the next page without its being asked for.
        setTimeout(() => {
          if (query.state.status === 'error' && query.getObserversCount() === 0)
            queries.removeQueries({ queryKey: query.queryKey, exact: true })
        }, FORGOTTEN_MS)
      },
    }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // Always: a request that waits in silence for the network says nothing, and is sent when nobody expects it any more.
      queries: {
        retry: (count, failure) => count < RETRIES && mayPass(failure),
        staleTime: 5_000,
        networkMode: 'always',
        refetchOnReconnect: true,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  return queries
}
