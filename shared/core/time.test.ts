import { expect, test } from 'vitest'
import { addDays, dayInJapan, fiscalYearOf, instant, plainDate } from './time.ts'

test('[UI1.1] a moment late in the evening UTC is the next day in Japan', () => {
  const lateEveningInGreenwich = instant(Date.parse('2026-12-03T15:00:00Z'))

  expect(dayInJapan(lateEveningInGreenwich)).toBe('2026-12-04')
})

test('[UI1.1] a day that no calendar has is not a day', () => {
  const answers = ['2026-02-29', '2028-02-29', '2026-13-01', '26-01-01', ''].map(plainDate)

  expect(answers).toEqual([null, '2028-02-29', null, null, null])
})

test('[UI1.1] the fiscal year turns on the first of April', () => {
  const march = plainDate('2027-03-31')
  if (march === null) throw new Error('a real day')

  expect([fiscalYearOf(march), fiscalYearOf(addDays(march, 1))]).toEqual([2026, 2027])
})
