import { fireEvent, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { ChangeConference } from './ChangeConference.tsx'

const ID = fixedId('conference', 1)
const MAY = { allowed: true } as const

const conference: ConferenceDetail = {
  id: ID,
  case: { id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ' },
  title: '第1回 個別ケース会議',
  meetingKind: 'caseConference',
  startsAt: Date.parse('2026-12-18T14:05:30+09:00'),
  place: '会議室B',
  state: 'ended',
  basis: null,
  attendance: [],
  invitable: [],
  isInvited: true,
  documentId: null,
  endedAt: null,
  noteRight: 'none',
  can: { change: MAY, open: MAY, end: MAY, callOff: MAY, putBack: MAY, recordAttendance: MAY },
}

test('[CF1.7] the form begins with what stands there, and sends what was changed and nothing else', async () => {
  const server = fakeServer({ [`PATCH /api/conferences/${ID}`]: { status: 200, body: conference } })
  await drawScreen(<ChangeConference conference={conference} />, server)
  const saveWith = async (label: RegExp, text: string) => {
    fireEvent.click(await screen.findByRole('button', { name: '日時・場所を直す' }))
    fireEvent.change(screen.getByLabelText(label), { target: { value: text } })
    fireEvent.click(screen.getByRole('button', { name: '保存する' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  }

  await saveWith(/^場所/, '会議室A')
  await saveWith(/^開催日/, 'R8.12.25')

  expect(server.sent.map(({ body }) => body)).toEqual([
    { place: '会議室A', shown: { place: '会議室B' } },
    { startsAt: Date.parse('2026-12-25T14:05:00+09:00'), shown: { startsAt: conference.startsAt } },
  ])
})

test('[CF1.10] the form says that the kind stays, and before the beginning how to have another, and another basis', async () => {
  const textFor = async (state: ConferenceDetail['state']) => {
    await drawScreen(<ChangeConference conference={{ ...conference, state }} />)
    fireEvent.click(await screen.findByRole('button', { name: '日時・場所を直す' }))
    return screen.getByRole('dialog').textContent
  }

  expect(await textFor('planned')).toMatch(/種別は.*変えられません。.*招集し直します.*根拠は、会議を開くまで/)
  expect(await textFor('ended')).not.toContain('招集し直します')
})

/** The page, and the news that somebody else has moved the conference meanwhile. */
function WithNews() {
  const [shown, setShown] = useState(conference)
  return (
    <>
      <button
        type="button"
        data-testid="news"
        onClick={() => setShown({ ...conference, title: '第2回', place: '会議室C' })}
      />
      <ChangeConference conference={shown} />
    </>
  )
}

test('[CF1.7] a name and a place that somebody else changes while the form is open stay theirs, and an hour alone is sent', async () => {
  const server = fakeServer({ [`PATCH /api/conferences/${ID}`]: { status: 200, body: conference } })
  await drawScreen(<WithNews />, server)
  fireEvent.click(await screen.findByRole('button', { name: '日時・場所を直す' }))
  fireEvent.change(screen.getByLabelText(/^開始時刻/), { target: { value: '15:30' } })
  fireEvent.click(screen.getByTestId('news'))
  fireEvent.click(screen.getByRole('button', { name: '保存する' }))

  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(server.sent.map(({ body }) => body)).toEqual([
    { startsAt: Date.parse('2026-12-18T15:30:00+09:00'), shown: { startsAt: conference.startsAt } },
  ])
})

test('[CF1.12] who moves a conference that is to come reads that nobody is told of it', async () => {
  const saysSo = async (state: ConferenceDetail['state']) => {
    await drawScreen(<ChangeConference conference={{ ...conference, state }} />)
    fireEvent.click(await screen.findByRole('button', { name: '日時・場所を直す' }))
    return screen.queryByText(/知らせは送られません/) !== null
  }

  expect([await saysSo('planned'), await saysSo('ended')]).toEqual([true, false])
})

test('[UI2.4] to whom a change is never theirs none is offered', async () => {
  const can = { ...conference.can, change: { allowed: false, because: 'wrongRole' } } as const
  await drawScreen(<ChangeConference conference={{ ...conference, can }} />)
  expect(screen.queryByRole('button')).toBeNull()
})
