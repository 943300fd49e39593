import { expect, test } from 'vitest'
import { openOldDocument } from '#tests/support/faults/oldDocument.ts'
import { SEED } from '#tests/support/seededRandom.ts'

test(`[KS25] R-15: a document of a hundred thousand characters and twenty thousand edits opens within two seconds and takes nineteen keys of twenty within 50 ms (SEED=${SEED})`, async () => {
  const report = await openOldDocument({
    operations: 20_000,
    characters: 100_000,
    seed: SEED,
  })

  console.log(JSON.stringify(report))
  expect(report.openedMs).toBeLessThan(2_000)
  expect(report.typingP95Ms).toBeLessThan(50)
})
