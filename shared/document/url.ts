import { URL_SCHEMES } from './bodySchema.ts'

/** Unit: UTF-16 code units. */
export const MAX_URL_LENGTH = 8_192

const WRITTEN_SCHEME = /^[a-z][a-z0-9+.-]*:/i
/** Browsers drop these before they read the scheme, so that a forbidden one could hide behind them. */
const DROPPED_BY_BROWSERS = /[\p{Cc}\s]/u

/**
 * True for an absolute address whose scheme is one of `URL_SCHEMES`, with no space or control character in it: the one
 * question that the editor, the server's check and every export ask before they keep a link.
 */
export function isAllowedUrl(text: string): boolean {
  if (text.length > MAX_URL_LENGTH || DROPPED_BY_BROWSERS.test(text)) return false
  const [scheme] = WRITTEN_SCHEME.exec(text) ?? []
  return scheme !== undefined && URL_SCHEMES.includes(scheme.toLowerCase())
}
