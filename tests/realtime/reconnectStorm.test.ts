import { expect, test } from 'vitest'
import { reconnectStorm } from '#tests/support/faults/reconnectStorm.ts'

test('[KS17] a hundred who are cut off and come back at once all have the document again, and the others do not feel it', async () => {
  const report = await reconnectStorm(100)

  console.log(JSON.stringify(report))
  expect([report.refused, report.allBackMs < 30_000, report.peakRssMiB < 512]).toEqual([0, true, true])
  expect(report.probe.p99).toBeLessThan(1_000)
})
