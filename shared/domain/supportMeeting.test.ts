import { expect, test } from 'vitest'
import { aMember, aSupportMeeting } from '#shared/fixtures/builders.ts'
import { inDays, TODAY } from '#shared/fixtures/days.ts'
import type { Appointment } from './member.ts'
import { chairOn, fitsMeeting, meetingGap } from './supportMeeting.ts'

const inTheChair = (given: Partial<Appointment> = {}) =>
  aMember({ offices: [{ office: 'chair', from: inDays(-100), until: null, ...given }] })

const gapOf = (facts: Partial<Parameters<typeof meetingGap>[1]>, from = TODAY) =>
  meetingGap(
    'selfRelianceAct9',
    { meetings: [aSupportMeeting()], members: [inTheChair()], ...facts },
    { today: TODAY, from },
  )

test('[CS4.11] nothing rests on a law without rules in force, today and when it begins, and without a chair', () => {
  expect(gapOf({})).toBeNull()
  expect(gapOf({ meetings: [] })).toBe('noCharter')
  expect(gapOf({ meetings: [aSupportMeeting({ law: 'socialWelfareAct106_6' })] })).toBe('noCharter')
  expect(gapOf({ meetings: [aSupportMeeting({ until: inDays(-1) })] })).toBe('noCharter')
  expect(gapOf({ meetings: [aSupportMeeting({ from: inDays(1) })] })).toBe('noCharter')
  expect(gapOf({ meetings: [aSupportMeeting({ from: inDays(-10) })] }, inDays(-11))).toBe('noCharter')
  expect(gapOf({ members: [aMember()] })).toBe('noChair')
  expect(gapOf({ members: [inTheChair({ until: inDays(-1) })] })).toBe('noChair')
  expect(gapOf({ members: [{ ...inTheChair(), until: inDays(-1) }] })).toBe('noChair')
})

test('[CS4.11] what rests on no 支援会議 asks for none', () => {
  const nothing = { meetings: [], members: [] }

  expect(meetingGap('consent', nothing, { today: TODAY, from: TODAY })).toBeNull()
})

test('[CF1.26] a 支援会議 stands on the laws that provide for one and on nothing else, and nothing else stands on them', () => {
  expect(fitsMeeting('statutorySupport', 'socialWelfareAct106_6')).toBe(true)
  expect(fitsMeeting('statutorySupport', 'selfRelianceAct9')).toBe(true)
  expect(fitsMeeting('statutorySupport', 'consent')).toBe(false)
  expect(fitsMeeting('caseConference', 'selfRelianceAct9')).toBe(false)
  expect(fitsMeeting('caseConference', 'privacyAct27_1')).toBe(true)
})

test('[CF1.27] in the chair is who holds the office on that day', () => {
  const [former, present] = [inTheChair({ until: inDays(-31) }), inTheChair({ from: inDays(-30) })]

  expect(chairOn([former, present], inDays(-31))).toBe(former.id)
  expect(chairOn([former, { ...present, id: aMember().id }], inDays(-30))).toBe(present.id)
  expect(chairOn([former], TODAY)).toBeNull()
})
