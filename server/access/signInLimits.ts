import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, MemoryStore, rateLimit } from 'express-rate-limit'
import { systemClock } from '#server/platform/clock.ts'
import { AppError } from '#shared/core/appError.ts'
import type { KnownBrowsers } from './knownBrowsers.ts'
import { askedName } from './loginName.ts'

const WINDOW_MS = 15 * 60_000
/** Failed tries in a window for one name, or of one browser that is known by it, and from one neighbourhood of addresses. */
const TRIES_PER_NAME = 10
const TRIES_PER_ADDRESS = 50
/** Sign-ins that come in, in a window for one name: nobody has so many machines, and each costs a hash, a row and a record. */
const SIGN_INS_PER_NAME = 60

const tooMany: RequestHandler = (_request, _response, next) => next(new AppError('tooManyRequests'))
/** The wait is longer than for requests, and said as it is. */
const tooManyTries: RequestHandler = (_request, _response, next) =>
  next(new AppError('tooManyRequests', { because: 'tooManyTries' }))

/** The neighbourhood of an address: /24 or /64, as much as one subscriber is given. */
export function addressPrefix(address: string): string {
  const ipv4 = /(?:^|:)(\d+\.\d+\.\d+)\.\d+$/.exec(address)?.[1]
  return ipv4 ?? ipKeyGenerator(address, 64)
}

/** The library looks for its helper by name in the key's source; ours calls it within `addressPrefix`. */
const VALIDATE = { keyGeneratorIpFallback: false } as const

/** Begins anew where a count would end later than in a window: the clock was set back, and whoever goes on asking waited until it is there again. */
class CountsOfNow extends MemoryStore {
  override async increment(key: string) {
    const known = await this.get(key)
    if (known?.resetTime !== undefined && known.resetTime.getTime() - systemClock.now() > this.windowMs)
      await this.resetKey(key)
    return super.increment(key)
  }
}

/** From one sign-in, and from all of one neighbourhood who are not signed in. */
const REQUESTS_PER_MINUTE = 1_200
/** From a whole neighbourhood, however often its people have signed in: an office, or all offices behind one address. */
const NEIGHBOURHOOD_PER_MINUTE = 30_000

const perMinute = (limit: number, keyOf: (request: Request) => string, isSaid: boolean): RequestHandler =>
  rateLimit({
    limit,
    windowMs: 60_000,
    store: new CountsOfNow(),
    validate: VALIDATE,
    standardHeaders: isSaid ? 'draft-8' : false,
    legacyHeaders: false,
    keyGenerator: keyOf,
    handler: tooMany,
  })

/**
 * Bounds what anybody may ask at all, before it costs a look into the store. A council in one room shares an address: whoever
 * has signed in is counted apart, so that the readers of a note do not use up what its coordinator needs.
 */
export function requestsLimited(signedIdOf: (request: Request) => string | null): readonly RequestHandler[] {
  const neighbourhood = (request: Request) => addressPrefix(request.ip ?? '')
  const own = (request: Request) => {
    const id = signedIdOf(request)
    return id === null ? neighbourhood(request) : `session ${id}`
  }
  // One's own first: what is refused there takes nothing from the neighbours.
  return [perMinute(REQUESTS_PER_MINUTE, own, true), perMinute(NEIGHBOURHOOD_PER_MINUTE, neighbourhood, false)]
}

type IsCounted = (status: number) => boolean

const countLimited = (limit: number, keyOf: (request: Request) => string, isCounted: IsCounted): RequestHandler =>
  rateLimit({
    limit,
    windowMs: WINDOW_MS,
    store: new CountsOfNow(),
    validate: VALIDATE,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, response) => !isCounted(response.statusCode),
    // Without a key everybody would share one: a stranger's empty tries must keep nobody else waiting.
    skip: (request) => request.method !== 'POST' || keyOf(request) === '',
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: keyOf,
    handler: tooManyTries,
  })

/**
 * Slows guessing down by name and by neighbourhood of addresses; comes after the body was read and before the routes. A browser
 * that has signed in by the name before is counted apart: what strangers try keeps nobody waiting at their own desk. Whoever has
 * the password and signs in without end keeps nobody else from signing in.
 */
export function signInLimits({ knownAs }: KnownBrowsers): readonly RequestHandler[] {
  const browserOf = (request: Request) => knownAs(request, askedName(request.body))
  const ofStrangers = (keyOf: (request: Request) => string) => (request: Request) =>
    browserOf(request) === null ? keyOf(request) : ''
  return [
    countLimited(
      TRIES_PER_ADDRESS,
      ofStrangers((request) => addressPrefix(request.ip ?? '')),
      (status) => status >= 400,
    ),
    // What never came to the password is no guess at it, and keeps nobody waiting who has the name.
    countLimited(
      TRIES_PER_NAME,
      ofStrangers(({ body }) => askedName(body)),
      (status) => status === 401,
    ),
    countLimited(
      TRIES_PER_NAME,
      (request) => browserOf(request) ?? '',
      (status) => status === 401,
    ),
    countLimited(
      SIGN_INS_PER_NAME,
      ({ body }) => askedName(body),
      (status) => status === 200,
    ),
  ]
}

/** Guesses at the present password of whoever has left a machine unlocked, and changes without end; comes after the body was read. */
export const ownPasswordLimit = (signedIdOf: (request: Request) => string | null): RequestHandler =>
  countLimited(
    TRIES_PER_NAME,
    (request) => signedIdOf(request) ?? '',
    () => true,
  )
