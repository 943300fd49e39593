import { systemTimers, type Timers } from '#server/platform/timers.ts'
import { type Clock, instant } from '#shared/core/time.ts'

const MINUTE = 60_000
const START = instant(1_764_633_600_000)

/** A day whose clock and ten-minute timers the test moves; what is shorter than a minute runs by the machine's own. */
export function heldDay() {
  let now = START
  const waiting = new Set<{ readonly at: number; readonly then: () => void }>()
  const clock: Clock = { now: () => now }
  const timers: Timers = {
    ...systemTimers,
    after(milliseconds, then) {
      if (milliseconds < MINUTE) return systemTimers.after(milliseconds, then)
      const one = { at: now + milliseconds, then }
      waiting.add(one)
      return { stop: () => void waiting.delete(one) }
    },
  }
  const pass = (minutes: number): void => {
    now = instant(now + minutes * MINUTE)
    for (const one of [...waiting]) {
      if (one.at > now) continue
      waiting.delete(one)
      one.then()
    }
  }
  return { clock, timers, pass, count: () => waiting.size }
}
