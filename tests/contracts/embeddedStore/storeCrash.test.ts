import { expect, test } from 'vitest'
import { crashRounds } from './crash/crashRounds.ts'

const KILLS = 5
const seed = Number(process.env.SEED ?? Date.now() % 100_000)

test(`[OP1.2] killed at random moments, the store has all it acknowledged, no half transaction and true indexes (SEED=${seed})`, {
  timeout: 90_000,
}, async () => {
  const report = await crashRounds({ rounds: KILLS, seed })

  expect(report).toMatchObject({ lost: [], half: [], brokenIndexes: [] })
  expect(report.acknowledgedCount).toBeGreaterThan(KILLS)
})
