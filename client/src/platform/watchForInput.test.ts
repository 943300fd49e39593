import { expect, test } from 'vitest'
import { instant } from '#shared/core/time.ts'
import { watchForInput } from './watchForInput.ts'

test('[AC7.22] a page that is left counts as left, also while its clock is put back', () => {
  const touched = 3_600_000
  let now = touched
  const isAttended = watchForInput({ now: () => instant(now) }, { addEventListener: () => undefined })
  const seenAt = (time: number) => {
    now = time
    return isAttended()
  }

  expect([touched + 59_999, touched + 60_000, touched - 60_000].map(seenAt)).toEqual([true, false, false])
})
