import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type Express, type RequestHandler } from 'express'
import expressStaticGzip from 'express-static-gzip'
import helmet from 'helmet'
import { assertAllDeclared, declaredRouter, type Route, type RouterPorts } from '#server/access/declaredRoutes.ts'
import { originGuard } from '#server/access/originGuard.ts'
import { ownPasswordLimit, requestsLimited, signInLimits } from '#server/access/signInLimits.ts'
import { errorHandler } from '#server/platform/httpErrors.ts'
import type { Log } from '#server/platform/log.ts'
import { AppError } from '#shared/core/appError.ts'
import type { IdSource } from '#shared/core/ids.ts'

/** Unit: bytes of a request's JSON body. */
const BODY_LIMIT_BYTES = 65_536

export interface HttpParts extends RouterPorts {
  readonly routes: readonly Route[]
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

/** What the build made: named by its content, so it may be kept, and packed beside itself, so it travels small. */
const assets = (clientDir: string): RequestHandler =>
  expressStaticGzip(join(clientDir, 'assets'), {
    enableBrotli: true,
    orderPreference: ['br'],
    index: false,
    serveStatic: { immutable: true, maxAge: '1y' },
  })

const neverKept: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store')
  next()
}

/**
 * The page for every address that is not the API's; the client shows what belongs there. Kept nowhere: a browser would give it back
 * with all that it showed to whoever goes back after a log-out.
 */
function page(clientDir: string): RequestHandler {
  const file = join(clientDir, 'index.html')
  return (request, response, next) => {
    if (request.method !== 'GET' || request.path.startsWith('/api/') || !existsSync(file))
      return next(new AppError('notFound'))
    response.setHeader('Cache-Control', 'no-store')
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
  app.use('/assets', assets(parts.clientDir))
  app.use(express.static(parts.clientDir, { index: false }))
  app.use('/api', neverKept, originGuard(parts.allowedOrigins))
  app.use('/api', ...requestsLimited((request) => parts.sessions.signedIdOf(request)))
  app.use(express.json({ limit: BODY_LIMIT_BYTES }))
  app.use(['/api/session', '/api/setup'], ...signInLimits(parts.sessions))
  app.use(
    '/api/own-password',
    ownPasswordLimit((request) => parts.sessions.signedIdOf(request)),
  )
  app.use('/api', parts.sessions.middleware)
  app.use(declaredRouter(parts.routes, parts))
  assertAllDeclared(
    app,
    parts.routes.map((route) => route.path),
  )
  app.use(page(parts.clientDir))
  app.use(errorHandler(parts.log, parts.ids))
  return app
}
