import { createHmac } from 'node:crypto'
import { type IncomingMessage, ServerResponse } from 'node:http'
import MongoStore from 'connect-mongo'
import type { Request, RequestHandler } from 'express'
import session from 'express-session'
import type { Connection } from 'mongoose'
import type { Log } from '#server/platform/log.ts'
import { AppError } from '#shared/core/appError.ts'
import type { AccountId, MemberId } from '#shared/core/ids.ts'
import type { Clock, Instant } from '#shared/core/time.ts'
import { instant, later } from '#shared/core/time.ts'
import { type KnownBrowsers, knownBrowsers } from './knownBrowsers.ts'
import { cookieIn, isSame } from './secretTexts.ts'
import type { SessionReader, SignedIn } from './signedIn.ts'
import { goesOnAt, LONGEST_MS, SignInActivity, type SignIns, type SignInTimes } from './signInActivity.ts'

declare module 'express-session' {
  interface SessionData {
    accountId?: AccountId
    memberId?: MemberId
    signedInAt?: number
    activeAt?: number
  }
}

export const SESSIONS_COLLECTION = 'sessions'
/** Unit: seconds. A session is not written anew at each request. */
const TOUCH_SECONDS = 60

/** What sessions are made with. `isHttps` decides the cookie's name and its Secure flag. */
export interface SessionSettings {
  readonly connection: Connection
  readonly clock: Clock
  readonly sessionKey: Uint8Array
  readonly csrfKey: Uint8Array
  readonly browserKey: Uint8Array
  readonly isHttps: boolean
  readonly log: Log
}

export interface Sessions extends SessionReader, SignIns, KnownBrowsers {
  /** Reads the session of each request; comes before every route. */
  readonly middleware: RequestHandler
  /** Begins a session under a new id, so that nobody can have prepared it. */
  begin(request: Request, accountId: AccountId, memberId: MemberId): Promise<void>
  /** Ends the request's session; the cookie is worth nothing from then on. */
  end(request: Request): Promise<void>
  signedInOf(request: Request): SignedIn | null
  endsAt(request: Request): Instant
  /** The token that a change must carry: only a page of ours can have read it. */
  csrfToken(request: Request): string
  /** Throws: `forbidden` when the token is missing or of another session. */
  assertCsrfToken(request: Request): void
}

type Kept = Pick<session.SessionData, 'accountId' | 'memberId' | 'signedInAt' | 'activeAt'>

function timesOf({ signedInAt, activeAt }: Kept): SignInTimes | null {
  if (signedInAt === undefined) return null
  return { signedInAt: instant(signedInAt), activeAt: instant(activeAt ?? signedInAt) }
}

/** What the store has of sign-ins, by the id of their session. */
function activityOf({ connection, clock, log }: SessionSettings): SignInActivity {
  const rows = () => connection.collection<{ readonly _id: string; readonly session: Kept }>(SESSIONS_COLLECTION)
  return new SignInActivity({
    clock,
    log,
    async read(sessionId) {
      const row = await rows().findOne({ _id: sessionId })
      return row === null ? null : timesOf(row.session)
    },
    async write(sessionId, activeAt) {
      await rows().updateOne({ _id: sessionId }, { $set: { 'session.activeAt': activeAt } })
    },
  })
}

/** Turns a callback of express-session into a promise. */
const settled = (start: (done: (fault: unknown) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => start((fault) => (fault ? reject(fault) : resolve())))

const cookieNameOf = ({ isHttps }: SessionSettings) => (isHttps ? '__Host-tsunagi' : 'tsunagi')
const secretOf = ({ sessionKey }: SessionSettings) => Buffer.from(sessionKey).toString('base64')

const SIGNED = 's%3A'

/** Reads the id out of a cookie as express-session writes it: `s:<id>.<signature>`. */
function signedIdReader(settings: SessionSettings): SessionReader['signedIdOf'] {
  const [name, secret] = [cookieNameOf(settings), secretOf(settings)]
  return (request) => {
    const given = cookieIn(request, name)
    const [id = '', ...rest] = given.startsWith(SIGNED) ? given.slice(SIGNED.length).split('.') : []
    const signature = createHmac('sha256', secret).update(id).digest('base64').replace(/=+$/, '')
    return id !== '' && isSame(rest.join('.'), encodeURIComponent(signature)) ? id : null
  }
}

const sessionMiddleware = (settings: SessionSettings): RequestHandler => {
  const { connection, isHttps } = settings
  return session({
    name: cookieNameOf(settings),
    secret: secretOf(settings),
    resave: false,
    saveUninitialized: false,
    rolling: true,
    proxy: isHttps,
    // The browser keeps it for the longest a session may last: what was done since is known here, and not only by requests.
    cookie: { httpOnly: true, sameSite: 'strict', secure: isHttps, path: '/', maxAge: LONGEST_MS },
    store: MongoStore.create({
      client: connection.getClient(),
      dbName: connection.name,
      collectionName: SESSIONS_COLLECTION,
      ttl: LONGEST_MS / 1_000,
      touchAfter: TOUCH_SECONDS,
      stringify: false,
    }),
  })
}

/** Opaque sessions kept in the one store; the cookie holds a signed random id and nothing else. */
export function storedSessions(settings: SessionSettings): Sessions {
  const { clock, csrfKey } = settings
  const middleware = sessionMiddleware(settings)
  const activity = activityOf(settings)
  const signedInOf = ({ session: kept, sessionID: sessionId }: Request): SignedIn | null => {
    const times = kept === undefined ? null : timesOf(kept)
    if (times === null || kept.accountId === undefined || kept.memberId === undefined) return null
    if (!goesOnAt(activity.learn(sessionId, times), clock.now())) return null
    return { sessionId, accountId: kept.accountId, memberId: kept.memberId }
  }
  const tokenFor = (who: string) => createHmac('sha256', csrfKey).update(who).digest('base64url')
  const tokenOf = (request: Request) => tokenFor(signedInOf(request)?.sessionId ?? 'nobody')
  const carries = ({ headers }: IncomingMessage, token: string) => isSame(String(headers['x-csrf-token'] ?? ''), token)
  return {
    ...knownBrowsers(settings.browserKey, settings.isHttps),
    middleware,
    async begin(request, accountId, memberId) {
      await settled((done) => request.session.regenerate(done))
      const now = clock.now()
      Object.assign(request.session, { accountId, memberId, signedInAt: now, activeAt: now })
      await settled((done) => request.session.save(done))
    },
    async end(request) {
      activity.forget(request.sessionID)
      await settled((done) => request.session.destroy(done))
    },
    signedInOf,
    signedIdOf: signedIdReader(settings),
    noteActivity: (sessionId) => activity.noteActivity(sessionId),
    goesOn: (sessionId) => activity.goesOn(sessionId),
    endsAt: (request) => later(instant(request.session.signedInAt ?? clock.now()), LONGEST_MS),
    csrfToken: tokenOf,
    assertCsrfToken(request) {
      if (!carries(request, tokenOf(request))) throw new AppError('forbidden', { because: 'csrfToken' })
    },
    carriesToken: (message, { sessionId }) => carries(message, tokenFor(sessionId)),
    async readSignedIn(message, response) {
      // express-session looks only at what an upgrade request has too; an answer that nobody waits for goes nowhere. It keeps
      // what it finds on the request and looks no further the next time: each reading gets a request of its own.
      const request: Request = Object.create(message, { session: { value: undefined, writable: true } })
      await settled((done) => middleware(request, (response ?? new ServerResponse(message)) as never, done))
      return signedInOf(request)
    },
  }
}
