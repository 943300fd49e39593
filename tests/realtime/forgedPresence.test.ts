import { expect, test } from 'vitest'
import { forgedPresence } from '#tests/support/faults/forgedPresence.ts'

test('[KS10] a thousand forged frames show nobody a foreign name, colour or id, silence nobody, and fill no list (S-04)', async () => {
  const report = await forgedPresence(1_000, 0)

  console.log(JSON.stringify(report))
  expect(report).toMatchObject({ shown: [], survived: 0 })
  expect(report.listed).toBeLessThanOrEqual(report.sockets)
  // The bar of a server that is warm and has had a rest is the long form's.
  expect(report.grownMib).toBeLessThan(60)
})
