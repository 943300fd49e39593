import { expect, test } from 'vitest'
import { throughProxy } from '#tests/support/faults/throughProxy.ts'

test('[KS13] an edit of a page that goes by requests is on another such page within two seconds', async () => {
  const report = await throughProxy(40, 20)

  console.log(JSON.stringify(report))
  expect(report.p95).toBeLessThan(2_000)
})
