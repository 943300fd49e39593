import type { RequestHandler } from 'express'
import { AppError } from '#shared/core/appError.ts'

const READS = ['GET', 'HEAD', 'OPTIONS']

/**
 * Lets a change pass only when a page of ours asks for it: exact Origin, and no cross-site Sec-Fetch-Site.
 *
 * Throws: `forbidden`. A script sets the Origin header itself.
 */
export const originGuard =
  (allowed: () => readonly string[]): RequestHandler =>
  (request, _response, next) => {
    if (READS.includes(request.method)) return next()
    const site = request.get('sec-fetch-site')
    const isOurs = allowed().includes(request.get('origin') ?? '') && (site === undefined || site === 'same-origin')
    next(isOurs ? undefined : new AppError('forbidden', { because: 'origin' }))
  }
