import { createHmac, timingSafeEqual } from 'node:crypto'
import { type IncomingMessage, ServerResponse } from 'node:http'
import MongoStore from 'connect-mongo'
import type { Request, RequestHandler } from 'express'
import session from 'express-session'
import type { Connection } from 'mongoose'
import { AppError } from '#shared/core/appError.ts'
import type { AccountId, MemberId } from '#shared/core/ids.ts'
import type { Clock, Instant } from '#shared/core/time.ts'
import { instant, later } from '#shared/core/time.ts'
import type { SessionReader, SignedIn } from './signedIn.ts'

declare module 'express-session' {
  interface SessionData {
    accountId?: AccountId
    memberId?: MemberId
    signedInAt?: number
  }
}

/** Unit: milliseconds. Without a request for this long a session ends; the limit itself stands whatever happens. Source: NIST SP 800-63B-4, AAL2. */
const IDLE_MS = 30 * 60_000
const LONGEST_MS = 12 * 3_600_000
/** Unit: seconds. A session is not written anew at each request. */
const TOUCH_SECONDS = 60

/** What sessions are made with. `isHttps` decides the cookie's name and its Secure flag. */
export interface SessionSettings {
  readonly connection: Connection
  readonly clock: Clock
  readonly sessionKey: Uint8Array
  readonly csrfKey: Uint8Array
  readonly isHttps: boolean
}

export interface Sessions extends SessionReader {
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

function signedInOf(data: session.SessionData | undefined, sessionId: string, now: Instant): SignedIn | null {
  if (data?.accountId === undefined || data.memberId === undefined || data.signedInAt === undefined) return null
  if (data.signedInAt + LONGEST_MS <= now) return null
  return { sessionId, accountId: data.accountId, memberId: data.memberId }
}

/** Turns a callback of express-session into a promise. */
const settled = (start: (done: (fault: unknown) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => start((fault) => (fault ? reject(fault) : resolve())))

/** Opaque sessions kept in the one store; the cookie holds a signed random id and nothing else. */
export function storedSessions(settings: SessionSettings): Sessions {
  const { connection, clock, csrfKey, isHttps } = settings
  const middleware = session({
    name: isHttps ? '__Host-tsunagi' : 'tsunagi',
    secret: Buffer.from(settings.sessionKey).toString('base64'),
    resave: false,
    saveUninitialized: false,
    rolling: true,
    proxy: isHttps,
    cookie: { httpOnly: true, sameSite: 'strict', secure: isHttps, path: '/', maxAge: IDLE_MS },
    store: MongoStore.create({
      client: connection.getClient(),
      dbName: connection.name,
      collectionName: 'sessions',
      ttl: IDLE_MS / 1_000,
      touchAfter: TOUCH_SECONDS,
      stringify: false,
    }),
  })
  const tokenOf = (request: Request) => {
    const who = signedInOf(request.session, request.sessionID, clock.now())?.sessionId ?? 'nobody'
    return createHmac('sha256', csrfKey).update(who).digest('base64url')
  }
  return {
    middleware,
    async begin(request, accountId, memberId) {
      await settled((done) => request.session.regenerate(done))
      Object.assign(request.session, { accountId, memberId, signedInAt: clock.now() })
      await settled((done) => request.session.save(done))
    },
    end: (request) => settled((done) => request.session.destroy(done)),
    signedInOf: (request) => signedInOf(request.session, request.sessionID, clock.now()),
    endsAt: (request) => later(instant(request.session.signedInAt ?? clock.now()), LONGEST_MS),
    csrfToken: tokenOf,
    assertCsrfToken(request) {
      const given = Buffer.from(request.get('x-csrf-token') ?? '')
      const wanted = Buffer.from(tokenOf(request))
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
        throw new AppError('forbidden', { because: 'csrfToken' })
      }
    },
    async readSignedIn(message: IncomingMessage) {
      // express-session looks only at what an upgrade request has too; the answer it would write to goes nowhere.
      const request = message as Request
      await settled((done) => middleware(request, new ServerResponse(message) as never, done))
      return signedInOf(request.session, request.sessionID, clock.now())
    },
  }
}
