import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type Express, type RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import { assertAllDeclared, declaredRouter, type LoadActor, type Route } from '#server/access/declaredRoutes.ts'
import { originGuard } from '#server/access/originGuard.ts'
import type { Sessions } from '#server/access/sessions.ts'
import { errorHandler } from '#server/platform/httpErrors.ts'
import type { Log } from '#server/platform/log.ts'
import { AppError } from '#shared/core/appError.ts'
import type { IdSource } from '#shared/core/ids.ts'

/** Unit: bytes of a request's JSON body. */
const BODY_LIMIT_BYTES = 262_144
const SIGN_IN_WINDOW_MS = 15 * 60_000
/** Wrong passwords for one name, and from one address prefix, before it has to wait. */
const TRIES_PER_NAME = 10
const TRIES_PER_ADDRESS = 50
const REQUESTS_PER_MINUTE = 1_200

export interface HttpParts {
  readonly routes: readonly Route[]
  readonly sessions: Sessions
  readonly loadActor: LoadActor
  readonly allowedOrigins: () => readonly string[]
  readonly isHttps: boolean
  readonly trustProxy: number
  /** The built client; a server without one answers its API all the same. */
  readonly clientDir: string
  readonly log: Log
  readonly ids: IdSource
}

const headers = (isHttps: boolean): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'no-referrer' },
  })

const neverKept: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store')
  next()
}

const tooMany: RequestHandler = (_request, _response, next) => next(new AppError('tooManyRequests'))

const limited = (
  limit: number,
  windowMs: number,
  keyOf: (address: string, body: unknown) => string,
  onlyFailures: boolean,
) =>
  rateLimit({
    limit,
    windowMs,
    skipSuccessfulRequests: onlyFailures,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request) => keyOf(ipKeyGenerator(request.ip ?? ''), request.body),
    handler: tooMany,
  })

const nameIn = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'loginName' in body
    ? String(body.loginName).toLowerCase().slice(0, 100)
    : ''

/** The page for every address that is not the API's; the client shows what belongs there. */
function page(clientDir: string): RequestHandler {
  const file = join(clientDir, 'index.html')
  return (request, response, next) => {
    if (request.method !== 'GET' || request.path.startsWith('/api/') || !existsSync(file))
      return next(new AppError('notFound'))
    response.setHeader('Cache-Control', 'no-cache')
    response.sendFile(file)
  }
}

/**
 * The HTTP side of the server.
 *
 * Throws: a plain error when a route answers that was not declared.
 */
export function httpApp(parts: HttpParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', parts.trustProxy)
  app.set('query parser', 'simple')
  app.use(headers(parts.isHttps))
  app.use('/assets', express.static(join(parts.clientDir, 'assets'), { immutable: true, maxAge: '1y', index: false }))
  app.use(express.static(parts.clientDir, { index: false }))
  app.use('/api', neverKept, originGuard(parts.allowedOrigins))
  app.use(
    '/api',
    limited(REQUESTS_PER_MINUTE, 60_000, (address) => address, false),
  )
  app.use(express.json({ limit: BODY_LIMIT_BYTES }))
  app.use(
    ['/api/session', '/api/setup'],
    limited(TRIES_PER_ADDRESS, SIGN_IN_WINDOW_MS, (address) => address, true),
    limited(TRIES_PER_NAME, SIGN_IN_WINDOW_MS, (_address, body) => nameIn(body), true),
  )
  app.use('/api', parts.sessions.middleware)
  app.use(declaredRouter(parts.routes, parts.sessions, parts.loadActor))
  assertAllDeclared(
    app,
    parts.routes.map((route) => route.path),
  )
  app.use(page(parts.clientDir))
  app.use(errorHandler(parts.log, parts.ids))
  return app
}
