import { expect, test } from 'vitest'
import { aBasis } from '#shared/fixtures/builders.ts'
import { fixedId, inDays, TODAY } from '#shared/fixtures/days.ts'
import { basisStateOn, letsHold, nearestEnd } from './sharingBasis.ts'

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

test('[CS4.9] a basis ends soon in the last sixty days before its last, however that comes', () => {
  const endOf = (given: Parameters<typeof aBasis>[0]) => nearestEnd([aBasis(given)], TODAY)?.on ?? null

  expect(endOf({ until: inDays(61) })).toBeNull()
  expect(endOf({ until: inDays(60) })).toBe(inDays(60))
  expect(endOf({ until: TODAY })).toBe(TODAY)
  expect(endOf({ until: null })).toBeNull()
  expect(endOf({ until: null, endedOn: inDays(5) })).toBe(inDays(4))
  expect([endOf({ until: inDays(-1) }), endOf({ until: inDays(9), endedOn: TODAY })]).toEqual([null, null])
})

test('[CS4.9] it does not while another goes on in its place, for everybody and for everything', () => {
  const ending = aBasis({ until: inDays(10), categories: ['basic', 'housing'] })
  const next = (given: Parameters<typeof aBasis>[0]) =>
    nearestEnd([ending, aBasis({ ...ending, from: inDays(11), until: null, ...given })], TODAY)?.on ?? null

  expect(next({})).toBeNull()
  expect(next({ from: inDays(12) })).toBe(inDays(10))
  expect(next({ categories: ['basic'] })).toBe(inDays(10))
  expect(next({ recipientIds: [fixedId('organisation', 3)] })).toBe(inDays(10))
  expect(next({ recipientIds: [fixedId('organisation', 3), fixedId('organisation', 2)] })).toBeNull()
})

test('[CS4.9] of several that end the nearest is told', () => {
  const [far, near] = [aBasis({ until: inDays(30) }), aBasis({ until: inDays(7), categories: ['health'] })]
  expect(nearestEnd([far, near], TODAY)?.on).toBe(inDays(7))
})
