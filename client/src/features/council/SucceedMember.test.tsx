import { fireEvent, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import type { MemberView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { SucceedMember } from './SucceedMember.tsx'

const member: MemberView = {
  ...aMember({
    ...{ role: 'coordinator', until: '2028-03-31' as PlainDate },
    offices: [{ office: 'secretariat', from: '2026-04-01' as PlainDate, until: '2028-03-31' as PlainDate }],
  }),
  ...{ organisationName: 'みなと市', hasAccount: true, loginName: null },
}
const SUCCESSOR = fixedId('member', 30)
const list = (items: readonly object[]) => ({ status: 200, body: { items } })

/** The dialog, until it is closed. */
function Page({ of }: { readonly of: MemberView }) {
  const [isOpen, setOpen] = useState(true)
  return isOpen && <SucceedMember member={of} onClose={() => setOpen(false)} />
}

async function drawn(of: MemberView = member) {
  const server = fakeServer({
    ...{ 'GET /api/members': list([of]), 'GET /api/organisations': list([anOrganisation()]) },
    [`POST /api/members/${of.id}/succession`]: { status: 201, body: { ...of, id: SUCCESSOR } },
    [`POST /api/members/${of.id}/succession/withdrawal`]: { status: 200, body: of },
  })
  await drawScreen(<Page of={of} />, server)
  await screen.findByRole('dialog')
  const sent = () => server.sent.filter(({ line }) => line.startsWith('POST')).map(({ body }) => body)
  return { sent, wasClosed: () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull()) }
}

test('[CL3.3] [CL3.4] what goes over on the day that is typed is said before, and what a coordinator has to give', async () => {
  const { sent, wasClosed } = await drawn()
  const day = screen.getByLabelText<HTMLInputElement>(/^後任の任期の初めの日/)
  expect(day.value).toBe('令和10年4月1日')
  expect(screen.getByText('引き継ぐ役職はありません。')).toBeDefined()

  fireEvent.change(day, { target: { value: 'R9.4.1' } })
  expect(screen.getByText('Bさんは、令和9年3月31日(水)まで今のまま使えます。')).toBeDefined()
  expect(screen.getByText(/みなと市のコーディネーターになります（任期 令和9年4月1日.令和10年3月31日）/)).toBeDefined()
  expect(screen.getByText(/事務局.令和9年4月1日.令和10年3月31日/)).toBeDefined()
  expect(screen.getByText(/「後任を加える」で加えてから、会議に招きます/)).toBeDefined()
  expect(screen.getByText('これでは、ログインできるコーディネーターが一人もいない日ができます')).toBeDefined()

  fireEvent.change(screen.getByLabelText(/^氏名/), { target: { value: 'Yさん' } })
  fireEvent.change(screen.getByLabelText(/^ふりがな/), { target: { value: 'わいさん' } })
  fireEvent.click(screen.getByRole('button', { name: '後任として加える' }))
  await wasClosed()
  expect(sent()).toEqual([{ name: 'Yさん', kana: 'わいさん', from: '2027-04-01', account: null, shown: '2028-03-31' }])
  fireEvent.click(await screen.findByRole('button', { name: '元に戻す' }))
  await screen.findByText('Bさんの後任を取り消しました。任期と役職は、前のとおりです。')
  expect(sent().at(-1)).toEqual({ successorId: SUCCESSOR, until: '2028-03-31' })
})

test('[CL3.3] from today on it is said that who leaves is out at once, and of one whose term is over nothing of the kind', async () => {
  await drawn({ ...member, until: null })
  expect(screen.getByText('Bさんの任期は終わり、すぐにログインできなくなります。')).toBeDefined()

  await drawn({ ...member, until: '2026-10-31' as PlainDate })
  expect(screen.queryByText(/すぐにログインできなくなります/)).toBeNull()
  expect(screen.getByLabelText<HTMLInputElement>(/^後任の任期の初めの日/).value).toBe('令和8年11月24日')
})
