export interface Timer {
  /** Stops it; stopping twice does nothing. */
  stop(): void
}

/** Waiting, handed in, so that a test can hold it. */
export interface Timers {
  /** Calls `then` once after `milliseconds`; a running process is not kept alive by it. */
  after(milliseconds: number, then: () => void): Timer
  /** Calls `then` again and again, `milliseconds` apart; a running process is not kept alive by it. */
  every(milliseconds: number, then: () => void): Timer
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
}
