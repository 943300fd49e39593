import { expect, test } from 'vitest'
import { convergenceFuzz } from '#tests/support/faults/convergenceFuzz.ts'
import { SEED } from '#tests/support/seededRandom.ts'

test(`[KS6] five who write, erase, split and are cut off end with one document, deletions included, and who is barred gets no frame of it (R-03, SEED=${SEED})`, async () => {
  const report = await convergenceFuzz({ seeds: 3, operations: 200, seed: SEED })

  expect(report).toEqual({ seeds: 3, operations: 200, diverged: [], leakedFrames: 0 })
})
