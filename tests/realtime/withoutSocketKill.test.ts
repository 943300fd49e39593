import { expect, test } from 'vitest'
import { killRounds } from '#tests/support/killRounds.ts'
import { SEED } from '#tests/support/seededRandom.ts'

test(`[KS8] [KS13] with half of the writers going by requests nothing told or shown is lost either, two kills (SEED=${SEED})`, async () => {
  const report = await killRounds({ rounds: 2, seed: SEED, halfByHttp: true })

  console.log(JSON.stringify(report))
  expect(report).toMatchObject({ lostAcknowledged: [], lostSeen: [], diverged: [] })
  expect(Math.min(report.acknowledgedCount, report.seenCount)).toBeGreaterThan(50)
})
