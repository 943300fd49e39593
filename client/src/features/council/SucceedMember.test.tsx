import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { MemberView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { SucceedMember } from './SucceedMember.tsx'

const member: MemberView = {
  ...aMember({
    ...{ role: 'coordinator', until: '2028-03-31' as PlainDate },
    offices: [{ office: 'secretariat', from: '2026-04-01' as PlainDate, until: '2028-03-31' as PlainDate }],
  }),
  ...{ organisationName: 'みなと市', hasAccount: true, loginName: null },
}
const list = (items: readonly object[]) => ({ status: 200, body: { items } })

async function drawn(of: MemberView = member) {
  const server = fakeServer({
    ...{ 'GET /api/members': list([of]), 'GET /api/organisations': list([anOrganisation()]) },
    [`POST /api/members/${of.id}/succession`]: { status: 201, body: of },
  })
  let isClosed = false
  const close = () => {
    isClosed = true
  }
  await drawScreen(<SucceedMember member={of} onClose={close} />, server)
  await screen.findByRole('dialog')
  const sent = () => server.sent.filter(({ line }) => line.startsWith('POST')).map(({ body }) => body)
  return { sent, wasClosed: () => waitFor(() => expect(isClosed).toBe(true)) }
}

test('[CL3.137] what goes over on the day that is typed is said before, and what a coordinator has to give', async () => {
  const user = userEvent.setup()
  const { sent, wasClosed } = await drawn()
  const day = screen.getByLabelText<HTMLInputElement>(/^後任の任期の初めの日/)
  expect(day.value).toBe('令和10年4月1日')
  expect(screen.getByText('引き継ぐ役職はありません。')).toBeDefined()

  await user.clear(day)
  await user.type(day, 'R9.4.1')
  expect(screen.getByText('Bさんは、令和9年3月31日(水)まで今のまま使えます。')).toBeDefined()
  expect(screen.getByText(/みなと市のコーディネーターになります（任期 令和9年4月1日～令和10年3月31日）/)).toBeDefined()
  expect(screen.getByText(/事務局　令和9年4月1日～令和10年3月31日/)).toBeDefined()
  expect(screen.getByText(/「後任を加える」で加えてから、会議に招きます/)).toBeDefined()
  expect(screen.getByText('これでは、ログインできるコーディネーターが一人もいない日ができます')).toBeDefined()

  await user.type(screen.getByLabelText(/^氏名/), 'Yさん')
  await user.type(screen.getByLabelText(/^ふりがな/), 'わいさん{Enter}')
  await wasClosed()
  expect(sent()).toEqual([{ name: 'Yさん', kana: 'わいさん', from: '2027-04-01', account: null, shown: '2028-03-31' }])
})

test('[CL3.137] from today on it is said that who leaves is out at once, and of one whose term is over nothing of the kind', async () => {
  await drawn({ ...member, until: null })
  expect(screen.getByText('Bさんの任期は終わり、すぐにログインできなくなります。')).toBeDefined()

  await drawn({ ...member, until: '2026-10-31' as PlainDate })
  expect(screen.queryByText(/すぐにログインできなくなります/)).toBeNull()
  expect(screen.getByLabelText<HTMLInputElement>(/^後任の任期の初めの日/).value).toBe('令和8年11月24日')
})
