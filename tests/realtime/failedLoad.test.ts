import { expect, test } from 'vitest'
import { FAILURES, failedLoad } from '#tests/support/faults/failedLoad.ts'

for (const [name, failing] of Object.entries(FAILURES)) {
  test(`[KS2] when the first reading of a document ${name}, twenty who come write nothing, and get the whole document when it heals (R-05)`, async () => {
    const report = await failedLoad(failing, { openWithinMs: 300 })

    expect(report).toMatchObject({
      readBefore: [''],
      readAfter: ['経過\n一二三\n協議'],
      isSameDocument: true,
      appends: 0,
    })
  })
}
