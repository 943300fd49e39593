import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Compares what was given with what is secret, in a time that says nothing of how much of it is right. */
export const isSame = (given: string, wanted: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** What a request's cookie of that name says, as it was sent; empty without one. */
export const cookieIn = ({ headers }: IncomingMessage, name: string): string =>
  (headers.cookie ?? '')
    .split(/; */)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1) ?? ''
