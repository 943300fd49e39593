import { expect, test } from 'vitest'
import { holdLoad } from '#tests/support/faults/load.ts'
import { SEED } from '#tests/support/seededRandom.ts'

test(`[KS6] under the load of many documents a pair beside it goes on as before, and every document is one (R-13, R-14, SEED=${SEED})`, async () => {
  const report = await holdLoad({ documents: 6, editorsEach: 4, seconds: 4, seed: SEED })

  console.log(JSON.stringify(report))
  expect(report.diverged).toBe(0)
  expect(report.edits).toBeGreaterThan(100)
  expect(report.probe.p99).toBeLessThan(Math.max(250, 2 * report.control.p99, 2 * report.probe.diskMs))
})
