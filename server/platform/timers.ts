import { performance } from 'node:perf_hooks'

export interface Timer {
  /** Stops it; stopping twice does nothing. */
  stop(): void
}

/** Waiting, and how long one has waited, handed in, so that a test can hold both. */
export interface Timers {
  /** Calls `then` once after `milliseconds`; a running process is not kept alive by it. */
  after(milliseconds: number, then: () => void): Timer
  /** Calls `then` again and again, `milliseconds` apart; a running process is not kept alive by it. */
  every(milliseconds: number, then: () => void): Timer
  /** Unit: milliseconds since some moment, by no clock that somebody may set: a silence would last for as long as it is put back, or end for everybody at once. */
  elapsedMs(): number
}

export const pause = (timers: Timers, milliseconds: number): Promise<void> =>
  new Promise((resolve) => void timers.after(milliseconds, resolve))

export const systemTimers: Timers = {
  after(milliseconds, then) {
    const handle = setTimeout(then, milliseconds).unref()
    return { stop: () => clearTimeout(handle) }
  },
  every(milliseconds, then) {
    const handle = setInterval(then, milliseconds).unref()
    return { stop: () => clearInterval(handle) }
  },
  elapsedMs: () => performance.now(),
}
