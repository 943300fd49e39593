import { expect, test } from 'vitest'
import { aBasis, WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { inDays, TODAY } from '#shared/fixtures/days.ts'
import { type Consent, paperAwaitedBy, wrongConsentDay } from './consent.ts'
import { basisStateOn, goesOnAfter, nearestEnd } from './sharingBasis.ts'

const spoken = (given: Partial<Consent> = {}): Consent => ({
  ...WRITTEN_CONSENT,
  ...{ way: 'spoken', on: TODAY, paperBy: inDays(14) },
  ...given,
})

test('[CS3.6] a consent by word holds until the day by which its signed sheet has to come, and to the end of its term once that has', () => {
  const stateAfter = (days: number, consent: Consent) =>
    basisStateOn(aBasis({ consent, until: inDays(60) }), inDays(days))

  expect([stateAfter(14, spoken()), stateAfter(15, spoken())]).toEqual(['current', 'expired'])
  expect([stateAfter(15, spoken({ paperOn: inDays(3) })), stateAfter(61, spoken({ paperOn: inDays(3) }))]).toEqual([
    'current',
    'expired',
  ])
  expect(basisStateOn(aBasis({ consent: spoken(), until: inDays(5) }), inDays(6))).toBe('expired')
  expect(nearestEnd([aBasis({ consent: spoken(), until: inDays(300) })], TODAY)).toEqual({
    on: inDays(14),
    awaitsPaper: true,
  })
})

test('[CS3.6] one for what begins later is over before it began when its sheet has not come by its day: none is registered any more', () => {
  const basis = aBasis({ consent: spoken({ paperBy: inDays(5) }), from: inDays(20), until: inDays(60) })

  expect([5, 6, 20].map((days) => basisStateOn(basis, inDays(days)))).toEqual(['ahead', 'expired', 'expired'])
  expect(goesOnAfter(basis, inDays(6))).toBe(false)
})

test('[CS3.8] that something ends for want of a sheet is told apart from the end of a term, which no sheet puts off', () => {
  const endOf = (...until: (number | null)[]) =>
    nearestEnd(
      until.map((days) => aBasis({ consent: spoken(), until: days === null ? null : inDays(days) })),
      TODAY,
    )

  expect(endOf(null)).toEqual({ on: inDays(14), awaitsPaper: true })
  expect(endOf(14)).toEqual({ on: inDays(14), awaitsPaper: false })
  expect(endOf(9)).toEqual({ on: inDays(9), awaitsPaper: false })
  expect(endOf(14, 300)).toEqual({ on: inDays(14), awaitsPaper: false })
})

test('[CS3.6] a sheet is waited for after a consent by word alone, and until it has come', () => {
  expect(paperAwaitedBy(spoken())).toBe(inDays(14))
  expect([
    paperAwaitedBy(spoken({ paperOn: TODAY })),
    paperAwaitedBy(WRITTEN_CONSENT),
    paperAwaitedBy(undefined),
  ]).toEqual([null, null, null])
})

test('[CS3.7] nobody agrees after today, after what is told begins, or without a sheet for more than thirty days', () => {
  const wrong = (given: Partial<Consent>, from = TODAY) => wrongConsentDay(spoken(given), { today: TODAY, from })

  expect(wrong({})).toBeNull()
  expect(wrong({ on: inDays(1), paperBy: inDays(2) }, inDays(9))).toBe('on')
  expect(wrong({}, inDays(-1))).toBe('on')
  expect([wrong({ paperBy: inDays(30) }), wrong({ paperBy: inDays(31) })]).toEqual([null, 'paperBy'])
  expect([wrong({ paperBy: inDays(-1) }), wrong({ paperBy: null })]).toEqual(['paperBy', 'paperBy'])
  expect(wrongConsentDay({ ...WRITTEN_CONSENT, paperBy: TODAY }, { today: TODAY, from: TODAY })).toBe('paperBy')
})
