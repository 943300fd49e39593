import { expect, test } from 'vitest'
import { ackKillRounds } from '#tests/support/ackKillRounds.ts'
import { SEED } from '#tests/support/seededRandom.ts'

test(`[KS5] what is called saved is there although the server is killed in the same moment (SEED=${SEED})`, async () => {
  const report = await ackKillRounds({ rounds: 2, seed: SEED })

  expect(report.lost).toEqual([])
})
