import { expect, test } from 'vitest'
import { badNetwork } from '#tests/support/faults/badNetwork.ts'
import { SEED } from '#tests/support/seededRandom.ts'

/** Of the network's own: 200 ms and at most a second of stall, to the server and from it. */
const WORST_MS = 2 * 1_200

test(`[KS26] R-29: over a network of 200 ms that stalls one piece in twenty everybody has every word, nobody is cut off, and no word is later than the network itself (SEED=${SEED})`, async () => {
  const { latency, different, reconnected } = await badNetwork({ pairs: 8, seconds: 2, seed: SEED })

  console.log(JSON.stringify(latency))
  expect([different, reconnected]).toEqual([1, 0])
  expect(latency.p50).toBeLessThan(700)
  expect(latency.max).toBeLessThan(WORST_MS + 300)
})
