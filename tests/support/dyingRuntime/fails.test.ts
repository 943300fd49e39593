import { expect, test } from 'vitest'
import { runsSoFar } from './runsSoFar.ts'

test('fails, and would pass if it were run again', () => {
  expect(runsSoFar('fails')).toBe(2)
})
