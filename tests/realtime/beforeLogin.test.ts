import { expect, test } from 'vitest'
import { beforeLogin } from '#tests/support/faults/beforeLogin.ts'

test('[KS15] a crowd that never signs in is gone within ten seconds, and those who edit do not feel it', async () => {
  const report = await beforeLogin(120)

  console.log(JSON.stringify(report))
  expect([report.leftOpen, report.goneAfterMs < 10_000, report.answeredStep1 <= 2]).toEqual([0, true, true])
  expect(report.rssGrowthMiB).toBeLessThan(64)
  expect(report.probe.p99).toBeLessThan(Math.max(150, 2 * report.control.p99, 2 * report.probe.diskMs))
})
