import { systemTimers, type Timers } from '#server/platform/timers.ts'

/** The machine's timers, `speed` times as fast, and how many are set. */
export function countedTimers(speed = 1): Timers & { readonly count: () => number } {
  const running = new Set<object>()
  const counted = (start: (ended: () => void) => { stop(): void }) => {
    const token = {}
    running.add(token)
    const timer = start(() => running.delete(token))
    return {
      stop() {
        running.delete(token)
        timer.stop()
      },
    }
  }
  return {
    count: () => running.size,
    elapsedMs: () => systemTimers.elapsedMs() * speed,
    after: (milliseconds, then) =>
      counted((ended) =>
        systemTimers.after(milliseconds / speed, () => {
          ended()
          then()
        }),
      ),
    every: (milliseconds, then) => counted(() => systemTimers.every(milliseconds / speed, then)),
  }
}
