/** Why a request fails in a way its caller should understand. Anything else is a bug and reads `unexpected`. */
export type AppErrorCode =
  | 'invalidInput'
  | 'signInRequired'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'tooLarge'
  | 'tooManyRequests'
  | 'unavailable'

/** Ids, counts and reasons only; never content, so that it may be logged and sent. */
export type ErrorDetail = { readonly [key: string]: string | number | boolean | readonly string[] }

/**
 * A failure the caller should understand: one of eight codes and a detail without content.
 *
 * Refuses: nothing; the mapping to HTTP statuses and close codes lives at the edges.
 */
export class AppError extends Error {
  readonly code: AppErrorCode
  readonly detail: ErrorDetail

  constructor(code: AppErrorCode, detail: ErrorDetail = {}, options?: { readonly cause: unknown }) {
    super(code, options)
    this.name = 'AppError'
    this.code = code
    this.detail = detail
  }
}
