import { expect, test } from 'vitest'
import { nothingStays } from '#tests/support/faults/nothingStays.ts'

test('[KS11] of documents that were opened and closed, some after a failed reading, no room and no timer is left (R-16)', async () => {
  const report = await nothingStays(50)

  expect(report).toMatchObject({ rooms: 0, timers: 0 })
})
