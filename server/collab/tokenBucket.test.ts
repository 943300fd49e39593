import { expect, test } from 'vitest'
import { instant } from '#shared/core/time.ts'
import { TokenBucket } from './tokenBucket.ts'

const NOON = 1_764_000_000_000
const HOUR = 3_600_000
const at = (milliseconds: number) => instant(NOON + milliseconds)
const aBucket = () => new TokenBucket({ perSecond: 10, atOnce: 50 }, at(0))

test('[KS3] all of a budget may be used at once, no more, and then as it refills', () => {
  const bucket = aBucket()

  expect([bucket.take(50, at(0)), bucket.take(1, at(99)), bucket.take(1, at(100)), bucket.take(1, at(100))]).toEqual([
    true,
    false,
    true,
    false,
  ])
})

test('[KS3] however long nothing was used, a budget holds no more than may be used at once', () => {
  const bucket = aBucket()

  expect([bucket.take(51, at(HOUR)), bucket.take(50, at(HOUR))]).toEqual([false, true])
})

test('[KS3] a clock that is put back takes nothing from anybody’s budget, and gives nothing', () => {
  const bucket = aBucket()
  bucket.take(40, at(0))

  expect([bucket.take(5, at(-HOUR)), bucket.take(6, at(-HOUR)), bucket.take(15, at(-HOUR + 1_000))]).toEqual([
    true,
    false,
    true,
  ])
})
