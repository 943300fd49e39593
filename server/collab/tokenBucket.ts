import type { Instant } from '#shared/core/time.ts'

/** How much may be used at a steady pace, and how much at once after a rest. */
export interface Pace {
  readonly perSecond: number
  readonly atOnce: number
}

/** A budget that refills as time passes. */
export class TokenBucket {
  readonly #pace: Pace
  #left: number
  #filledAt: Instant

  constructor(pace: Pace, now: Instant) {
    this.#pace = pace
    this.#left = pace.atOnce
    this.#filledAt = now
  }

  /** Takes `count`; false, and takes nothing, when that much is not left. */
  take(count: number, now: Instant): boolean {
    const elapsedMs = Math.max(0, now - this.#filledAt)
    this.#left = Math.min(this.#pace.atOnce, this.#left + (elapsedMs / 1_000) * this.#pace.perSecond)
    this.#filledAt = now
    if (count > this.#left) return false
    this.#left -= count
    return true
  }
}
