import { expect, test } from 'vitest'
import { hostileFlood } from '#tests/support/faults/hostileFlood.ts'
import { SEED } from '#tests/support/seededRandom.ts'

test(`[KS3] malformed frames, allocation bombs and poison end their own sessions; the document, the memory and everybody else stay as they were (S-01, S-02, R-25, SEED=${SEED})`, async () => {
  const report = await hostileFlood({ each: 2, bombsEach: 1, seed: SEED })

  console.log(JSON.stringify(report))
  expect(report).toMatchObject({ survived: [], isSameDocument: true, opensAfterFlips: true })
  expect(report.grownMib).toBeLessThan(20)
  expect(report.probe.p99).toBeLessThan(Math.max(100, 2 * report.control.p99))
})
