import type { Http } from '#client/platform/http.ts'
import type { SessionView, SetUpRequest, SignInRequest } from '#shared/api/session.ts'

export interface SessionApi {
  readonly read: (signal?: AbortSignal) => Promise<SessionView>
  readonly signIn: (request: SignInRequest) => Promise<SessionView>
  readonly signInAsDemo: (memberId: string) => Promise<SessionView>
  readonly setUp: (request: SetUpRequest) => Promise<SessionView>
  readonly signOut: () => Promise<void>
  readonly makeDemoCouncil: () => Promise<void>
  readonly emptyDemoCouncil: () => Promise<void>
}

/** The session's requests. Every answer brings the token that the next change must carry. */
export function sessionApi(http: Http): SessionApi {
  const keep = (session: SessionView): SessionView => {
    http.rememberToken(session.csrfToken, session.signedIn?.member.id)
    return session
  }
  return {
    read: async (signal) => keep(await http.get('/api/session', signal)),
    signIn: async (request) => keep(await http.send('POST', '/api/session', request)),
    signInAsDemo: async (memberId) => keep(await http.send('POST', '/api/demo-session', { memberId })),
    setUp: async (request) => keep(await http.send('POST', '/api/setup', request)),
    makeDemoCouncil: () => http.send('POST', '/api/demo-council'),
    emptyDemoCouncil: () => http.send('DELETE', '/api/demo-council'),
    signOut: () => http.send('DELETE', '/api/session'),
  }
}
