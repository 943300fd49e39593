export interface Timer {
  stop(): void
}

/** Waiting, handed in, so that a test can hold it. */
export interface Timers {
  after(milliseconds: number, then: () => void): Timer
  every(milliseconds: number, then: () => void): Timer
}

export const browserTimers: Timers = {
  after(milliseconds, then) {
    const handle = setTimeout(then, milliseconds)
    return { stop: () => clearTimeout(handle) }
  },
  every(milliseconds, then) {
    const handle = setInterval(then, milliseconds)
    return { stop: () => clearInterval(handle) }
  },
}
