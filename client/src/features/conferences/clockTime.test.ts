import { expect, test } from 'vitest'
import { minutesOf } from './clockTime.ts'

test('[UI2.7] a time is read as people write it', () => {
  const written = ['14:00', '14：05', '1405', '１４時', '14時5分', '2時半', '午後2時', '午後12時半', '午前0時']

  expect(written.map(minutesOf)).toEqual([840, 845, 845, 840, 845, 150, 840, 750, 0])
})

test('[UI2.7] what names no time of a day is refused', () => {
  expect(['', '24:00', '14:60', '午後', '昼過ぎ', '14時60分', '9'.repeat(5)].map(minutesOf)).toEqual(
    Array(7).fill(null),
  )
})
