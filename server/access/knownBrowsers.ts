import { createHmac, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { comparedName } from './loginName.ts'
import { cookieIn, isSame } from './secretTexts.ts'

/** Unit: seconds. No browser keeps a cookie for longer than 400 days. */
const KEPT_SECONDS = 400 * 86_400
const NAME_LENGTH = 16
const ID = /^[\w-]{22}$/

/** Which browsers have signed in by a name before, so that strangers who guess at it do not keep its owner waiting. */
export interface KnownBrowsers {
  /** What a browser is counted under that has signed in by this name before; null for every other. */
  knownAs(message: IncomingMessage, loginName: string): string | null
  /** The cookie by which a browser is known from now on. It says neither the name nor anything that opens a session. */
  rememberingCookie(message: IncomingMessage, loginName: string): string
}

/** Several people may share a browser: it has one cookie for each name. Source: OWASP, Device Cookies. */
export function knownBrowsers(key: Uint8Array, isHttps: boolean): KnownBrowsers {
  const sealOf = (...words: readonly string[]) => createHmac('sha256', key).update(words.join('\n')).digest('base64url')
  const cookieOf = (name: string) =>
    `${isHttps ? '__Host-' : ''}tsunagi-known-${sealOf('cookie', name).slice(0, NAME_LENGTH)}`
  const knownAs: KnownBrowsers['knownAs'] = (message, loginName) => {
    const name = comparedName(loginName)
    const [id = '', seal = ''] = cookieIn(message, cookieOf(name)).split('.')
    return ID.test(id) && isSame(seal, sealOf('browser', id, name)) ? id : null
  }
  return {
    knownAs,
    rememberingCookie(message, loginName) {
      const name = comparedName(loginName)
      const id = knownAs(message, name) ?? randomBytes(16).toString('base64url')
      const value = `${id}.${sealOf('browser', id, name)}`
      const flags = `Max-Age=${KEPT_SECONDS}; Path=/; HttpOnly; SameSite=Strict${isHttps ? '; Secure' : ''}`
      return `${cookieOf(name)}=${value}; ${flags}`
    },
  }
}
