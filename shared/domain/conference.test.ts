import { expect, test } from 'vitest'
import { aConference, aMember, anOrganisation, aTeamPlace } from '#shared/fixtures/builders.ts'
import { fixedId, hourOf, inDays, TODAY } from '#shared/fixtures/days.ts'
import {
  callOff,
  endConference,
  goesOnUntil,
  invite,
  isInvitable,
  notedTogether,
  openConference,
  putBack,
  recordAttendance,
  recordTogether,
  withdrawInvitations,
} from './conference.ts'
import { CONFERENCE_NOTE_FORM } from './conferenceNoteForm.ts'

test('[CF2.1] a conference is planned, then open, then ended, and takes no step twice or backwards', () => {
  const planned = aConference()
  const opened = openConference(planned, hourOf(TODAY, 14))
  if (!opened.ok) throw new Error(opened.refusal)
  const ended = endConference(opened.value, hourOf(TODAY, 15))
  if (!ended.ok) throw new Error(ended.refusal)

  expect([opened.value.state, ended.value.state]).toEqual(['open', 'ended'])
  expect(openConference(opened.value, hourOf(TODAY, 14))).toEqual({ ok: false, refusal: 'notPlanned' })
  expect(openConference(ended.value, hourOf(TODAY, 14))).toEqual({ ok: false, refusal: 'notPlanned' })
  expect(endConference(planned, hourOf(TODAY, 15))).toEqual({ ok: false, refusal: 'notOpen' })
  expect(endConference(ended.value, hourOf(TODAY, 15))).toEqual({ ok: false, refusal: 'notOpen' })
})

test('[CF2.5] only a planned conference is called off, and only one that was is put back, with all that was noted', () => {
  const attendance = [{ memberId: fixedId('member', 2), state: 'absent' as const }]
  const [planned, open, ended] = [
    aConference({ attendance }),
    aConference({ state: 'open' }),
    aConference({ state: 'ended' }),
  ]
  const off = callOff(planned)
  if (!off.ok) throw new Error(off.refusal)

  expect(off.value).toEqual({ ...planned, state: 'calledOff' })
  expect(putBack(off.value)).toEqual({ ok: true, value: planned })
  expect([open, ended, off.value].map(callOff)).toEqual(Array(3).fill({ ok: false, refusal: 'notPlanned' }))
  expect([planned, open, ended].map(putBack)).toEqual(Array(3).fill({ ok: false, refusal: 'notCalledOff' }))
  expect([openConference(off.value, hourOf(TODAY, 14)).ok, endConference(off.value, hourOf(TODAY, 15)).ok]).toEqual([
    false,
    false,
  ])
})

test('[CF5.1] attendance is noted for those who were invited, once each, and saying it again replaces it', () => {
  const memberId = fixedId('member', 2)
  const conference = aConference({ attendance: [{ memberId, state: 'invited' }] })

  const late = recordAttendance(conference, { memberId, state: 'late' })
  if (!late.ok) throw new Error(late.refusal)

  expect(recordAttendance(late.value, { memberId, state: 'online' })).toMatchObject({
    value: { attendance: [{ memberId, state: 'online' }] },
  })
  expect(recordAttendance(conference, { memberId: fixedId('member', 3), state: 'present' })).toEqual({
    ok: false,
    refusal: 'notInvited',
  })
})

test('[CF1.8] who is invited later stands at the end as invited, nobody twice, and what was noted is left alone', () => {
  const [present, added] = [fixedId('member', 2), fixedId('member', 3)]
  const conference = aConference({ attendance: [{ memberId: present, state: 'present' }] })

  const more = invite(conference, [added, present, added])

  expect(more.attendance).toEqual([
    { memberId: present, state: 'present' },
    { memberId: added, state: 'invited' },
  ])
  expect(withdrawInvitations(more, [added, present])).toEqual(conference)
})

test('[CF5.2] the same is noted of several at once: of those asked for, and of nobody of whom something else is noted by then', () => {
  const [one, late, other] = [1, 2, 3].map((number) => fixedId('member', number))
  if (one === undefined || late === undefined || other === undefined) throw new Error('three members')
  const conference = aConference({
    attendance: [one, late, other].map((memberId) => ({ memberId, state: memberId === late ? 'late' : 'invited' })),
  })
  const together = { memberIds: [one, late], from: 'invited', to: 'present' } as const

  const noted = recordTogether(conference, together)

  expect(notedTogether(conference, together)).toEqual([one])
  expect(noted.attendance.map(({ state }) => state)).toEqual(['present', 'late', 'invited'])
  expect(recordTogether(noted, { ...together, from: 'present', to: 'invited' })).toEqual(conference)
})

test('[CF1.3] on the team are those with a place of their own and the people of its organisations, on their days, and none who sees no case', () => {
  const [one, other] = [fixedId('organisation', 1), fixedId('organisation', 2)]
  const member = aMember({ id: fixedId('member', 2), organisationId: one })
  const may = (given: object, place: object) =>
    isInvitable(
      { ...member, ...given },
      {
        team: [aTeamPlace({ organisationId: one, memberId: null, ...place })],
        organisations: [anOrganisation({ id: one })],
      },
      TODAY,
    )

  expect([may({}, {}), may({}, { organisationId: other }), may({}, { until: inDays(-1) })]).toEqual([
    true,
    false,
    false,
  ])
  expect([may({}, { memberId: member.id }), may({}, { memberId: fixedId('member', 3) })]).toEqual([true, false])
  expect([may({ until: inDays(-1) }, {}), may({ role: 'administrator' }, {})]).toEqual([false, false])
})

test('[CF2.2] a note begins with the nine headings of 様式第7号, in their order', () => {
  const numbers = CONFERENCE_NOTE_FORM.map(({ title }) => title.split(' ')[0])

  expect(numbers).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9'])
  expect(new Set(CONFERENCE_NOTE_FORM.map(({ sectionKey }) => sectionKey)).size).toBe(9)
})

test('[AC7.30] nobody sits in an open conference for longer than twelve hours: one that was forgotten ends as it is opened, or with the day after', () => {
  const opened = openConference(aConference(), hourOf(TODAY, 14))
  if (!opened.ok) throw new Error(opened.refusal)
  const { openedAt, ...fromBefore } = { ...opened.value, startsAt: hourOf(TODAY, 9) }

  expect([goesOnUntil(aConference()), goesOnUntil({ ...fromBefore, state: 'ended' })]).toEqual([null, null])
  expect(openedAt).toBe(hourOf(TODAY, 14))
  expect(goesOnUntil(opened.value)).toBe(hourOf(inDays(1), 2))
  expect(goesOnUntil(fromBefore)).toBe(hourOf(inDays(1), 12))
})
