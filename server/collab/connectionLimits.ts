import type { Clock } from '#shared/core/time.ts'
import { type Pace, TokenBucket } from './tokenBucket.ts'

/** How many sockets may be open at once, and how fast one sign-in, or one address without any, may open them. */
export interface SocketLimits {
  readonly perAddress: number
  readonly perMember: number
  readonly perDocument: number
  readonly connecting: Pace
}

/** A council's whole office may share one address, and all of it comes back at once after a cut. */
export const SOCKET_LIMITS: SocketLimits = {
  perAddress: 2_000,
  perMember: 30,
  perDocument: 300,
  connecting: { perSecond: 100, atOnce: 1_000 },
}

/** Counts sockets by what they share. */
export class ConnectionLimits {
  readonly #limits: SocketLimits
  readonly #clock: Clock
  readonly #counts = new Map<string, number>()
  readonly #connecting = new Map<string, TokenBucket>()

  constructor(limits: SocketLimits, clock: Clock) {
    this.#limits = limits
    this.#clock = clock
  }

  /**
   * Counts one socket of an address; null when there are too many, or too many at once. How fast they come is counted of each
   * sign-in for itself, and of all together who are not signed in. Calling the answer gives the place back.
   */
  takeAddress(address: string, signedId: string | null): (() => void) | null {
    const prefix = prefixOf(address)
    const who = signedId === null ? prefix : `session/${signedId}`
    const bucket = this.#connecting.get(who) ?? new TokenBucket(this.#limits.connecting, this.#clock.now())
    this.#connecting.set(who, bucket)
    if (!bucket.take(1, this.#clock.now())) return null
    return this.#take(`address/${prefix}`, this.#limits.perAddress)
  }

  takeMember(memberId: string): (() => void) | null {
    return this.#take(`member/${memberId}`, this.#limits.perMember)
  }

  takeDocument(documentId: string): (() => void) | null {
    return this.#take(`document/${documentId}`, this.#limits.perDocument)
  }

  #take(name: string, most: number): (() => void) | null {
    const count = this.#counts.get(name) ?? 0
    if (count >= most) return null
    this.#counts.set(name, count + 1)
    let isTaken = true
    return () => {
      if (!isTaken) return
      isTaken = false
      const left = (this.#counts.get(name) ?? 1) - 1
      if (left > 0) this.#counts.set(name, left)
      else this.#forget(name)
    }
  }

  #forget(name: string): void {
    this.#counts.delete(name)
    // A bucket of somebody who is gone would stay for ever; a full one is what a new one is.
    if (this.#connecting.size > MAX_BUCKETS) this.#connecting.clear()
  }
}

/** Unit: sign-ins and addresses remembered for their pace. */
const MAX_BUCKETS = 10_000
const IPV6_PREFIX_GROUPS = 4

/** One host of IPv4, one network (/64) of IPv6: an IPv6 host has as many addresses as it likes. */
function prefixOf(address: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (v4 !== undefined) return v4
  const [head = '', tail = ''] = address.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  const rest = tail.split(':').filter((group) => group !== '')
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0')
  return [...groups, ...zeros, ...rest].slice(0, IPV6_PREFIX_GROUPS).join(':').toLowerCase()
}
