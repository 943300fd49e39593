import { expect, test } from 'vitest'
import type { PlainDate } from '#shared/core/time.ts'
import { startOfDay } from '#shared/core/time.ts'
import { aCase } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { type CaseDisposal, dueOn, hindranceOf, nothingSaid, type RetentionRule, waitingRequest } from './retention.ts'
import { closedAsOf } from './supportCase.ts'

const day = (text: string) => text as PlainDate
const FIVE: RetentionRule = { documentClass: '相談支援', years: 5 }
const closed = { state: 'closed', closedOn: day('2021-03-31') } as const
const said = nothingSaid(fixedId('case', 1))
const [MEMBER, AT] = [fixedId('member', 1), startOfDay(day('2026-04-01'))]

const hindrance = (
  today: string,
  change: Partial<CaseDisposal> = {},
  rule: RetentionRule | null = FIVE,
  conferences: Parameters<typeof hindranceOf>[0]['conferences'] = [],
) => hindranceOf({ theCase: closed, rule, disposal: { ...said, ...change }, conferences }, day(today))

test('[CL6.1] the years of a case are counted from the 1 April after the fiscal year it closed in', () => {
  expect(['2021-03-31', '2021-04-01', '2022-03-31'].map((closedOn) => dueOn(day(closedOn), FIVE))).toEqual([
    '2026-04-01',
    '2027-04-01',
    '2027-04-01',
  ])
  expect(dueOn(day('2021-03-31'), { ...FIVE, years: null })).toBeNull()
})

test('[CL6.1] [CS9.1] nothing is due before its day, without a rule, kept for ever, on hold, with a conference ahead, going on, or of an unknown day', () => {
  const held = { holds: [{ reason: '訴訟', by: MEMBER, at: AT, lifted: null }] }
  const lifted = { holds: [{ reason: '訴訟', by: MEMBER, at: AT, lifted: { reason: '終結', by: MEMBER, at: AT } }] }

  expect([hindrance('2026-03-31'), hindrance('2026-04-01')]).toEqual(['notDue', null])
  expect(hindrance('2100-04-01', {}, null)).toBe('noRule')
  expect(hindrance('2100-04-01', {}, { ...FIVE, years: null })).toBe('permanent')
  expect([hindrance('2026-04-01', held), hindrance('2026-04-01', lifted)]).toEqual(['onHold', null])
  const meetings = (['planned', 'open', 'ended', 'calledOff'] as const).map((state) => [{ state }])
  expect(meetings.map((ahead) => hindrance('2026-04-01', {}, FIVE, ahead))).toEqual([
    'conferenceAhead',
    'conferenceAhead',
    null,
    null,
  ])
  const of = (theCase: Parameters<typeof hindranceOf>[0]['theCase']) =>
    hindranceOf({ theCase, rule: FIVE, disposal: said, conferences: [] }, day('2100-04-01'))
  expect([of({ ...closed, state: 'reopened' }), of({ state: 'closed' })]).toEqual(['goesOn', 'undated'])
})

test('[CS9.2] [CS9.15] a request waits for thirty days and no longer, and not under another rule than it was asked under', () => {
  const asked = { ...said, asked: { reason: '満了', by: MEMBER, at: AT } }

  const waits = ['2026-05-01', '2026-05-02'].map(
    (today) => waitingRequest(asked, { today: day(today), rule: FIVE }) !== null,
  )

  const under = { ...asked, asked: { ...asked.asked, under: FIVE } }
  const rules = [FIVE, { ...FIVE, years: 10 }, { ...FIVE, documentClass: '別' }, null]
  const stillWaits = rules.map((rule) => waitingRequest(under, { today: day('2026-04-02'), rule }) !== null)

  expect([waits, stillWaits]).toEqual([
    [true, false],
    [true, false, false, false],
  ])
})

test('[CL6.2] a case has the day it closed on from the change that closed it, and none once it goes on again', () => {
  const going = { ...aCase(), state: 'supporting' } as const
  const first = closedAsOf(going, { ...going, state: 'closed' }, day('2026-05-01'))
  const still = closedAsOf(first, { ...first, state: 'transferred' }, day('2026-06-01'))
  const again = closedAsOf(still, { ...still, state: 'reopened' }, day('2026-07-01'))

  expect([going.closedOn, first.closedOn, still.closedOn, again.closedOn]).toEqual([
    undefined,
    '2026-05-01',
    '2026-05-01',
    undefined,
  ])
})
