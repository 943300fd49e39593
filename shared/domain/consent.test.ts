import { expect, test } from 'vitest'
import { aBasis, WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { inDays, TODAY } from '#shared/fixtures/days.ts'
import { type Consent, paperAwaitedBy, wrongConsentDay } from './consent.ts'
import { basisEndsOn, basisStateOn } from './sharingBasis.ts'

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
  expect(basisEndsOn([aBasis({ consent: spoken(), until: inDays(300) })], TODAY)).toBe(inDays(14))
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
