import { type QueryClient, queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { Http } from '#client/platform/http.ts'
import { usePorts } from '#client/platform/Ports.tsx'
import { SESSION_KEY } from '#client/platform/queries.ts'
import { forgetFilledIn } from '#client/ui/filledIn.ts'
import type { SessionView } from '#shared/api/session.ts'
import { type SessionApi, sessionApi } from './sessionApi.ts'

/** Unit: milliseconds. A page that is left open and asks nothing else finds out by this that the sign-in has ended. */
const ASK_AGAIN_MS = 60_000

/** As whom what a store holds was read. */
const readers = new WeakMap<QueryClient, string>()

/** What was read as one member is nothing for the next, not even until it is read anew. */
function forgetWhatOthersRead(queries: QueryClient, { signedIn }: SessionView): void {
  if (signedIn === null) return
  const before = readers.get(queries)
  readers.set(queries, signedIn.member.id)
  if (before === undefined || before === signedIn.member.id) return
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] })
}

const sessionQuery = (http: Http, queries: QueryClient) =>
  queryOptions({
    queryKey: SESSION_KEY,
    queryFn: async ({ signal }) => {
      const session = await sessionApi(http).read(signal)
      forgetWhatOthersRead(queries, session)
      return session
    },
    staleTime: 60_000,
    refetchInterval: ASK_AGAIN_MS,
  })

/** Asks who is signed in while the first screen is still on its way, which cannot be drawn without the answer. */
export const askForSession = (http: Http, queries: QueryClient): Promise<void> =>
  queries.prefetchQuery(sessionQuery(http, queries))

/** Who is signed in at this page, and which council it serves; asked again every minute, and whenever the page comes to the front. */
export function useSession(): SessionView {
  const { http } = usePorts()
  const queries = useQueryClient()
  return useSuspenseQuery({ ...sessionQuery(http, queries), refetchOnWindowFocus: 'always' }).data
}

/** One of the ways to sign in; afterwards everything read before is read again, since it may have been read as another. */
export function useSignIn<Request>(ask: (api: SessionApi, request: Request) => Promise<SessionView>) {
  const { http } = usePorts()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (request: Request) => ask(sessionApi(http), request),
    onSuccess: async (session) => {
      // A reading that was under way knows nothing of the sign-in, and must not come after it.
      await queries.cancelQueries({ queryKey: SESSION_KEY })
      forgetWhatOthersRead(queries, session)
      queries.setQueryData(SESSION_KEY, session)
      return queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] })
    },
  })
}

/** Ends the session here. The page is loaded anew, so that nothing of the member's stays in its memory. */
export function useSignOut() {
  const { http } = usePorts()
  return useMutation({
    mutationFn: () => sessionApi(http).signOut(),
    onSuccess: () => {
      forgetFilledIn()
      window.location.assign('/')
    },
  })
}
