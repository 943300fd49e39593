import { expect, test } from 'vitest'
import { SEED } from '#tests/support/seededRandom.ts'
import { trailKillRounds } from '#tests/support/trailKillRounds.ts'

test(`[AC6.24] of a server that is killed again and again between acts and their records nothing was done without a record or recorded without being done, and the trail verifies after each start (SEED=${SEED})`, async () => {
  const report = await trailKillRounds(3, SEED)

  console.log(JSON.stringify(report))
  expect(report).toMatchObject({ actsWithoutEntry: [], entriesWithoutAct: [], faults: [] })
  expect(report.actCount).toBeGreaterThan(8)
  expect(report.lateCount).toBeGreaterThan(0)
}, 240_000)
