import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { MemberView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { MEMBER_ACTS } from '#tests/support/memberActs.ts'
import { GiveAccount } from './GiveAccount.tsx'
import { MemberTable } from './MemberTable.tsx'

const member: MemberView = {
  ...{ id: fixedId('member', 1), name: '見本 太郎', kana: 'みほん たろう' },
  ...{ organisationId: fixedId('organisation', 1), organisationName: 'みなと市', role: 'staff', volunteerKind: null },
  ...{ offices: [], from: '2026-04-01' as PlainDate, until: null, hasAccount: false, loginName: null },
}

const OFFER = 'ログインを用意する'

test('[CL1.17] an account is offered to whoever has none while the membership lasts, and to nobody else', async () => {
  const others = [
    { ...member, id: fixedId('member', 2), name: 'Bさん', hasAccount: true },
    { ...member, id: fixedId('member', 3), name: 'Cさん', until: '2026-04-30' as PlainDate },
  ]
  await drawScreen(<MemberTable members={[member, ...others]} acts={MEMBER_ACTS} ownId={undefined} />)

  const offers = (await screen.findAllByRole('button')).map(({ textContent }) => textContent ?? '')
  expect(offers.filter((offer) => offer.startsWith(OFFER))).toEqual([`${OFFER}：見本 太郎`])
})

test('[CL1.17] the form asks for a login name and a long enough password, and sends both', async () => {
  const server = fakeServer({ [`POST /api/members/${member.id}/account`]: { status: 201, body: member } })
  let isClosed = false
  const close = () => {
    isClosed = true
  }
  await drawScreen(<GiveAccount member={member} onClose={close} />, server)
  const submit = () => fireEvent.click(screen.getByRole('button', { name: '保存する' }))
  const write = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

  submit()
  await screen.findByText(/入力してください/)
  write(/^ログイン名/, ' taro ')
  write(/^最初のパスワード/, 'みじかい')
  submit()
  expect(server.sent).toEqual([])
  write(/^最初のパスワード/, 'みなとの朝はいつも静かです2026')
  submit()

  await waitFor(() => expect(isClosed).toBe(true))
  expect(server.sent.map(({ body }) => body)).toEqual([
    { loginName: 'taro', password: 'みなとの朝はいつも静かです2026' },
  ])
})

test('[UI2.37] a login name that is taken is said at its field, where the keyboard is then', async () => {
  const body = { error: 'conflict', detail: { because: 'loginNameTaken' }, traceId: 'trc_1' }
  const server = fakeServer({ [`POST /api/members/${member.id}/account`]: { status: 409, body } })
  await drawScreen(<GiveAccount member={member} onClose={() => undefined} />, server)
  const name = screen.getByLabelText(/^ログイン名/)
  fireEvent.change(name, { target: { value: ' taro ' } })
  fireEvent.change(screen.getByLabelText(/^最初のパスワード/), { target: { value: 'みなとの朝はいつも静かです2026' } })
  const submit = screen.getByRole('button', { name: '保存する' })
  submit.focus()
  fireEvent.click(submit)

  await screen.findByRole('alert')
  expect(name.getAttribute('aria-invalid')).toBe('true')
  expect(document.activeElement).toBe(name)
})

test('[UI2.8] a fault of ours shows the number to tell whoever helps, what is refused shows none, and every word stays', async () => {
  const line = `POST /api/members/${member.id}/account`
  const answers = { [line]: { status: 500, body: { error: 'unexpected', detail: {}, traceId: 'trc_9' } as object } }
  await drawScreen(<GiveAccount member={member} onClose={() => undefined} />, fakeServer(answers))
  const name = screen.getByLabelText<HTMLInputElement>(/^ログイン名/)
  fireEvent.change(name, { target: { value: 'taro' } })
  fireEvent.change(screen.getByLabelText(/^最初のパスワード/), { target: { value: 'みなとの朝はいつも静かです2026' } })
  const submit = () => fireEvent.click(screen.getByRole('button', { name: '保存する' }))

  submit()
  expect((await screen.findByText('trc_9')).parentElement?.textContent).toContain('お問い合わせ番号')
  answers[line] = { status: 409, body: { error: 'conflict', detail: { because: 'hasAccount' }, traceId: 'trc_10' } }
  submit()
  await screen.findByText(/もうログインできます/)
  expect([screen.queryByText(/trc_/), name.value]).toEqual([null, 'taro'])
})

test('[UI2.52] what is made up for somebody else, and handed over, is seen as it is typed, and what a login name may be is said', async () => {
  await drawScreen(<GiveAccount member={member} onClose={() => undefined} />)

  expect(screen.getByLabelText<HTMLInputElement>(/^最初のパスワード/).type).toBe('text')
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: '入力した文字を表示する' }).checked).toBe(true)
  expect(screen.getByText(/半角の英字と数字で3文字以上/)).toBeDefined()
})
