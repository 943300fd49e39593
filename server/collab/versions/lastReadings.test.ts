import { expect, test } from 'vitest'
import { instant } from '#shared/core/time.ts'
import { arrivedAt, leftAt, type ReadPosition } from './lastReadings.ts'

const MINUTE = 60_000
const at = (minutes: number, sequence: number): ReadPosition => ({
  generation: 1,
  sequence,
  at: instant(1_764_633_600_000 + minutes * MINUTE),
})

test('[LD6.9] a reload goes on with the same visit; after half an hour the last one is where reading begins anew', () => {
  const yesterday = leftAt(arrivedAt(null, at(0, 10)), at(60, 40))

  const today = arrivedAt(yesterday, at(24 * 60, 90))
  const reloaded = arrivedAt(leftAt(today, at(24 * 60 + 120, 130)), at(24 * 60 + 121, 131))

  expect(yesterday.before).toBe(null)
  expect(today.before).toEqual(at(60, 40))
  expect(reloaded.before).toEqual(at(60, 40))
})

test('[LD6.9] half an hour after the last sign of somebody they are still in the same visit, a moment later no more', () => {
  const known = arrivedAt(null, at(0, 10))

  expect(arrivedAt(known, at(30, 20)).before).toBe(null)
  expect(arrivedAt(known, at(31, 20)).before).toEqual(at(0, 10))
})
