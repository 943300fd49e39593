import { expect, test } from 'vitest'
import { aConference } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { endConference, openConference, recordAttendance } from './conference.ts'
import { CONFERENCE_NOTE_FORM } from './conferenceNoteForm.ts'

test('[CF2.1] a conference is planned, then open, then ended, and takes no step twice or backwards', () => {
  const planned = aConference()
  const opened = openConference(planned)
  if (!opened.ok) throw new Error(opened.refusal)
  const ended = endConference(opened.value)
  if (!ended.ok) throw new Error(ended.refusal)

  expect([opened.value.state, ended.value.state]).toEqual(['open', 'ended'])
  expect(openConference(opened.value)).toEqual({ ok: false, refusal: 'notPlanned' })
  expect(openConference(ended.value)).toEqual({ ok: false, refusal: 'notPlanned' })
  expect(endConference(planned)).toEqual({ ok: false, refusal: 'notOpen' })
  expect(endConference(ended.value)).toEqual({ ok: false, refusal: 'notOpen' })
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

test('[CF2.2] a note begins with the nine headings of 様式第7号, in their order', () => {
  const numbers = CONFERENCE_NOTE_FORM.map(({ title }) => title.split(' ')[0])

  expect(numbers).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9'])
  expect(new Set(CONFERENCE_NOTE_FORM.map(({ sectionKey }) => sectionKey)).size).toBe(9)
})
