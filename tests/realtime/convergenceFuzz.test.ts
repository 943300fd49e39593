import { expect, test } from 'vitest'
import { convergenceFuzz } from '#tests/support/faults/convergenceFuzz.ts'
import { SEED } from '#tests/support/seededRandom.ts'

test(`[KS6] five, one at the product’s own editor, who write, erase, split, are cut off and send late and twice end with one document, deletions included, which the editor shows, and who is barred gets no frame of it (R-03, SEED=${SEED})`, async () => {
  const report = await convergenceFuzz({ seeds: 2, operations: 200, seed: SEED })

  // Which act of the editor throws is looked for by the long form, which has enough of them to tell.
  expect(report).toMatchObject({ seeds: 2, operations: 200, diverged: [], leakedFrames: 0 })
})
