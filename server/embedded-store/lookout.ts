/**
 * For how long after an answer the next request is looked out for. Unit: milliseconds.
 * Between the two a driver in the same process needs about a third of it.
 */
const LOOKOUT_MS = 0.3

interface Surroundings {
  /** Unit: milliseconds. */
  readonly now: () => number
  /** Runs at the next turn of the event loop, which does not sleep before it. */
  readonly nextTurn: (work: () => void) => void
}

const HERE: Surroundings = { now: () => performance.now(), nextTurn: setImmediate }

/**
 * Keeps the event loop turning for a moment after an answer while one request follows another: to wake a thread that went
 * to sleep takes as long as to answer a read. Whoever asks now and then costs nothing, and a series costs one moment at its end.
 */
export class Lookout {
  private readonly surroundings: Surroundings
  private answeredAt = Number.NEGATIVE_INFINITY
  private isInSeries = false
  private isLooking = false

  constructor(surroundings = HERE) {
    this.surroundings = surroundings
  }

  asked(): void {
    this.isInSeries = this.isSoon()
  }

  answered(): void {
    this.answeredAt = this.surroundings.now()
    if (!this.isInSeries || this.isLooking) return
    this.isLooking = true
    this.surroundings.nextTurn(this.look)
  }

  private readonly look = (): void => {
    this.isLooking = this.isSoon()
    if (this.isLooking) this.surroundings.nextTurn(this.look)
  }

  private isSoon(): boolean {
    return this.surroundings.now() - this.answeredAt < LOOKOUT_MS
  }
}
