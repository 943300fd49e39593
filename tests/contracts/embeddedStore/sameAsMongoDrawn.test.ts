import { expect, test } from 'vitest'
import { storeDifferential } from './storeDifferential.ts'

const SEQUENCES = Number(process.env.STORE_SEQUENCES ?? 500)

/** The first of those that the long form has gone through; it draws others. */
const FIRST_SEED = 100_000

test('[OP1.1] the real server of MONGOD_BINARY and the store do 500 drawn sequences of commands alike', async ({
  skip,
}) => {
  const seed = Number(process.env.SEED ?? FIRST_SEED)
  console.log(`sameAsMongoDrawn: SEED=${seed}, ${SEQUENCES} sequences`)

  const report = await storeDifferential(seed, SEQUENCES)
  if (!report) return skip('MONGOD_BINARY names no mongod: drawn sequences were NOT compared with a real server')

  expect(report.differences).toEqual([])
  expect(report.undecided).toBeLessThanOrEqual(SEQUENCES / 50)
  expect(report.sequences).toBe(SEQUENCES)
  expect(report.refusals).toBeLessThan(report.compared / 4)
}, 600_000)
