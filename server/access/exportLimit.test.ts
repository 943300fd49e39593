import { expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { EXPORTS_PER_HOUR, ExportLimit } from './exportLimit.ts'

const [ONE, OTHER] = [fixedId('member', 1), fixedId('member', 2)]
const MINUTE_MS = 60_000

function limited() {
  let now = 0
  const limit = new ExportLimit(() => now)
  const takeAll = () => {
    for (let count = 0; count < EXPORTS_PER_HOUR; count += 1) {
      expect(limit.take(ONE, null).allowed).toBe(true)
      now += MINUTE_MS
    }
  }
  return { limit, takeAll, pass: (minutes: number) => (now += minutes * MINUTE_MS) }
}

test('[AC8.5] twenty go out within an hour, the next when the first of them is an hour old, and what one takes keeps no other from it', () => {
  const { limit, takeAll, pass } = limited()
  takeAll()

  expect(limit.take(ONE, null)).toEqual({ allowed: false, isNews: true, minutes: 40 })
  expect(limit.take(OTHER, null).allowed).toBe(true)
  pass(39)
  expect(limit.take(ONE, null)).toEqual({ allowed: false, isNews: false, minutes: 1 })
  pass(1)
  expect(limit.take(ONE, null).allowed).toBe(true)
  expect(limit.take(ONE, null)).toEqual({ allowed: false, isNews: true, minutes: 1 })
})

test('[AC8.5] what did not go out after all counts for nothing, and the same sheet again is no other', () => {
  const { limit, takeAll } = limited()
  const refused = limit.take(ONE, null)
  if (refused.allowed) refused.giveBack()
  for (let again = 0; again < 50; again += 1) expect(limit.take(OTHER, 'a sheet').allowed).toBe(true)
  takeAll()

  expect(limit.take(ONE, 'a sheet').allowed).toBe(false)
  expect(limit.take(OTHER, 'a sheet').allowed).toBe(true)
})
