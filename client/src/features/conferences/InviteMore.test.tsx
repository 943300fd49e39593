import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { InviteMore, SuccessorsToInvite } from './InviteMore.tsx'
import { useConference } from './useConferences.ts'

const ID = fixedId('conference', 1)
const [ONE, OTHER] = [fixedId('member', 1), fixedId('member', 2)]
const MAY = { allowed: true } as const
const INVITE = `POST /api/conferences/${ID}/invitations`
const WITHDRAW = `${INVITE}/withdrawal`
const person = (memberId: typeof ONE, name: string) => ({ memberId, name, organisationName: '青波市（架空）' })

const conference: ConferenceDetail = {
  id: ID,
  case: { id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ' },
  title: '第1回 個別ケース会議',
  meetingKind: 'caseConference',
  startsAt: 0,
  place: '会議室B',
  state: 'ended',
  basis: null,
  attendance: [],
  invitable: [person(ONE, 'Aさん'), person(OTHER, 'Bさん')],
  isInvited: true,
  documentId: null,
  endedAt: null,
  noteRight: 'none',
  can: { change: MAY, open: MAY, end: MAY, callOff: MAY, putBack: MAY, recordAttendance: MAY },
}

const noted = { ...conference, attendance: [{ ...person(OTHER, 'Bさん'), state: 'present' }] }

/** Invites B, after nobody was chosen at first. */
async function inviteB(afterWithdrawal: object) {
  const server = fakeServer({
    [INVITE]: { status: 200, body: noted },
    [WITHDRAW]: { status: 200, body: afterWithdrawal },
  })
  await drawScreen(<InviteMore conference={conference} />, server)
  fireEvent.click(screen.getByRole('button', { name: '招待する人を加える' }))
  fireEvent.click(await screen.findByRole('button', { name: '名簿に加える' }))
  await screen.findByText(/1つ以上選んでください。/)
  fireEvent.click(screen.getByRole('checkbox', { name: 'Bさん（青波市（架空））' }))
  fireEvent.click(screen.getByRole('button', { name: '名簿に加える' }))
  await screen.findByText(/^名簿に加えました：Bさん。/)
  fireEvent.click(screen.getByRole('button', { name: '元に戻す' }))
  return server
}

test('[CF1.8] who was chosen is invited, and taken back by one press', async () => {
  const server = await inviteB(conference)
  await screen.findByText('招待を取り消しました。')

  expect(server.sent).toEqual([
    { line: INVITE, body: { memberIds: [OTHER] } },
    { line: WITHDRAW, body: { memberIds: [OTHER] } },
  ])
})

test('[CF1.8] [CF1.5] of whom something was noted since stays, and that is said', async () => {
  await inviteB(noted)

  expect(await screen.findByText('その後ほかの人が変えたため、元に戻していません。')).toBeDefined()
})

test('[CF1.8] whoever invites all who are left is told so', async () => {
  const Page = () => <InviteMore conference={useConference(ID)} />
  const answers: Record<string, { readonly status: number; readonly body: ConferenceDetail }> = {
    [`GET /api/conferences/${ID}`]: { status: 200, body: conference },
    [INVITE]: { status: 200, body: conference },
  }
  await drawScreen(<Page />, fakeServer(answers))
  fireEvent.click(await screen.findByRole('button', { name: '招待する人を加える' }))
  for (const box of await screen.findAllByRole('checkbox')) fireEvent.click(box)
  answers[`GET /api/conferences/${ID}`] = { status: 200, body: { ...conference, invitable: [] } }
  fireEvent.click(screen.getByRole('button', { name: '名簿に加える' }))

  expect(await screen.findByText(/^名簿に加えました：Aさん、Bさん。/)).toBeDefined()
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('[CF1.8] where everybody is invited the dialog says how to have more people to choose from', async () => {
  await drawScreen(<InviteMore conference={{ ...conference, invitable: [] }} />)

  fireEvent.click(screen.getByRole('button', { name: '招待する人を加える' }))
  expect(await screen.findByText('ほかに招ける人はいません')).toBeDefined()
})

test('[CF1.8] an invitation that is refused says why, keeps what was ticked, and is called no invitation', async () => {
  const body = { error: 'conflict', detail: { because: 'inviteeNotOnTeam' }, traceId: 'trc_1' }
  await drawScreen(<InviteMore conference={conference} />, fakeServer({ [INVITE]: { status: 409, body } }))
  fireEvent.click(screen.getByRole('button', { name: '招待する人を加える' }))
  fireEvent.click(await screen.findByRole('checkbox', { name: /^Bさん/ }))
  fireEvent.click(screen.getByRole('button', { name: '名簿に加える' }))

  expect((await screen.findByRole('alert')).textContent).toContain('支援チームから外れたか')
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: /^Bさん/ }).checked).toBe(true)
  expect(screen.queryByText(/名簿に加えました/)).toBeNull()
})

test('[UI2.4] to whom an invitation is never theirs none is offered', async () => {
  const can = { ...conference.can, change: { allowed: false, because: 'wrongRole' } } as const
  await drawScreen(<InviteMore conference={{ ...conference, can }} />)
  expect(screen.queryByRole('button')).toBeNull()
})

test('[CF1.25] who came in the place of somebody invited is named and ticked, and nobody once the conference is over', async () => {
  const invitable = [person(ONE, 'Aさん'), { ...person(OTHER, 'Yさん'), succeedsName: 'Cさん' }]
  const planned = { ...conference, state: 'planned' as const, invitable }
  const server = fakeServer({ [INVITE]: { status: 200, body: planned } })
  await drawScreen(
    <>
      <InviteMore conference={planned} />
      <SuccessorsToInvite conference={planned} />
    </>,
    server,
  )
  expect(screen.getByText(/^Cさんの後任のYさんを、まだ招いていません。/)).toBeDefined()
  expect(server.sent).toEqual([])
  fireEvent.click(screen.getByRole('button', { name: '招待する人を加える' }))
  const ticked = (await screen.findAllByRole<HTMLInputElement>('checkbox')).map(({ checked }) => checked)
  fireEvent.click(screen.getByRole('button', { name: '名簿に加える' }))
  await screen.findByText(/^名簿に加えました：Yさん。/)
  expect([ticked, server.sent.map(({ body }) => body)]).toEqual([[false, true], [{ memberIds: [OTHER] }]])

  await drawScreen(<SuccessorsToInvite conference={{ ...planned, state: 'ended' }} />)
  expect(screen.queryByText(/まだ招いていません/)).toBeNull()
})

test('[CF1.27] whoever invites one more to a 支援会議 is asked when its chair chose them', async () => {
  const server = fakeServer({ [INVITE]: { status: 200, body: noted } })
  await drawScreen(<InviteMore conference={{ ...conference, meetingKind: 'statutorySupport' }} />, server)
  fireEvent.click(screen.getByRole('button', { name: '招待する人を加える' }))
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Bさん（青波市（架空））' }))
  fireEvent.click(screen.getByRole('button', { name: '名簿に加える' }))
  await screen.findByText(/入力してください/)
  expect(server.sent).toEqual([])

  fireEvent.change(screen.getByLabelText(/^会長が招く人を選んだ日/), { target: { value: '令和8年12月1日' } })
  fireEvent.click(screen.getByRole('button', { name: '名簿に加える' }))
  await screen.findByText(/^名簿に加えました：Bさん。/)
  expect(server.sent[0]?.body).toEqual({ memberIds: [OTHER], chosenOn: '2026-12-01' })
})
