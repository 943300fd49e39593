import { expect, test } from 'vitest'
import { leaveAndReopen } from '#tests/support/faults/leaveAndReopen.ts'
import { SEED } from '#tests/support/seededRandom.ts'

test(`[KS11] people who leave and come while a document leaves memory, over a slow storage, lose no word and meet in one room (R-04, SEED=${SEED})`, async () => {
  const report = await leaveAndReopen({ rounds: 100, seed: SEED })

  expect(report).toEqual({ rounds: 100, lost: 0, doubled: 0 })
})
