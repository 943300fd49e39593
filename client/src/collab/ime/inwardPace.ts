import { type Clock, type Instant, later } from '#shared/core/time.ts'
import type { Timer, Timers } from '../connection/timers.ts'

/** Unit: milliseconds that a page spends without anybody noticing. */
const UNNOTICED_MS = 4
/** After what took longer, so many times as long is left to whoever types here. */
const REST_SHARE = 3
/** Unit: milliseconds; whatever it costs, others' words are no further behind than this. */
const LONGEST_REST_MS = 1_000

export interface InwardPacePorts {
  readonly clock: Clock
  readonly timers: Timers
}

/**
 * When what others wrote enters the editor: at once on a page that is quick with it, and on a slow one (a long note, an old
 * machine) so seldom, and then together, that three quarters of its time are left for typing.
 */
export class InwardPace {
  readonly #ports: InwardPacePorts
  #notBefore: Instant | null = null
  #waiting: Timer | null = null

  constructor(ports: InwardPacePorts) {
    this.#ports = ports
  }

  /** Runs `enter` now or after the rest that the last time calls for; asking again meanwhile does nothing. */
  soon(enter: () => void): void {
    if (this.#waiting !== null) return
    const waitMs = (this.#notBefore ?? 0) - this.#ports.clock.now()
    if (waitMs <= 0 || waitMs > LONGEST_REST_MS) this.now(enter)
    else this.#waiting = this.#ports.timers.after(waitMs, () => this.now(enter))
  }

  /** Runs `enter` at once. */
  now(enter: () => void): void {
    this.stop()
    const { clock } = this.#ports
    const startedAt = clock.now()
    enter()
    const endedAt = clock.now()
    const tookMs = endedAt - startedAt
    const restMs = tookMs > UNNOTICED_MS ? Math.min(tookMs * REST_SHARE, LONGEST_REST_MS) : 0
    this.#notBefore = later(endedAt, restMs)
  }

  stop(): void {
    this.#waiting?.stop()
    this.#waiting = null
  }
}
