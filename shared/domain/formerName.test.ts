import { expect, test } from 'vitest'
import { inDays } from '#shared/fixtures/days.ts'
import { formerNamesBy, nameOn } from './formerName.ts'

test('[CL1.33] a name holds from its first day on, and one that began on the day of the next, or later, was a mistake', () => {
  const second = { name: 'B', formerNames: formerNamesBy({ name: 'A' }, inDays(-20)) }
  const third = { name: 'C', formerNames: formerNamesBy(second, inDays(-10)) }
  const days = [-21, -20, -11, -10, 0].map(inDays)

  expect(days.map((day) => nameOn(third, day))).toEqual(['A', 'B', 'B', 'C', 'C'])
  const instead = { name: 'D', formerNames: formerNamesBy(second, inDays(-20)) }
  expect(days.map((day) => nameOn(instead, day))).toEqual(['A', 'D', 'D', 'D', 'D'])
})
