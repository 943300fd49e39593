import { fireEvent, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { createHttp } from '#client/platform/http.ts'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { AttendanceList } from './AttendanceList.tsx'

const MEMBER = fixedId('member', 1)
const CONFERENCE = fixedId('conference', 1)
const LINE = `PUT /api/conferences/${CONFERENCE}/attendance/${MEMBER}`

const READ = `GET /api/conferences/${CONFERENCE}`

const REFUSAL = { status: 403, body: { code: 'forbidden', detail: {}, traceId: 'trc_1' } } as const

const conference: ConferenceDetail = {
  id: CONFERENCE,
  case: { id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ' },
  title: '第1回 個別ケース会議',
  meetingKind: 'caseConference',
  startsAt: 0,
  place: '会議室B',
  state: 'open',
  basis: null,
  attendance: [{ memberId: MEMBER, name: 'Aさん', organisationName: '青波市（架空）', state: 'invited' }],
  invitable: [],
  isInvited: true,
  documentId: null,
  endedAt: null,
  noteRight: 'none',
  can: {
    change: { allowed: true },
    open: { allowed: true },
    end: { allowed: true },
    callOff: { allowed: true },
    putBack: { allowed: true },
    recordAttendance: { allowed: true },
  },
}

/** The conference as it is read later on. */
const nowIs = (state: ConferenceDetail['attendance'][number]['state']) => ({
  ...conference,
  attendance: conference.attendance.map((attendee) => ({ ...attendee, state })),
})

test('[UI2.11] a recorded attendance is said at once and taken back by one press', async () => {
  const server = fakeServer({ [LINE]: { status: 204, body: null }, [READ]: { status: 200, body: nowIs('present') } })
  await drawScreen(<AttendanceList conference={conference} />, server)

  fireEvent.change(screen.getByLabelText('Aさんの出欠'), { target: { value: 'present' } })
  fireEvent.click(await screen.findByRole('button', { name: '元に戻す' }))
  await screen.findByText('Aさんを「未確認」にしました。')

  expect(server.sent.filter(({ line }) => line === LINE).map(({ body }) => body)).toEqual([
    { state: 'present' },
    { state: 'invited' },
  ])
})

test('[CF1.5] what somebody else has noted since is not put back', async () => {
  const server = fakeServer({ [LINE]: { status: 204, body: null }, [READ]: { status: 200, body: nowIs('online') } })
  await drawScreen(<AttendanceList conference={conference} />, server)

  fireEvent.change(screen.getByLabelText('Aさんの出欠'), { target: { value: 'present' } })
  fireEvent.click(await screen.findByRole('button', { name: '元に戻す' }))
  await screen.findByText('その後ほかの人が変えたため、元に戻していません。')

  expect(server.sent.filter(({ line }) => line === LINE).map(({ body }) => body)).toEqual([{ state: 'present' }])
})

test('[CF1.6] what is chosen with one arrow key after the other is sent in that order', async () => {
  const sent: unknown[] = []
  const answers: (() => void)[] = []
  const http = createHttp((_input, init) => {
    sent.push(JSON.parse(String(init?.body)).state)
    return new Promise((resolve) => answers.push(() => resolve(new Response(null, { status: 204 }))))
  })
  await drawScreen(<AttendanceList conference={conference} />, { ...fakeServer({}), http })
  const choose = (value: string) => fireEvent.change(screen.getByLabelText('Aさんの出欠'), { target: { value } })

  choose('present')
  choose('online')
  choose('absent')
  await screen.findByDisplayValue('欠席')
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  for (const count of [2, 3]) {
    answers[count - 2]?.()
    await vi.waitFor(() => expect(sent).toHaveLength(count))
  }
  answers[2]?.()
  await screen.findByText('Aさんを「欠席」にしました。')

  expect(sent).toEqual(['present', 'online', 'absent'])
})

test('[UI2.11] of two quick choices the second is taken back to the first', async () => {
  const answers: (() => void)[] = []
  const sent: string[] = []
  const http = createHttp((_input, init) => {
    if (init?.method !== 'PUT') return Promise.resolve(new Response(JSON.stringify(nowIs('absent'))))
    sent.push(JSON.parse(String(init.body)).state)
    return new Promise((resolve) => answers.push(() => resolve(new Response(null, { status: 204 }))))
  })
  await drawScreen(<AttendanceList conference={conference} />, { ...fakeServer({}), http })
  const choose = (value: string) => fireEvent.change(screen.getByLabelText('Aさんの出欠'), { target: { value } })

  choose('present')
  await screen.findByDisplayValue('出席')
  choose('absent')
  await screen.findByDisplayValue('欠席')
  for (const count of [1, 2]) {
    await vi.waitFor(() => expect(sent).toHaveLength(count))
    answers[count - 1]?.()
  }
  await screen.findByText('Aさんを「欠席」にしました。')
  fireEvent.click(screen.getByRole('button', { name: '元に戻す' }))

  await vi.waitFor(() => expect(sent).toEqual(['present', 'absent', 'present']))
})

test('[UI2.11] what was chosen stands there while the server is asked, and what was there before once it has refused', async () => {
  const silent = { ...fakeServer({}), http: createHttp(() => new Promise<never>(() => undefined)) }
  await drawScreen(<AttendanceList conference={conference} />, silent)
  const choose = () => fireEvent.change(screen.getByLabelText('Aさんの出欠'), { target: { value: 'present' } })
  choose()
  await screen.findByDisplayValue('出席')

  await drawScreen(<AttendanceList conference={conference} />, fakeServer({ [LINE]: REFUSAL }))
  choose()
  await screen.findByRole('button', { name: '閉じる' })
  expect(screen.getByDisplayValue('未確認')).toBeDefined()
})

test('[UI2.11] without the right to record, attendance is read as words', async () => {
  const can = { ...conference.can, recordAttendance: { allowed: false, because: 'wrongRole' } } as const
  await drawScreen(<AttendanceList conference={{ ...conference, can }} />)

  expect(screen.queryByRole('combobox')).toBeNull()
  expect(screen.getByText('未確認')).toBeDefined()
})

const ALL = `POST /api/conferences/${CONFERENCE}/attendance`
const OTHER = fixedId('member', 2)
const two: ConferenceDetail = {
  ...conference,
  attendance: [
    ...conference.attendance,
    { memberId: OTHER, name: 'Bさん', organisationName: '青波市（架空）', state: 'invited' },
  ],
}

test('[CF5.2] everybody of whom nothing is noted is noted as present by one press, and that is taken back by one', async () => {
  const server = fakeServer({ [ALL]: { status: 200, body: { memberIds: [MEMBER, OTHER] } } })
  await drawScreen(<AttendanceList conference={two} />, server)

  fireEvent.click(screen.getByRole('button', { name: '未確認の全員を出席にする' }))
  fireEvent.click(await screen.findByRole('button', { name: '元に戻す' }))
  await screen.findByText('2人を「未確認」に戻しました。')

  const memberIds = [MEMBER, OTHER]
  expect(server.sent.filter(({ line }) => line === ALL).map(({ body }) => body)).toEqual([
    { memberIds, from: 'invited', to: 'present' },
    { memberIds, from: 'present', to: 'invited' },
  ])
})

test('[CF5.2] of how many somebody else was first is said, and of those nothing is taken back', async () => {
  await drawScreen(
    <AttendanceList conference={two} />,
    fakeServer({ [ALL]: { status: 200, body: { memberIds: [OTHER] } } }),
  )
  fireEvent.click(screen.getByRole('button', { name: '未確認の全員を出席にする' }))
  await screen.findByText('1人を「出席」にしました。1人は、ほかの人が記録したとおりにしてあります。')
})

test('[CF5.2] the press is not offered before the conference begins, without the right, or for one alone; the keyboard stays with the list', async () => {
  const isOffered = () => screen.queryByRole('button', { name: '未確認の全員を出席にする' }) !== null
  const can = { ...two.can, recordAttendance: { allowed: false, because: 'wrongRole' } } as const
  const offered: boolean[] = []
  for (const one of [two, { ...two, state: 'planned' } as const, { ...two, can }, conference]) {
    await drawScreen(<AttendanceList conference={one} />)
    offered.push(isOffered())
  }
  expect(offered).toEqual([true, false, false, false])

  await drawScreen(<AttendanceList conference={two} />, fakeServer({ [ALL]: { status: 200, body: { memberIds: [] } } }))
  screen.getByRole('button', { name: '未確認の全員を出席にする' }).focus()
  fireEvent.click(screen.getByRole('button', { name: '未確認の全員を出席にする' }))
  await screen.findByText(/0人/)
  expect(document.activeElement).toBe(screen.getByRole('list', { name: '出欠' }))
})

test('[CF5.2] who has gone on writing elsewhere meanwhile is not taken from there', async () => {
  await drawScreen(
    <>
      <input aria-label="note" />
      <AttendanceList conference={two} />
    </>,
    fakeServer({ [ALL]: { status: 200, body: { memberIds: [MEMBER, OTHER] } } }),
  )
  fireEvent.click(screen.getByRole('button', { name: '未確認の全員を出席にする' }))
  screen.getByLabelText('note').focus()
  await screen.findByText('2人を「出席」にしました。')

  expect(document.activeElement).toBe(screen.getByLabelText('note'))
})
