import { type Clock, type Instant, later } from '#shared/core/time.ts'
import type { Timer, Timers } from '../connection/timers.ts'

/** Unit: milliseconds that a page spends without anybody noticing. */
const UNNOTICED_MS = 4
/** After what took longer, so many times as long is left to whoever types here. */
const REST_SHARE = 3
/** Unit: milliseconds without a key after which nobody is taken to be typing. */
const QUIET_MS = 400
/** Unit: milliseconds; whatever it costs, others' words are no further behind than this. */
const LONGEST_WAIT_MS = 1_000

export interface InwardPacePorts {
  readonly clock: Clock
  readonly timers: Timers
}

interface Waiting {
  readonly enter: () => void
  readonly since: Instant
}

/**
 * When what others wrote enters the editor: at once on a page that is quick with it. On a slow one (a long note, an old
 * machine) it enters together, so seldom that three quarters of the page's time are left, and while somebody types only
 * right after a frame has shown what a key did, when the next key is furthest away.
 */
export class InwardPace {
  readonly #ports: InwardPacePorts
  #notBefore: Instant | null = null
  #waiting: Waiting | null = null
  #timer: Timer | null = null
  #keyAt: Instant | null = null
  #isKeyUnseen = false

  constructor(ports: InwardPacePorts) {
    this.#ports = ports
  }

  /** Runs `enter` now or when it is time; asking again meanwhile does nothing. */
  soon(enter: () => void): void {
    if (this.#waiting !== null) return
    this.#waiting = { enter, since: this.#ports.clock.now() }
    if (!this.#isKeyUnseen) this.#enterAfter(this.#quietMs())
  }

  /** A key was pressed; `seen` resolves when the screen shows what it did. A key that comes before then asks for no more. */
  async keyPressed(seen: Promise<void>): Promise<void> {
    this.#keyAt = this.#ports.clock.now()
    if (this.#isKeyUnseen) return
    this.#isKeyUnseen = true
    await seen
    this.#isKeyUnseen = false
    this.#enterAfter(0)
  }

  /** Runs `enter` at once. */
  now(enter: () => void): void {
    this.stop()
    const { clock } = this.#ports
    const startedAt = clock.now()
    enter()
    const endedAt = clock.now()
    const tookMs = endedAt - startedAt
    const restMs = Math.min(tookMs * REST_SHARE, LONGEST_WAIT_MS)
    this.#notBefore = tookMs > UNNOTICED_MS ? later(endedAt, restMs) : null
  }

  stop(): void {
    this.#timer?.stop()
    this.#timer = null
    this.#waiting = null
  }

  #enterAfter(quietMs: number): void {
    if (this.#waiting === null) return
    const { clock, timers } = this.#ports
    const waitMs = Math.max(quietMs, (this.#notBefore ?? 0) - clock.now())
    this.#timer?.stop()
    // A clock that was set back must not hold anybody up.
    if (waitMs <= 0 || waitMs > LONGEST_WAIT_MS) this.now(this.#waiting.enter)
    else this.#timer = timers.after(waitMs, () => this.#waited())
  }

  #waited(): void {
    this.#timer = null
    if (!this.#isKeyUnseen) this.#enterAfter(this.#quietMs())
  }

  /** Unit: milliseconds until nobody is taken to be typing, or it has waited long enough. */
  #quietMs(): number {
    if (this.#notBefore === null || this.#keyAt === null || this.#waiting === null) return 0
    const now = this.#ports.clock.now()
    return Math.min(this.#keyAt + QUIET_MS, this.#waiting.since + LONGEST_WAIT_MS) - now
  }
}
