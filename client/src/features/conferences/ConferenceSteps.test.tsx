import { useQueryClient } from '@tanstack/react-query'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { actionOf, noteOf } from '#tests/support/noteRows.ts'
import { ConferenceSteps } from './ConferenceSteps.tsx'
import { useConference } from './useConferences.ts'

const ID = fixedId('conference', 1)

const planned: ConferenceDetail = {
  id: ID,
  case: { id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ' },
  title: '第1回 個別ケース会議',
  meetingKind: 'caseConference',
  // The day on which the clock of these tests stands.
  startsAt: Date.parse('2026-11-24T13:00:00+09:00'),
  place: '会議室B',
  state: 'planned',
  basis: null,
  attendance: [],
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

function Steps() {
  return <ConferenceSteps conference={useConference(ID)} />
}

/** The news that somebody else has changed the conference. */
function ReadAnew() {
  const queries = useQueryClient()
  return <button type="button" data-testid="news" onClick={() => void queries.invalidateQueries()} />
}

test('[UI2.11] opening a conference is confirmed in words, and the keyboard stays where the next step is', async () => {
  const answers = {
    [`GET /api/conferences/${ID}`]: { status: 200, body: planned },
    [`POST /api/conferences/${ID}/opening`]: { status: 204, body: null },
  }
  await drawScreen(<Steps />, fakeServer(answers))
  const open = await screen.findByRole('button', { name: '会議を開く' })

  answers[`GET /api/conferences/${ID}`] = { status: 200, body: { ...planned, state: 'open' } }
  fireEvent.click(open)

  await screen.findByText(/会議を開きました/)
  const end = screen.getByRole('button', { name: '会議を終える' })
  await waitFor(() => expect(document.activeElement?.contains(end)).toBe(true))
  expect(document.activeElement).not.toBe(document.body)
})

/** How often the conference that begins then was opened, once the button was pressed. */
async function opensAt(startsAt: number) {
  const server = fakeServer({
    [`GET /api/conferences/${ID}`]: { status: 200, body: { ...planned, startsAt } },
    [`POST /api/conferences/${ID}/opening`]: { status: 204, body: null },
  })
  await drawScreen(<Steps />, server)
  fireEvent.click(await screen.findByRole('button', { name: '会議を開く' }))
  return () => server.sent.filter(({ line }) => line.endsWith('/opening')).length
}

test('[CF2.13] a conference whose day is past is opened only once it was said that the minutes name that day', async () => {
  const late = await opensAt(Date.parse('2026-11-23T23:59:00+09:00'))
  await screen.findByText(/令和8年11月23日\(月\)で、もう過ぎています.*「日時・場所を直す」/)
  const before = late()
  fireEvent.click(screen.getByRole('button', { name: '今日開く' }))
  await expect.poll(late).toBe(1)
  expect(before).toBe(0)
})

test('[CF2.9] a conference is opened before its day only once that was asked, and on its day by one press', async () => {
  await expect.poll(await opensAt(Date.parse('2026-11-24T09:00:00+09:00'))).toBe(1)

  const early = await opensAt(Date.parse('2026-11-25T00:00:00+09:00'))
  await screen.findByText(/令和8年11月25日\(水\)の予定です/)
  const before = early()
  fireEvent.click(screen.getByRole('button', { name: '今日開く' }))
  await expect.poll(early).toBe(1)
  expect(before).toBe(0)
})

test('[UI2.33] after a conference has ended the keyboard is on the page, and not on a place where nothing is left', async () => {
  const answers = {
    [`GET /api/conferences/${ID}`]: { status: 200, body: { ...planned, state: 'open' } },
    [`POST /api/conferences/${ID}/ending`]: { status: 204, body: null },
  }
  await drawScreen(
    <main tabIndex={-1}>
      <Steps />
    </main>,
    fakeServer(answers),
  )
  fireEvent.click(await screen.findByRole('button', { name: '会議を終える' }))

  answers[`GET /api/conferences/${ID}`] = { status: 200, body: { ...planned, state: 'ended' } }
  fireEvent.click(await screen.findByRole('button', { name: '終える' }))

  await screen.findByText('会議を終えました。')
  await waitFor(() => expect(document.activeElement?.tagName).toBe('MAIN'))
})

test('[UI2.39] after a step that came to nothing a change somebody else makes leaves the keyboard with whoever writes', async () => {
  const answers = {
    [`GET /api/conferences/${ID}`]: { status: 200, body: planned },
    [`POST /api/conferences/${ID}/opening`]: {
      status: 503,
      body: { error: 'unavailable', detail: {}, traceId: 'trc_1' },
    },
  }
  await drawScreen(
    <>
      <Steps />
      <input aria-label="メモ" />
      <ReadAnew />
    </>,
    fakeServer(answers),
  )
  fireEvent.click(await screen.findByRole('button', { name: '会議を開く' }))
  await screen.findByText(/今は応えられません/)
  const note = screen.getByLabelText('メモ')
  note.focus()

  answers[`GET /api/conferences/${ID}`] = { status: 200, body: { ...planned, state: 'open' } }
  fireEvent.click(screen.getByTestId('news'))

  await screen.findByRole('button', { name: '会議を終える' })
  expect(document.activeElement).toBe(note)
})

test('[UI2.40] a question that is asked again says nothing of the answer that came to nothing before', async () => {
  const answers = {
    [`GET /api/conferences/${ID}`]: { status: 200, body: { ...planned, state: 'open' } },
    [`POST /api/conferences/${ID}/ending`]: {
      status: 503,
      body: { error: 'unavailable', detail: {}, traceId: 'trc_1' },
    },
  }
  await drawScreen(<Steps />, fakeServer(answers))
  const end = await screen.findByRole('button', { name: '会議を終える' })
  fireEvent.click(end)
  fireEvent.click(await screen.findByRole('button', { name: '終える' }))
  await screen.findByRole('alert')
  fireEvent.click(screen.getByRole('button', { name: 'やめる' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

  fireEvent.click(end)

  await screen.findByRole('dialog')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('[CF1.9] a conference is called off once that was asked, and planned again by one press', async () => {
  const answers = {
    [`GET /api/conferences/${ID}`]: { status: 200, body: planned },
    [`POST /api/conferences/${ID}/calling-off`]: { status: 204, body: null },
    [`POST /api/conferences/${ID}/putting-back`]: { status: 204, body: null },
  }
  const server = fakeServer(answers)
  await drawScreen(<Steps />, server)
  fireEvent.click(await screen.findByRole('button', { name: '会議を取りやめる' }))
  await screen.findByText(/書いたものがそのまま残り/)
  const posted = () => server.sent.flatMap(({ line }) => (line.startsWith('POST') ? [line.split('/').at(-1)] : []))
  expect(posted()).toEqual([])

  answers[`GET /api/conferences/${ID}`] = { status: 200, body: { ...planned, state: 'calledOff' } }
  fireEvent.click(screen.getByRole('button', { name: '取りやめる' }))
  await screen.findByText('会議を取りやめました。')
  expect(screen.queryByRole('button', { name: '会議を開く' })).toBeNull()

  answers[`GET /api/conferences/${ID}`] = { status: 200, body: planned }
  fireEvent.click(screen.getByRole('button', { name: '元に戻す' }))
  await screen.findByText('会議を予定に戻しました。')
  expect(await screen.findByRole('button', { name: '会議を開く' })).toBeDefined()
  expect(posted()).toEqual(['calling-off', 'putting-back'])
})

test('[UI2.33] a calling off that is taken back by keyboard leads to the steps, which are there again', async () => {
  const answers = {
    [`GET /api/conferences/${ID}`]: { status: 200, body: planned },
    [`POST /api/conferences/${ID}/calling-off`]: { status: 204, body: null },
    [`POST /api/conferences/${ID}/putting-back`]: { status: 204, body: null },
  }
  await drawScreen(<Steps />, fakeServer(answers))
  fireEvent.click(await screen.findByRole('button', { name: '会議を取りやめる' }))
  answers[`GET /api/conferences/${ID}`] = { status: 200, body: { ...planned, state: 'calledOff' } }
  fireEvent.click(await screen.findByRole('button', { name: '取りやめる' }))
  const undo = await screen.findByRole('button', { name: '元に戻す' })

  answers[`GET /api/conferences/${ID}`] = { status: 200, body: planned }
  undo.focus()
  fireEvent.click(undo)

  await screen.findByText('会議を予定に戻しました。')
  const open = await screen.findByRole('button', { name: '会議を開く' })
  await waitFor(() => expect(document.activeElement?.contains(open)).toBe(true))
  expect(document.activeElement?.tagName).toBe('DIV')
})

test('[CF1.9] a conference that was called off long ago is planned again from its page', async () => {
  const answers = {
    [`GET /api/conferences/${ID}`]: { status: 200, body: { ...planned, state: 'calledOff' } },
    [`POST /api/conferences/${ID}/putting-back`]: { status: 204, body: null },
  }
  await drawScreen(<Steps />, fakeServer(answers))
  const back = await screen.findByRole('button', { name: '予定に戻す' })

  answers[`GET /api/conferences/${ID}`] = { status: 200, body: planned }
  fireEvent.click(back)

  await screen.findByText('会議を予定に戻しました。')
  expect(await screen.findByRole('button', { name: '会議を開く' })).toBeDefined()
})

test('[UI2.4] what the member’s role never has is not offered; what is barred for now says why', async () => {
  const drawWith = async (because: string) => {
    const can = { ...planned.can, open: { allowed: false, because } } as const
    await drawScreen(<ConferenceSteps conference={{ ...planned, can }} />)
    return screen.queryByRole('button', { name: '会議を開く' })
  }

  expect(await drawWith('wrongRole')).toBeNull()
  expect((await drawWith('noBasis'))?.getAttribute('aria-disabled')).toBe('true')
  expect(screen.getByText(/根拠がありません/)).toBeDefined()
})

test('[CF2.7] before a conference is ended its open ends are named: whose attendance is not known, and what is nobody’s or has no day', async () => {
  const person = (index: number, name: string, state: 'invited' | 'present') => ({
    ...{ memberId: fixedId('member', index), name, organisationName: '青波市', state },
  })
  const whole = { organisationName: '青波市', dueOn: '2026-12-18' as PlainDate }
  const own = [
    actionOf('部屋を探す', whole),
    actionOf('窓口へ行く', { personName: 'Dさん' }),
    actionOf('電話する', { ...whole, organisationName: null }),
    actionOf('持ち帰って確かめる', { state: 'takenBack' }),
  ]
  const items = [
    noteOf(2, { decisions: [], actionItems: [actionOf('前回の用件')] }),
    noteOf(1, { decisions: [], actionItems: own }),
  ]
  const attendance = [person(1, 'Aさん', 'present'), person(2, 'Bさん', 'invited')]
  await drawScreen(
    <Steps />,
    fakeServer({
      [`GET /api/conferences/${ID}`]: { status: 200, body: { ...planned, state: 'open', attendance } },
      [`GET /api/cases/${planned.case.id}/note-rows`]: { status: 200, body: { items, next: null } },
    }),
  )
  fireEvent.click(await screen.findByRole('button', { name: '会議を終える' }))

  await screen.findByText('担当か期限が未記入の対応事項（2件）')
  await screen.findByText('出欠が「未確認」の人（1人）')
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'Bさん',
    '窓口へ行く',
    '電話する',
  ])
  expect(screen.getByRole('button', { name: '終える' }).getAttribute('aria-disabled')).not.toBe('true')
})
