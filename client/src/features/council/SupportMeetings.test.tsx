import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { SupportMeetingView } from '#shared/api/council.ts'
import { plainDate } from '#shared/core/time.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { SupportMeetings } from './SupportMeetings.tsx'

const FROM = plainDate('2025-04-01')
if (FROM === null) throw new Error('no day')
const REGISTERED = { charter: 'みなと市支援会議設置要綱', from: FROM, until: null }
const MEETINGS: readonly SupportMeetingView[] = [
  { law: 'socialWelfareAct106_6', registered: null, gap: 'noCharter' },
  { law: 'selfRelianceAct9', registered: REGISTERED, gap: 'noChair' },
]

async function drawn(mayKeep: boolean) {
  const server = fakeServer({
    'GET /api/support-meetings': { status: 200, body: { items: MEETINGS, next: null } },
    'PUT /api/support-meetings/selfRelianceAct9': { status: 204, body: null },
  })
  await drawScreen(<SupportMeetings mayKeep={mayKeep} />, server)
  await screen.findByText(REGISTERED.charter)
  return server
}

test('[CL1.39] everybody of the council reads by which rules a 支援会議 is held and what is lacking, and who may not keep them is offered nothing', async () => {
  await drawn(false)

  for (const words of ['登録されていません', '続いている設置要綱がありません', '会長が選ばれていません'])
    screen.getByText(words)
  expect(screen.queryByRole('button')).toBeNull()
})

test('[CL1.39] [CL1.40] the form begins with the rules that stand there, tells what a repeal and new rules mean, says what is missing and sends what stood there', async () => {
  const server = await drawn(true)
  const user = userEvent.setup()
  const put = () => server.sent.filter(({ line }) => line.startsWith('PUT')).map(({ body }) => body)
  await user.click(screen.getByRole('button', { name: /^直す/ }))
  const charter = await screen.findByLabelText(/^設置要綱/)
  screen.getByText(/その日より後は支援会議を開けません。.*始まってから直してください/)
  await user.clear(charter)
  await user.click(screen.getByRole('button', { name: '保存する' }))
  await screen.findByText(/入力してください/)
  expect(put()).toEqual([])

  await user.type(charter, '新しい要綱')
  await user.type(screen.getByLabelText(/^いつまで/), '令和9年3月31日')
  await user.click(screen.getByRole('button', { name: '保存する' }))

  await screen.findByText('支援会議の設置要綱を登録しました。')
  expect(put()).toEqual([{ charter: '新しい要綱', from: FROM, until: '2027-03-31', shown: REGISTERED }])
})
