import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { AttendanceList } from './AttendanceList.tsx'
import { InvitedMark } from './InvitedMark.tsx'
import { ReplyToInvitation } from './ReplyToInvitation.tsx'

const MEMBER = fixedId('member', 5)
const CONFERENCE = fixedId('conference', 1)
const LINE = `PUT /api/conferences/${CONFERENCE}/reply`

const no = { allowed: false, because: 'wrongRole' } as const
const attendee = { memberId: MEMBER, name: 'Eさん', organisationName: '保護司会', state: 'invited' } as const

const conference: ConferenceDetail = {
  ...{ id: CONFERENCE, case: { id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ' }, title: '第4回' },
  ...{ meetingKind: 'caseConference', startsAt: 0, place: '会議室', state: 'planned', basis: null, invitable: [] },
  ...{ isInvited: true, awaitsReply: true, mayReply: true, documentId: null, noteRight: 'none' },
  ...{ attendance: [attendee], endedAt: null },
  can: { change: no, open: no, end: no, callOff: no, putBack: no, recordAttendance: no },
}

const draw = (shown: ConferenceDetail, server = fakeServer({})) =>
  drawScreen(<ReplyToInvitation conference={shown} memberId={MEMBER} />, server)

test('[CF5.3] an invited volunteer says at one press whether they come, and takes it back by one', async () => {
  const server = fakeServer({ [LINE]: { status: 200, body: conference } })
  await draw(conference, server)
  fireEvent.click(screen.getByRole('button', { name: '欠席します' }))
  expect(await screen.findByText('「欠席します」と返事しました。')).toBeDefined()
  fireEvent.click(screen.getByRole('button', { name: '元に戻す' }))

  await waitFor(() => expect(server.sent.map(({ body }) => body)).toEqual([{ reply: 'notComing' }, { reply: null }]))
  expect(await screen.findByText('返事を取り消しました。')).toBeDefined()
})

test('[CF5.3] what was answered is said, in the attendance list too; whoever may answer nothing is asked nothing', async () => {
  const answered = { ...conference, attendance: [{ ...attendee, reply: 'online' as const }] }
  await draw(answered)
  expect(screen.getByText(/「オンラインで出席します」と返事してあります/)).toBeDefined()

  await drawScreen(<AttendanceList conference={answered} />, fakeServer({}))
  expect(await screen.findByText('返事：オンラインで出席します')).toBeDefined()

  await draw({ ...conference, mayReply: false })
  expect(screen.queryByRole('heading', { name: '出欠の返事' })).toBeNull()
})

test('[CF5.3] a list says that an answer is awaited, and no more once it is there', async () => {
  await drawScreen(<InvitedMark conference={conference} />)
  expect(screen.getByText('返事はまだです')).toBeDefined()
  await drawScreen(<InvitedMark conference={{ ...conference, awaitsReply: false }} />)
  expect(screen.queryByText('返事はまだです')).toBeNull()
})
