import { expect, test } from 'vitest'
import type { PlainDate } from '#shared/core/time.ts'
import { OFFICES, type Office } from '#shared/domain/member.ts'
import { aMember } from '#shared/fixtures/builders.ts'
import { asBeforeReappointment, isElectedAnew, reappointed, yearEndAround, yearsAfter } from './reappointment.ts'

const [BEFORE, UNTIL] = ['2027-03-31', '2029-03-31'] as [PlainDate, PlainDate]
const office = (name: Office, until: PlainDate | null) => ({
  ...{ office: name, from: '2025-04-01' as PlainDate, until },
})
const member = aMember({
  until: BEFORE,
  offices: [office('committee', BEFORE), office('chair', '2026-06-30' as PlainDate), office('secretariat', null)],
})
const made = (offices: readonly Office[], of = member) => {
  const outcome = reappointed(of, BEFORE, { until: UNTIL, offices })
  if (!outcome.ok) throw new Error(outcome.refusal)
  return outcome.value
}

test('[CL3.9] a term goes on from its last day, and so do the offices that end with it where that is said, and no others', () => {
  expect(made([])).toEqual({ member: { ...member, until: UNTIL }, made: { before: BEFORE, offices: [] } })
  const { member: next, made: how } = made(OFFICES)
  expect(next.offices.map(({ until }) => until)).toEqual([UNTIL, '2026-06-30', null])
  expect([next.from, next.until, how.offices]).toEqual([member.from, UNTIL, ['committee']])
})

test('[CL3.14] of the offices that end with the term those go on that are named, and a chair is elected anew unless it is', () => {
  const both = { ...member, offices: [office('chair', BEFORE), office('committee', BEFORE)] }
  const { member: next, made: how } = made(
    OFFICES.filter((one) => !isElectedAnew(one)),
    both,
  )
  expect([next.offices, how.offices]).toEqual([[office('chair', BEFORE), office('committee', UNTIL)], ['committee']])
  expect(OFFICES.filter(isElectedAnew)).toEqual(['chair', 'viceChair'])
})

test('[CL3.9] a day that is not later is refused, and one without an end has nothing to go on from', () => {
  const to = (until: PlainDate, of = member) => reappointed(of, BEFORE, { until, offices: OFFICES }).ok
  expect([to(BEFORE), to('2026-03-31' as PlainDate), to(UNTIL, { ...member, until: null }), to(UNTIL)]).toEqual([
    ...[false, false, false, true],
  ])
})

test('[CL3.11] taken back it is as before, and nothing where one of its offices is another by now', () => {
  const { member: next, made: how } = made(OFFICES)
  expect(asBeforeReappointment(next, { ...how, until: UNTIL })).toEqual({ ok: true, value: member })
  const ended = { ...next, offices: next.offices.filter((held) => held.office !== 'committee') }
  expect(asBeforeReappointment(ended, { ...how, until: UNTIL })).toEqual({ ok: false, refusal: 'officesChanged' })
})

test('[CL3.9] the year that changes ends with the coming March, and in April and May with the one that is past', () => {
  const days = ['2026-06-01', '2026-12-04', '2027-03-31', '2027-04-01', '2027-05-31'] as PlainDate[]
  expect(days.map(yearEndAround)).toEqual(['2027-03-31', '2027-03-31', '2027-03-31', '2027-03-31', '2027-03-31'])
  expect([yearsAfter(BEFORE, 2), yearsAfter('2028-02-29' as PlainDate, 2)]).toEqual([UNTIL, '2030-02-28'])
})
