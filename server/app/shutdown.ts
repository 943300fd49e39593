import type { Log } from '#server/platform/log.ts'
import type { Clock } from '#shared/core/time.ts'

/** One thing to end, and how long it may take. */
export interface ShutdownStep {
  readonly name: string
  readonly withinMs: number
  run(): Promise<void>
}

/** Resolves when `work` has ended or its time is over; a step that hangs must not keep the ones after it from running. */
async function endsWithin(step: ShutdownStep): Promise<void> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`${step.name} took over ${step.withinMs} ms`)), step.withinMs)
  try {
    await Promise.race([step.run(), tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Ends everything in the given order, each step with its own limit and log line. Calling it again waits for the first call.
 *
 * Cost: at most the sum of the limits.
 */
export function orderlyShutdown(steps: readonly ShutdownStep[], log: Log, clock: Clock): () => Promise<void> {
  let ending: Promise<void> | null = null
  const endAll = async () => {
    for (const step of steps) {
      const startedAt = clock.now()
      try {
        await endsWithin(step)
        log.info('server.stepEnded', { step: step.name, durationMs: clock.now() - startedAt })
      } catch (cause) {
        log.error('server.stepFailed', cause, { step: step.name, durationMs: clock.now() - startedAt })
      }
    }
  }
  return () => {
    ending ??= endAll()
    return ending
  }
}
