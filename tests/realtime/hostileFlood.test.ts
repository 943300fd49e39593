import { expect, test } from 'vitest'
import { hostileFlood } from '#tests/support/faults/hostileFlood.ts'
import { SEED } from '#tests/support/seededRandom.ts'

test(`[KS3] malformed frames, allocation bombs and poison end their own sessions; the document, the memory and everybody else stay as they were (S-01, S-02, R-25, SEED=${SEED})`, async () => {
  const report = await hostileFlood({ each: 2, bombsEach: 1, atOnce: 16, controlMs: 500, restMs: 0, seed: SEED })

  console.log(JSON.stringify(report))
  expect(report).toMatchObject({ survived: [], isSameDocument: true, opensAfterFlips: true })
  // One bomb that is believed takes 245 MiB (M1). The bars of a server that is warm are the long form's, which has enough to count.
  expect(report.grownMib).toBeLessThan(100)
})
