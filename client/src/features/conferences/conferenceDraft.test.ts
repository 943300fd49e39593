import { expect, test } from 'vitest'
import type { BasisView } from '#shared/api/cases.ts'
import { fixedId, inDays, TODAY } from '#shared/fixtures/days.ts'
import { type ConferenceDraft, callRequestOf, chosenBasis } from './conferenceDraft.ts'

const city = { id: fixedId('organisation', 1), name: '青波市（架空）' }
const basis = (state: BasisView['state']): BasisView => ({
  id: fixedId('basis', 1),
  kind: 'consent',
  discloser: city,
  recipients: [city],
  categories: ['basic'],
  recorded: null,
  from: inDays(-30),
  until: null,
  endedOn: null,
  state,
})
const caseWith = (state: BasisView['state']) => ({ id: fixedId('case', 1), bases: [basis(state)] })

const filledIn: ConferenceDraft = {
  title: '第1回',
  day: '令和8年12月4日',
  time: '14:00',
  place: '会議室',
  meetingKind: 'caseConference',
  basisId: fixedId('basis', 1),
  inviteeIds: [],
  chosenOn: '',
}

const requestOn = (draft: ConferenceDraft, state: BasisView['state']) =>
  callRequestOf(draft, { theCase: caseWith(state), team: [], day: TODAY, chosenOn: null })

test('[UI2.17] a ground that ends while the form is filled in is chosen no more, and is not sent', () => {
  expect(chosenBasis(filledIn, caseWith('current'))).toBe(fixedId('basis', 1))
  expect(requestOn(filledIn, 'current')?.basisId).toBe(fixedId('basis', 1))
  expect(chosenBasis(filledIn, caseWith('ended'))).toBeNull()
  expect(requestOn(filledIn, 'ended')).toBeNull()
  expect(requestOn({ ...filledIn, meetingKind: 'anonymousStudy' }, 'expired')?.basisId).toBeNull()
})
