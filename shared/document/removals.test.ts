import { expect, test } from 'vitest'
import { Removals } from './removals.ts'

test('[LD6.14] what goes within ten seconds counts together, less what comes back after it, and a little counts for nothing', () => {
  const removals = new Removals()
  const shareOf = (left: number, at: number, coming = 0) => removals.share(() => left, at, coming)

  removals.add(-5_000, 0)
  expect(shareOf(300, 0, 99)).toBe(0)
  expect(shareOf(300, 0, 150)).toBe(0.5)

  removals.add(60, 1_000)
  removals.add(60, 5_000)
  expect(shareOf(180, 5_000)).toBe(0.4)
  removals.add(-30, 6_000)
  expect(shareOf(210, 6_000)).toBe(0)
  removals.add(30, 7_000)
  expect(shareOf(180, 7_000)).toBe(0.4)
  expect(shareOf(180, 11_000)).toBe(0)
})

test('[LD6.14] what went while the clock was ahead counts no more once it is set right', () => {
  const removals = new Removals()
  removals.add(500, 3_600_000)

  expect(removals.share(() => 500, 0)).toBe(0)
})
