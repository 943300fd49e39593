import { type Mock, vi } from 'vitest'
import type { Timers } from '#server/platform/timers.ts'

interface PassingTime {
  readonly timers: Timers
  pass(milliseconds: number): void
  /** Called when whoever looks again and again stops. */
  readonly stop: Mock<() => void>
}

/** Timers whose time passes when the test says so; whoever asked last to look again and again looks then. */
export function passingTime(): PassingTime {
  const stop = vi.fn<() => void>()
  let elapsedMs = 0
  let look: () => void = () => undefined
  const timers: Timers = {
    after: () => ({ stop: () => undefined }),
    every(_milliseconds, then) {
      look = then
      return { stop }
    },
    elapsedMs: () => elapsedMs,
  }
  const pass = (milliseconds: number) => {
    elapsedMs += milliseconds
    look()
  }
  return { timers, pass, stop }
}
