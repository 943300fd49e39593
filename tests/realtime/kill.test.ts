import { expect, test } from 'vitest'
import { killRounds } from '#tests/support/killRounds.ts'
import { SEED } from '#tests/support/seededRandom.ts'

test(`[KS8] nothing that anybody was told or shown is lost when the server is killed again and again (SEED=${SEED})`, async () => {
  const report = await killRounds({ rounds: 3, seed: SEED })

  console.log(JSON.stringify(report))
  expect(report).toMatchObject({ lostAcknowledged: [], lostSeen: [], diverged: [] })
  expect(report.slowestReadyMs).toBeLessThan(5_000)
  expect(Math.min(report.acknowledgedCount, report.seenCount)).toBeGreaterThan(50)
})
