import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import { changeLanguage } from '#client/platform/words.ts'
import type { MemberView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { EndMembership } from './EndMembership.tsx'
import { RestoreMembership } from './RestoreMembership.tsx'

const member: MemberView = {
  ...aMember({ name: '見本 花子', until: '2027-03-31' as PlainDate }),
  ...{ organisationName: 'みなと市', hasAccount: true, loginName: null },
}
const over = { ...member, until: '2026-11-23' as PlainDate }
const BACK = `POST /api/members/${member.id}/restoration`
const nothing = () => undefined
const among = (...items: readonly MemberView[]) => ({ 'GET /api/members': { status: 200, body: { items } } })

test('[CL1.25] an end is taken back right after it was set, to the day that stood there before', async () => {
  const server = fakeServer({
    'GET /api/members': { status: 200, body: { items: [member] } },
    'GET /api/organisations': { status: 200, body: { items: [anOrganisation()] } },
    [`POST /api/members/${member.id}/ending`]: { status: 200, body: over },
    [BACK]: { status: 200, body: member },
  })
  await drawScreen(<EndMembership member={member} onClose={nothing} />, server)
  fireEvent.click(await screen.findByRole('button', { name: 'この日で終える' }))
  // Behind the dialog, which stays open here, the rest of the page is hidden from whoever hears it.
  fireEvent.click(await screen.findByRole('button', { name: '元に戻す', hidden: true }))

  await screen.findByText(/見本 花子の任期の終わりを取り消しました。もう一度ログインするよう/)
  expect(server.sent.filter(({ line }) => line === BACK).map(({ body }) => body)).toEqual([
    { until: '2027-03-31', shown: '2026-11-23' },
  ])
})

test('[CL1.25] what comes back and what does not is said before, in both languages, and the answer sent leaves no end', async () => {
  const server = fakeServer({ ...among(over), [BACK]: { status: 200, body: { ...member, until: null } } })
  let isClosed = false
  const close = () => {
    isClosed = true
  }
  await drawScreen(<RestoreMembership member={over} onClose={close} />, server)
  onTestFinished(() => changeLanguage('ja'))
  await screen.findByRole('dialog')
  expect([
    screen.queryByText(/戻るもの：ログイン名/),
    screen.queryByText(/戻らないもの：開いていた画面/),
  ]).not.toContain(null)
  await changeLanguage('en')
  expect(await screen.findByText(/What does not come back/)).toBeDefined()
  await changeLanguage('ja')

  fireEvent.click(screen.getByRole('button', { name: '任期を続ける' }))
  await waitFor(() => expect(isClosed).toBe(true))
  expect(server.sent.filter(({ line }) => line === BACK).map(({ body }) => body)).toEqual([
    { until: null, shown: '2026-11-23' },
  ])
})

test('[CL1.25] of an end to come nothing is lost yet, and where another was first that is said', async () => {
  const refusal = { error: 'conflict', detail: { because: 'termChanged' }, traceId: 'trc_1' }
  await drawScreen(
    <RestoreMembership member={member} onClose={nothing} />,
    fakeServer({ ...among(member), [BACK]: { status: 409, body: refusal } }),
  )
  await screen.findByRole('dialog')
  expect([screen.queryByText(/戻らないもの/), screen.getByText(/いまのまま続きます/) === null]).toEqual([null, false])

  fireEvent.click(screen.getByRole('button', { name: '任期を続ける' }))
  expect(await screen.findByText(/ほかの人が先に変えました/)).toBeDefined()
})

test('[CL3.13] it is said which office went to whom, and one that is free is given back where that is ticked', async () => {
  const office = (name: 'chair' | 'secretariat', from: string, until: string | null) => ({
    ...{ office: name, from: from as PlainDate, until: until as PlainDate | null },
  })
  const left = {
    ...over,
    offices: [office('chair', '2026-04-01', '2026-10-31'), office('secretariat', '2026-04-01', '2026-10-31')],
  }
  const came: MemberView = {
    ...{ ...member, id: fixedId('member', 2), name: 'Yさん', from: '2026-11-01' as PlainDate, succeeds: left.id },
    offices: [office('chair', '2026-11-01', '2026-11-20'), office('secretariat', '2026-11-01', null)],
  }
  const server = fakeServer({ ...among(left, came), [BACK]: { status: 200, body: { ...left, until: null } } })
  await drawScreen(<RestoreMembership member={left} onClose={nothing} />, server)

  expect(await screen.findByText('会長：Yさんに引き継がれましたが、いまは空いています。')).toBeDefined()
  expect(screen.getByText(/^事務局：Yさんが引き継いで、いまも持っています。/)).toBeDefined()
  fireEvent.click(screen.getByRole('checkbox', { name: /^会長/ }))
  expect(screen.queryByRole('checkbox', { name: /^事務局/ })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: '任期を続ける' }))
  await waitFor(() => expect(server.sent.some(({ line }) => line === BACK)).toBe(true))
  expect(server.sent.find(({ line }) => line === BACK)?.body).toEqual({
    ...{ until: null, shown: '2026-11-23', offices: ['chair'] },
  })
})
