import { expect, test } from 'vitest'
import { endedWhileJoining } from '#tests/support/faults/endedWhileJoining.ts'
import { SEED } from '#tests/support/seededRandom.ts'

test(`[KS9] S-08: whose right or sign-in ends in whatever moment of their coming in is out a second later, and gets nothing more (SEED=${SEED})`, async () => {
  const report = await endedWhileJoining({ rounds: 15, lanes: 5, longestDelayMs: 150, seed: SEED })

  expect([report.alive, report.late, report.given]).toEqual([0, 0, 0])
  expect(Math.min(report.endedBefore, report.endedAfter)).toBeGreaterThan(0)
})
