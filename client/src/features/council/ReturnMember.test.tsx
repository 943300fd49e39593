import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import { changeLanguage } from '#client/platform/words.ts'
import type { MemberView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { MEMBER_ACTS } from '#tests/support/memberActs.ts'
import { MemberTable } from './MemberTable.tsx'
import { ReturnMember } from './ReturnMember.tsx'

const member: MemberView = {
  ...aMember({ name: '見本 花子', role: 'staff', from: '2022-04-01' as PlainDate, until: '2024-03-31' as PlainDate }),
  ...{ organisationName: 'みなと市', hasAccount: true, loginName: null },
}
const back: MemberView = {
  ...{ ...member, from: '2027-04-01' as PlainDate, until: null },
  earlierTerms: [{ from: member.from, until: '2024-03-31' as PlainDate }],
}
const RETURN = `POST /api/members/${member.id}/return`

async function drawn(of: MemberView = member, organisation = anOrganisation()) {
  const server = fakeServer({
    'GET /api/organisations': { status: 200, body: { items: [organisation] } },
    [RETURN]: { status: 200, body: back },
    [`${RETURN}/withdrawal`]: { status: 200, body: of },
  })
  await drawScreen(<ReturnMember member={of} onClose={() => undefined} />, server)
  await screen.findByRole('option', { name: organisation.name, hidden: true })
  const type = (label: RegExp, text: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value: text } })
  const sent = () => server.sent.filter(({ line }) => line.startsWith('POST')).map(({ body }) => body)
  return { type, sent, submit: () => fireEvent.click(screen.getByRole('button', { name: '構成員にする' })) }
}

test('[CL3.6] [CL3.7] what stays and what does not come back is said before, the form begins with what was left, and one press takes it back', async () => {
  const { type, sent, submit } = await drawn()
  expect(screen.getByText(/これまでの任期（令和4年4月1日.令和6年3月31日）/)).toBeDefined()
  expect(screen.getByText(/ログイン名とパスワードは前のままです/)).toBeDefined()
  expect(screen.getByText(/前の役職と、名前を指定して加わっていた支援チームは、戻りません/)).toBeDefined()

  type(/^いつから/, 'R9.4.1')
  submit()
  fireEvent.click(await screen.findByRole('button', { name: '元に戻す', hidden: true }))
  await screen.findByText(/再び構成員にしたのを取り消しました/)
  const term = { from: '2027-04-01', until: null }
  const seat = { organisationId: member.organisationId, role: 'staff', volunteerKind: null }
  expect(sent()).toEqual([{ ...seat, ...term, shown: '2024-03-31' }, term])
})

test('[CL3.6] a day that cannot be is said at its field, and nothing is sent', async () => {
  const { type, sent, submit } = await drawn()
  type(/^いつから/, 'R6.3.31')
  expect(screen.getByText(/前の任期の最後の日（令和6年3月31日）より後の日に/)).toBeDefined()
  submit()
  type(/^いつから/, 'R9.4.1')
  type(/^いつまで/, 'R9.3.31')
  expect(screen.getByText(/同じ日か、後の日にしてください/)).toBeDefined()
  submit()
  type(/^いつまで/, 'いつか')
  submit()
  type(/^いつまで/, '')
  type(/^いつから/, '')
  submit()
  await screen.findByText(/入力してください/)
  expect(sent()).toEqual([])
})

test('[CL3.6] an organisation that has closed is to be chosen anew, and of who came on paper it is said that they do', async () => {
  const closed = { ...anOrganisation({ name: '旧みなと町' }), closedOn: '2025-03-31' as PlainDate }
  const server = fakeServer({ 'GET /api/organisations': { status: 200, body: { items: [closed] } } })
  await drawScreen(<ReturnMember member={{ ...member, hasAccount: false }} onClose={() => undefined} />, server)
  expect(await screen.findByText(/紙・電話で参加する人のままです/)).toBeDefined()

  fireEvent.click(screen.getByRole('button', { name: '構成員にする' }))
  await screen.findByText(/選んでください/)
  expect([screen.queryByRole('option', { name: '旧みなと町' }), server.sent.length]).toEqual([null, 1])
})

test('[CL3.5] the list shows the earlier terms, and offers it of whose membership is over and of nobody else', async () => {
  const here = { ...back, id: fixedId('member', 2), name: '見本 太郎' }
  await drawScreen(<MemberTable members={[member, here]} acts={MEMBER_ACTS} ownId={undefined} />)
  expect(await screen.findByText(/前の任期/)).toBeDefined()
  expect(screen.getAllByRole('button', { name: /^再び構成員にする/ }).map((one) => one.textContent)).toEqual([
    '再び構成員にする：見本 花子',
  ])
  onTestFinished(() => changeLanguage('ja'))
  await changeLanguage('en')
  await waitFor(() => expect(screen.getByText(/Earlier term/)).toBeDefined())
})
