import type { AppErrorCode, ErrorDetail } from '#shared/core/appError.ts'

/** The server's codes, and the two ways a request ends without one: a bug there, and no answer at all. */
export type FailureCode = AppErrorCode | 'unexpected' | 'noAnswer'

/** A request that did not do what was asked: a code to explain, a trace id to give to whoever helps. */
export class RequestFailure extends Error {
  readonly code: FailureCode
  readonly detail: ErrorDetail
  readonly traceId: string | null

  constructor(code: FailureCode, detail: ErrorDetail = {}, traceId: string | null = null) {
    super(code)
    this.name = 'RequestFailure'
    this.code = code
    this.detail = detail
    this.traceId = traceId
  }
}

/** True when asking again may help: nobody answered, or the server said that it cannot at the moment. */
export const mayPass = (failure: unknown): boolean =>
  failure instanceof RequestFailure && (failure.code === 'noAnswer' || failure.code === 'unavailable')

/** True when the server may have done what was asked, and the page does not know it. */
export const mayBeDone = (failure: unknown): boolean =>
  !(failure instanceof RequestFailure) || ['noAnswer', 'unavailable', 'unexpected'].includes(failure.code)

/** True when somebody else was first: what the page shows is no more so. */
export const isOvertaken = (failure: unknown): boolean =>
  failure instanceof RequestFailure && failure.code === 'conflict'
