import type { ErrorRequestHandler } from 'express'
import { MongoError, MongoNetworkError, MongoServerSelectionError } from 'mongodb'
import { AppError, type AppErrorCode } from '#shared/core/appError.ts'
import type { IdSource } from '#shared/core/ids.ts'
import type { Log } from './log.ts'

/** The one map from codes to statuses; a code without a status does not compile. */
const STATUS: Readonly<Record<AppErrorCode, number>> = {
  invalidInput: 400,
  signInRequired: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  tooManyRequests: 429,
  unavailable: 503,
}

const isBodyFault = (cause: unknown): cause is Error & { readonly status: number } =>
  cause instanceof Error && 'status' in cause && typeof cause.status === 'number' && cause.status < 500

/** MongoDB's code of a disk without space, which the embedded store gives too. */
const OUT_OF_DISK_SPACE = 14031

/** The store is full, away, or has no primary at the moment: nothing was done, and asking again may help. */
function storeFault(cause: unknown): 'storeFull' | 'store' | null {
  if (!(cause instanceof MongoError)) return null
  if (cause.code === OUT_OF_DISK_SPACE) return 'storeFull'
  const isAway = cause instanceof MongoNetworkError || cause instanceof MongoServerSelectionError
  return isAway || cause.hasErrorLabel('RetryableWriteError') ? 'store' : null
}

/** What express and its body parser throw for a bad request is the caller's fault, and a store that cannot is nobody's: neither is a bug. */
function asAppError(cause: unknown): AppError | null {
  if (cause instanceof AppError) return cause
  const because = storeFault(cause)
  if (because !== null) return new AppError('unavailable', { because }, { cause })
  if (!isBodyFault(cause)) return null
  return new AppError(cause.status === 413 ? 'tooLarge' : 'invalidInput', {}, { cause })
}

/** Turns whatever a request failed with into `{ error, detail, traceId }`; a bug shows nothing but its trace id. */
export const errorHandler =
  (log: Log, ids: IdSource): ErrorRequestHandler =>
  (cause, request, response, next) => {
    if (response.headersSent) return next(cause)
    const traceId = ids.next('trace')
    const fault = asAppError(cause)
    if (fault === null) {
      log.error('request.failed', cause, { traceId, method: request.method })
      response.status(500).json({ error: 'unexpected', detail: {}, traceId })
      return
    }
    const said = { traceId, method: request.method, code: fault.code, status: STATUS[fault.code] }
    if (fault.cause !== undefined && fault.code === 'unavailable') log.error('request.notPossible', fault.cause, said)
    else log.info('request.refused', said)
    // "No such thing" and "not yours" must be the same answer, byte for byte but for the trace id, which has one length.
    response.status(STATUS[fault.code]).json({ error: fault.code, detail: fault.detail, traceId })
  }
