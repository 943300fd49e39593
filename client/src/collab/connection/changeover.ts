import { type Instant, later } from '#shared/core/time.ts'
import { closeReasonOf } from '#shared/protocol/closeCodes.ts'

/** How frames travel: by a WebSocket, or by posts and polls where something on the way does not let one through. */
export type Way = 'socket' | 'http'

export interface ChangeoverLimits {
  /** A socket that has not opened, or not said a word, by then is taken for refused: some proxies just hang. */
  readonly openWithinMs: number
  /** So many refused sockets in a row are no accident. */
  readonly refusals: number
  /** A socket cut within this time, so many times in a row, is cut by a clock and not by chance. */
  readonly shortLifeMs: number
  readonly cuts: number
  /** After refused sockets one is tried so soon, and has to live so long: a server that starts anew refuses them too, and then answers requests. */
  readonly firstTrialAfterMs: number
  readonly firstTrialMs: number
  /** How long it goes by HTTP before a socket is tried beside it; twice as long after each trial that fails. */
  readonly trialAfterMs: number
  readonly longestTrialAfterMs: number
  /** How long a socket must live to be trusted again. */
  readonly trialMs: number
}

export const CHANGEOVER_LIMITS: ChangeoverLimits = {
  openWithinMs: 8_000,
  refusals: 2,
  shortLifeMs: 150_000,
  cuts: 3,
  firstTrialAfterMs: 5_000,
  firstTrialMs: 3_000,
  trialAfterMs: 120_000,
  longestTrialAfterMs: 1_800_000,
  trialMs: 90_000,
}

/** How one connection came to its end. */
export interface ConnectionEnd {
  readonly way: Way
  /** Unit: milliseconds from the server's first word; null when there was none. */
  readonly livedMs: number | null
  readonly code: number
}

/** Decides which way the next connection goes. Pure: what has happened and the time are handed in. */
export class Changeover {
  readonly #limits: ChangeoverLimits
  #way: Way = 'socket'
  #refusals = 0
  #cuts = 0
  #trialAfterMs: number
  #trialAt: Instant | null = null
  #isFirstTrial = false

  constructor(limits: ChangeoverLimits) {
    this.#limits = limits
    this.#trialAfterMs = limits.trialAfterMs
  }

  get way(): Way {
    return this.#way
  }

  /** A connection has ended that neither side meant to end. */
  ended({ way, livedMs, code }: ConnectionEnd, now: Instant): void {
    // The server's own word is no sign of anything on the way.
    if (closeReasonOf(code) !== null) return
    if (way === 'http') this.#httpEnded(livedMs)
    else if (livedMs === null) this.#refused(now)
    else this.#cut(livedMs, now)
  }

  /** What is to be sent is more than a socket takes, or what is to come more than it brings in time. */
  tooLarge(now: Instant): void {
    this.#goByHttp(now)
  }

  /** True when a socket is to be tried beside the requests. */
  isTrialDue(now: Instant): boolean {
    return this.#way === 'http' && this.#trialAt !== null && now >= this.#trialAt
  }

  /** Unit: milliseconds that the socket that is tried has to live. */
  get trialMs(): number {
    return this.#isFirstTrial ? this.#limits.firstTrialMs : this.#limits.trialMs
  }

  /** The trial socket lived as long as it had to, or did not. */
  tried(hasLived: boolean, now: Instant): void {
    if (hasLived) {
      this.#way = 'socket'
      this.#refusals = 0
    }
    if (!this.#isFirstTrial) this.#trialAfterMs = Math.min(this.#trialAfterMs * 2, this.#limits.longestTrialAfterMs)
    this.#isFirstTrial = false
    this.#trialAt = later(now, this.#trialAfterMs)
  }

  #refused(now: Instant): void {
    this.#refusals++
    if (this.#refusals >= this.#limits.refusals) this.#goByHttp(now, true)
  }

  #cut(livedMs: number, now: Instant): void {
    this.#refusals = 0
    if (livedMs >= this.#limits.shortLifeMs) {
      this.#cuts = 0
      this.#trialAfterMs = this.#limits.trialAfterMs
    } else this.#cuts++
    if (this.#cuts >= this.#limits.cuts) this.#goByHttp(now)
  }

  /** Requests get no answer either: it is the server or the whole network that is away. The next socket decides again. */
  #httpEnded(livedMs: number | null): void {
    if (livedMs === null) this.#way = 'socket'
  }

  #goByHttp(now: Instant, hasFirstTrial = false): void {
    this.#way = 'http'
    this.#isFirstTrial = hasFirstTrial
    this.#trialAt = later(now, hasFirstTrial ? this.#limits.firstTrialAfterMs : this.#trialAfterMs)
  }
}
