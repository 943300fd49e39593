import { expect, test } from 'vitest'
import { aBasis } from '#shared/fixtures/builders.ts'
import { fixedId, inDays, TODAY } from '#shared/fixtures/days.ts'
import { basisStateOn, letsHold } from './sharingBasis.ts'

const stateToday = (given: Parameters<typeof aBasis>[0]) => basisStateOn(aBasis(given), TODAY)

test('[CS4.1] a basis holds from its first to its last day, both included, and an early end takes effect on its day', () => {
  expect(stateToday({ from: TODAY, until: TODAY })).toBe('current')
  expect(stateToday({ from: inDays(1), until: null })).toBe('ahead')
  expect(stateToday({ until: inDays(-1) })).toBe('expired')
  expect(stateToday({ until: null, endedOn: TODAY })).toBe('ended')
  expect(stateToday({ until: null, endedOn: inDays(1) })).toBe('current')
})

test('[CS4.2] a basis serves the one who discloses and those it names, for the categories it names, and nobody else', () => {
  const basis = aBasis({ categories: ['basic', 'housing'] })
  const holds = (organisation: number, category: 'basic' | 'justice') =>
    letsHold(basis, fixedId('organisation', organisation), category, TODAY)

  expect([holds(1, 'basic'), holds(2, 'basic'), holds(3, 'basic'), holds(2, 'justice')]).toEqual([
    true,
    true,
    false,
    false,
  ])
})
