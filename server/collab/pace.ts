import { pause, type Timers } from '#server/platform/timers.ts'
import type { Clock, Instant } from '#shared/core/time.ts'

/** Unit: sessions of a room; up to so many, each change is written and passed on at once. */
const AT_ONCE_UP_TO = 20
/** In a fuller room one write begins so long after another: what comes meanwhile costs all the others no frame of its own. */
const APART_MS = 8

export interface PacePorts {
  readonly clock: Clock
  readonly timers: Timers
}

/** When a room may write next: at once where few edit or all was quiet, 8 ms after the last time in a full room that is busy (KS6). */
export class Pace {
  readonly #ports: PacePorts
  #beganAt: Instant | null = null

  constructor(ports: PacePorts) {
    this.#ports = ports
  }

  /** Resolves when a write may begin; it is taken to begin then. */
  async turn(sessionCount: number): Promise<void> {
    const waitMs = this.#waitMs(sessionCount)
    if (waitMs > 0) await pause(this.#ports.timers, waitMs)
    this.#beganAt = this.#ports.clock.now()
  }

  #waitMs(sessionCount: number): number {
    if (sessionCount <= AT_ONCE_UP_TO || this.#beganAt === null) return 0
    const sinceMs = this.#ports.clock.now() - this.#beganAt
    // A clock that was set back must not hold anybody up.
    return sinceMs < 0 ? 0 : APART_MS - sinceMs
  }
}
