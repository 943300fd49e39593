import { expect, test } from 'vitest'
import type { CaseSummary } from '#shared/api/cases.ts'
import { fixedId, TODAY } from '#shared/fixtures/days.ts'
import { EVERY_CASE, filterCases } from './caseFilter.ts'

const LEAD = { id: fixedId('organisation', 1), name: '青波市社会福祉協議会（架空）' }

const aCase = (running: number, more: Partial<CaseSummary>): CaseSummary => ({
  id: fixedId('case', running),
  number: `R08-${String(running).padStart(3, '0')}`,
  callName: 'みずうみ',
  needs: ['housing'],
  areaCode: null,
  leadOrganisation: LEAD,
  state: 'supporting',
  missing: [],
  openedOn: TODAY,
  ...more,
})

const CASES = [
  aCase(1, { callName: 'ミナト', needs: ['money', 'housing'] }),
  aCase(2, { callName: 'あさひ', state: 'intake' }),
  aCase(3, { callName: 'Lake', needs: ['medical'], leadOrganisation: { ...LEAD, name: 'はまべ病院（架空）' } }),
]

const numbersOf = (filter: Partial<typeof EVERY_CASE>): readonly string[] =>
  filterCases(CASES, { ...EVERY_CASE, ...filter }).map(({ number }) => number)

test('[UI2.6] an empty filter shows every case', () => {
  expect(numbersOf({})).toEqual(['R08-001', 'R08-002', 'R08-003'])
})

test('[UI2.6] full and half width, capitals, hiragana and katakana are found as the same', () => {
  const found = ['みなと', 'ﾐﾅﾄ', 'アサヒ', 'ｌａｋｅ', 'ｒ０８－００３', 'はまべ'].map((text) => numbersOf({ text }))

  expect(found).toEqual([['R08-001'], ['R08-001'], ['R08-002'], ['R08-003'], ['R08-003'], ['R08-003']])
})

test('[UI2.6] every word and every condition narrows the list', () => {
  expect(numbersOf({ text: '青波市　あさひ' })).toEqual(['R08-002'])
  expect(numbersOf({ need: 'housing' })).toEqual(['R08-001', 'R08-002'])
  expect(numbersOf({ need: 'housing', state: 'intake' })).toEqual(['R08-002'])
  expect(numbersOf({ need: 'housing', state: 'intake', text: 'みなと' })).toEqual([])
})
