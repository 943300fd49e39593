import { expect, test } from 'vitest'
import { SESSION_LIMITS } from '#server/collab/sessionLimits.ts'
import { halfOpen } from '#tests/support/faults/halfOpen.ts'

/** A tenth of the real times. */
const TENTH = {
  ...SESSION_LIMITS,
  pingEveryMs: SESSION_LIMITS.pingEveryMs / 10,
  goneAfterMs: SESSION_LIMITS.goneAfterMs / 10,
}

const HOUR_MS = 3_600_000

test.concurrent.each([
  ['pass', '', 0],
  ['refuse', '', 0],
  ['pass', ', also while the clock is put back', HOUR_MS],
  ['refuse', ', also while the clock is put back', HOUR_MS],
] as const)(
  '[KS16] where sockets %s, a page whose network went away without a word leaves the list and the memory in time%s',
  async (upgrades, _, clockBackMs) => {
    const { presenceGoneMs, memoryFreedMs } = await halfOpen({ upgrades, limits: TENTH, clockBackMs })

    expect([presenceGoneMs < 4_500, memoryFreedMs < 6_000]).toEqual([true, true])
    expect(SESSION_LIMITS.pingEveryMs + SESSION_LIMITS.goneAfterMs).toBeLessThanOrEqual(45_000)
  },
)
