import { expect, test } from 'vitest'
import { consentWhileJoining } from '#tests/support/faults/consentWhileJoining.ts'
import { endedWhileJoining } from '#tests/support/faults/endedWhileJoining.ts'
import { SEED } from '#tests/support/seededRandom.ts'

const BRIEFLY = { rounds: 15, lanes: 5, longestDelayMs: 150, seed: SEED }

test.each([
  ['right or sign-in', endedWhileJoining],
  ['consent', consentWhileJoining],
])(
  `[KS9] S-08: whose %s ends in whatever moment of their coming in is out a second later, and gets nothing more (SEED=${SEED})`,
  async (_what, run) => {
    const report = await run(BRIEFLY)

    expect([report.alive, report.late, report.given]).toEqual([0, 0, 0])
    expect(Math.min(report.endedBefore, report.endedAfter)).toBeGreaterThan(0)
  },
)
