import { expect, test } from 'vitest'
import { replay } from '#tests/support/faults/replay.ts'
import { SEED } from '#tests/support/seededRandom.ts'

test(`[KS3] [KS5] every frame sent three times more, in order and shuffled, changes nothing and is counted (R-19, SEED=${SEED})`, async () => {
  const report = await replay({ frames: 60, seed: SEED })

  const again = 3 * 60
  expect(report).toEqual({
    frames: 60,
    acknowledged: { inOrder: again, shuffled: again, byHttp: again },
    isSameDocument: true,
    stored: 0,
  })
})
