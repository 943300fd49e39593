import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { DisposalsToApprove } from '#client/features/disposal/DisposalsToApprove.tsx'
import type { DisposalsView, DueCaseView } from '#shared/api/disposal.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { DisposalPage } from './DisposalPage.tsx'

const CASE = fixedId('case', 1)
const yes = { allowed: true } as const
const no = { allowed: false, because: 'wrongRole' } as const

const due: DueCaseView = {
  ...{ caseId: CASE, number: 'R01-003', state: 'closed', hindrance: null, hold: null, asked: null },
  ...{ closedOn: '2019-06-01' as PlainDate, dueOn: '2025-04-01' as PlainDate },
}
const asked = {
  reason: '保存期間の満了',
  by: 'Aさん',
  at: 1_764_633_600_000,
  until: '2026-01-01' as PlainDate,
  isOwn: false,
}

const everything: DisposalsView = {
  ...{ rule: { documentClass: '相談支援', years: 5 }, due: [], undated: [], erased: [] },
  can: { keepRule: yes, ask: yes, hold: yes, approve: yes },
}

function serverWith(view: Partial<DisposalsView>, office: string | null = 'secretariat') {
  const offices = office === null ? [] : [{ office, from: '2020-04-01', until: null }]
  const member = { id: demoMemberId('A'), name: 'Aさん', organisationName: '市', role: 'staff', offices }
  const session = {
    council: { name: '協議会', needsSetUp: false, isDemo: false },
    signedIn: { member },
    csrfToken: 't',
  }
  return fakeServer({
    'GET /api/session': { status: 200, body: session },
    'GET /api/disposals': { status: 200, body: { ...everything, ...view } },
    [`POST /api/disposals/${CASE}/request`]: { status: 204, body: null },
    [`POST /api/disposals/${CASE}/approval`]: { status: 204, body: null },
    'PUT /api/retention-rule': { status: 204, body: null },
  })
}

const drawn = async (server: ReturnType<typeof serverWith>) => {
  await drawScreen(<DisposalPage />, server)
  await screen.findByRole('heading', { name: 'ケースの廃棄' })
}
const sentTo = (server: ReturnType<typeof serverWith>, end: string) =>
  server.sent.find(({ line }) => line.endsWith(end))?.body
const press = (name: RegExp | string) => fireEvent.click(screen.getByRole('button', { name }))

test('[CL6.1] while nothing is set the page says that nothing is due before it is, and takes years in wide figures', async () => {
  const server = serverWith({ rule: null })
  await drawn(server)
  await screen.findByText('保存期間は、まだ決まっていません')
  press('保存期間を決める')
  const dialog = within(await screen.findByRole('dialog'))
  fireEvent.change(dialog.getByLabelText(/文書分類/), { target: { value: '相談支援記録' } })
  fireEvent.change(dialog.getByLabelText(/年数(?!で)/), { target: { value: '０' } })
  fireEvent.click(dialog.getByRole('button', { name: '保存する' }))
  await dialog.findByText(/1から100までの数字/)
  fireEvent.change(dialog.getByLabelText(/年数(?!で)/), { target: { value: '１０' } })
  fireEvent.click(dialog.getByRole('button', { name: '保存する' }))

  await expect
    .poll(() => sentTo(server, 'retention-rule'))
    .toEqual({
      documentClass: '相談支援記録',
      years: 10,
      shown: null,
    })
})

test('[CS9.4] a case is asked for with a reason; whoever asked finds the approval closed to them, with whom to ask', async () => {
  const server = serverWith({
    due: [due, { ...due, caseId: fixedId('case', 2), number: 'R01-004', asked: { ...asked, isOwn: true } }],
  })
  await drawn(server)
  press(/廃棄を依頼する：R01-003/)
  const dialog = within(await screen.findByRole('dialog'))
  fireEvent.click(dialog.getByRole('button', { name: '廃棄を依頼する' }))
  await dialog.findByText(/^＊入力してください/)
  fireEvent.change(dialog.getByLabelText(/理由/), { target: { value: '満了' } })
  fireEvent.click(dialog.getByRole('button', { name: '廃棄を依頼する' }))
  await expect.poll(() => sentTo(server, 'request')).toEqual({ reason: '満了' })

  const own = await screen.findByRole('button', { name: /承認して廃棄する：R01-004/ })
  expect(own.getAttribute('aria-disabled')).toBe('true')
  screen.getByText(/依頼した本人は承認できません/)
})

test('[CS9.4] nothing is approved before its number is typed, and the request that was seen is the one that is approved', async () => {
  const server = serverWith({ due: [{ ...due, asked }] }, 'chair')
  await drawn(server)
  press(/承認して廃棄する/)
  const dialog = within(await screen.findByRole('dialog'))
  const approve = () => fireEvent.click(dialog.getByRole('button', { name: '承認して廃棄する' }))
  dialog.getByText('保存期間の満了')
  approve()
  await dialog.findByText(/番号が違います/)
  expect(sentTo(server, 'approval')).toBeUndefined()
  fireEvent.change(dialog.getByLabelText(/廃棄するケースの番号/), { target: { value: 'ｒ０１ー００３' } })
  approve()

  await expect.poll(() => sentTo(server, 'approval')).toEqual({ askedAt: asked.at })
})

test('[CS9.1] a case on hold says by whom and why, and offers nothing but to lift that', async () => {
  const hold = { reason: '訴訟が続いている', by: 'Hさん', at: asked.at }
  await drawn(serverWith({ due: [{ ...due, hindrance: 'onHold', hold }] }))

  await screen.findByText(/Hさんが保留にしました/)
  screen.getByText(/訴訟が続いている/)
  const names = screen.getAllByRole('button').map(({ textContent }) => textContent)
  expect(names).toEqual(['保存期間を決める', '保留を解く：R01-003'])
})

test('[CS9.3] whoever holds no such office is asked for nothing and told whose page it is', async () => {
  const server = serverWith({ can: { keepRule: no, ask: no, hold: no, approve: no } }, null)
  await drawn(server)

  await screen.findByText(/事務局と会長のものです/)
  expect(server.sent.map(({ line }) => line)).not.toContain('GET /api/disposals')
})

test('[CS9.6] [CS9.9] a record names who asked and approved, and says while it is still being erased that it is', async () => {
  const record = {
    ...{ caseId: CASE, number: 'R01-003', documentClass: '相談支援', years: 5, closedOn: '2019-06-01' as PlainDate },
    ...{ askedBy: 'Aさん', askedAt: asked.at, approvedBy: 'Hさん', approvedAt: asked.at, clearedAt: null },
    hashes: [{ documentId: fixedId('document', 1), sha256: 'ab'.repeat(32) }],
  }
  await drawn(serverWith({ erased: [record] }))

  await screen.findByText(/消去しています/)
  press(/ハッシュ値 1 件/)
  screen.getByText('ab'.repeat(32))
})

test('[CS9.2] whoever may approve a disposal finds it on their first page with its last day, and whoever asked does not', async () => {
  const server = serverWith(
    {
      due: [
        { ...due, asked },
        { ...due, caseId: fixedId('case', 2), number: 'R01-004', asked: { ...asked, isOwn: true } },
      ],
    },
    'chair',
  )
  await drawScreen(<DisposalsToApprove />, server)

  await screen.findByText('R01-003（令和8年1月1日まで）')
  expect(screen.queryByText(/R01-004/)).toBeNull()
})
