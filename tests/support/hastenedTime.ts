import { systemClock } from '#server/platform/clock.ts'
import { systemTimers, type Timers } from '#server/platform/timers.ts'
import { type Clock, instant } from '#shared/core/time.ts'

export interface Time {
  readonly clock: Clock
  readonly timers: Timers
}

/** Time that goes so many times as fast as the machine's: who waits a minute by it waits some seconds. */
export function hastenedTime(times: number): Time {
  const begunAt = systemClock.now()
  return {
    clock: { now: () => instant(begunAt + (systemClock.now() - begunAt) * times) },
    timers: {
      after: (milliseconds, then) => systemTimers.after(milliseconds / times, then),
      every: (milliseconds, then) => systemTimers.every(milliseconds / times, then),
      elapsedMs: () => systemTimers.elapsedMs() * times,
    },
  }
}
