import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { MemberView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { MEMBER_ACTS } from '#tests/support/memberActs.ts'
import { MemberTable } from './MemberTable.tsx'
import { RenameMember } from './RenameMember.tsx'

const member: MemberView = {
  id: fixedId('member', 1),
  name: '旧姓 花子',
  kana: 'きゅうせい はなこ',
  organisationId: fixedId('organisation', 1),
  organisationName: 'みなと市',
  role: 'administrator',
  volunteerKind: null,
  offices: [],
  from: '2026-04-01' as PlainDate,
  until: null,
  hasAccount: true,
  loginName: null,
}

test('[CL1.6] an administrator puts right every name, their own too, and ends every term but their own', async () => {
  const other = { ...member, id: fixedId('member', 2), name: '見本 太郎' }
  await drawScreen(<MemberTable members={[member, other]} acts={MEMBER_ACTS} ownId={member.id} />)

  const names = (await screen.findAllByRole('button')).map((button) => button.textContent)
  expect(names).toEqual([
    ...['氏名を直す：旧姓 花子', '所属を変える：旧姓 花子'],
    ...['氏名を直す：見本 太郎', '所属を変える：見本 太郎', '後任：見本 太郎', '任期を終える：見本 太郎'],
  ])
})

test('[CL1.6] [CL1.22] [CL1.27] the form begins with the name that stands there, and sends no empty one and none that was left alone', async () => {
  const server = fakeServer({ [`PATCH /api/members/${member.id}`]: { status: 200, body: member } })
  let isClosed = false
  const close = () => {
    isClosed = true
  }
  await drawScreen(<RenameMember member={member} onClose={close} />, server)
  const write = (label: RegExp, text: string) => {
    fireEvent.change(screen.getByLabelText(label), { target: { value: text } })
    fireEvent.click(screen.getByRole('button', { name: '保存する' }))
  }

  write(/^氏名/, ' ')
  await screen.findByText(/入力してください/)
  write(/^氏名/, '新姓 花子')

  await waitFor(() => expect(isClosed).toBe(true))
  expect(server.sent.map(({ body }) => body)).toEqual([{ name: '新姓 花子', shown: { name: '旧姓 花子' } }])
})

test('[CL1.25] an end that is set can be taken back where it stands, by an administrator, and not one’s own', async () => {
  const [over, ahead] = ['2026-11-23', '2027-03-31'] as const
  const others = [over, ahead, null].map((until, index) => ({
    ...{ ...member, id: fixedId('member', 2 + index), name: `${index}さん` },
    until: until as PlainDate | null,
  }))
  const offered = async (given: typeof MEMBER_ACTS | null) => {
    await drawScreen(
      <MemberTable members={[{ ...member, until: ahead as PlainDate }, ...others]} acts={given} ownId={member.id} />,
    )
    return screen.queryAllByRole('button', { name: /^終わりを取り消す/ }).map((button) => button.textContent)
  }

  expect([await offered(MEMBER_ACTS), await offered(null)]).toEqual([
    ['終わりを取り消す：0さん', '終わりを取り消す：1さん'],
    [],
  ])
})

test('[CL1.15] a login name that was sent stands beside how a member takes part', async () => {
  await drawScreen(<MemberTable members={[{ ...member, loginName: 'hanako' }]} acts={null} ownId={undefined} />)

  expect((await screen.findByText('hanako')).closest('td')?.textContent).toContain('画面で参加')
})

test('[CL1.33] whoever has another name since a day is sent with it, and a corrected kana asks for none', async () => {
  const server = fakeServer({ [`PATCH /api/members/${member.id}`]: { status: 200, body: member } })
  await drawScreen(<RenameMember member={member} onClose={() => undefined} />, server)
  const write = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

  write(/^ふりがな/, 'しんせい はなこ')
  expect(screen.queryByLabelText(/^この名前になった日/)).toBeNull()
  write(/^氏名/, '新姓 花子')
  write(/^この名前になった日/, 'R8.10.1')
  fireEvent.click(screen.getByRole('button', { name: '保存する' }))

  const shown = { name: '旧姓 花子', kana: 'きゅうせい はなこ' }
  const body = { name: '新姓 花子', kana: 'しんせい はなこ', since: '2026-10-01', shown }
  await waitFor(() => expect(server.sent.map((one) => one.body)).toEqual([body]))
})
