import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { inDays } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { AddMemberDialog } from './AddMemberDialog.tsx'
import { AddOrganisationDialog } from './AddOrganisationDialog.tsx'

const ORGANISATION = anOrganisation()

/** Presses Tab until the control with this name has the focus. */
async function goTo(user: ReturnType<typeof userEvent.setup>, name: RegExp) {
  const wanted = () => {
    const focused = document.activeElement
    const label = focused instanceof HTMLInputElement ? (focused.labels?.[0]?.textContent ?? '') : focused?.textContent
    return name.test(label ?? '')
  }
  for (let stops = 0; !wanted() && stops < 60; stops += 1) await user.tab()
  expect(wanted()).toBe(true)
}

const typedIn = (label: RegExp) => screen.getByLabelText<HTMLInputElement | HTMLSelectElement>(label).value
const isFirst = (label: RegExp) => expect(document.activeElement).toBe(screen.getByLabelText(label))

test('[CL1.7] by keyboard alone one member after the other is added: organisation, role and day stay, name and account do not', async () => {
  const user = userEvent.setup()
  const server = fakeServer({ 'POST /api/members': { status: 201, body: {} } })
  let isClosed = false
  await drawScreen(<AddMemberDialog organisations={[ORGANISATION]} onClose={() => (isClosed = true)} />, server)
  const dialog = await screen.findByRole('dialog')
  await user.selectOptions(screen.getByLabelText(/^機関/), ORGANISATION.id)
  await user.selectOptions(screen.getByLabelText(/^役割/), 'staff')
  const from = typedIn(/^いつから/)
  const write = async (name: string) => {
    await goTo(user, /^氏名/)
    await user.keyboard(name)
    await goTo(user, /^ふりがな/)
    await user.keyboard('かな')
  }

  await write('見本 一郎')
  await goTo(user, /^ログイン名/)
  await user.keyboard('ichiro')
  await goTo(user, /^最初のパスワード/)
  await user.keyboard('a sentence of some length')
  await goTo(user, /^続けて加える/)
  await user.keyboard('{Enter}')
  await within(dialog).findByText('見本 一郎を加えました。')
  isFirst(/^氏名/)
  expect([/^氏名/, /^ふりがな/, /^ログイン名/, /^最初のパスワード/].map(typedIn)).toEqual(['', '', '', ''])
  expect([/^機関/, /^役割/, /^いつから/].map(typedIn)).toEqual([ORGANISATION.id, 'staff', from])
  expect([dialog.querySelector('[aria-invalid]'), isClosed]).toEqual([null, false])

  await write('見本 二郎')
  await user.keyboard('{Enter}')
  await waitFor(() => expect(isClosed).toBe(true))
  expect(server.sent.map(({ body }) => body)).toMatchObject([
    { name: '見本 一郎', organisationId: ORGANISATION.id, role: 'staff', account: { loginName: 'ichiro' } },
    { name: '見本 二郎', organisationId: ORGANISATION.id, role: 'staff', account: null },
  ])
})

test('[CL1.7] by keyboard alone one organisation after the other is added, and what is refused stays where it is', async () => {
  const user = userEvent.setup()
  const server = fakeServer({ 'POST /api/organisations': { status: 201, body: {} } })
  await drawScreen(<AddOrganisationDialog onClose={() => undefined} />, server)
  const dialog = await screen.findByRole('dialog')
  const goOn = async () => {
    await goTo(user, /^続けて加える/)
    await user.keyboard('{Enter}')
  }

  await goTo(user, /^機関名/)
  await user.keyboard('見本市')
  await goOn()
  isFirst(/^ふりがな/)
  expect([typedIn(/^機関名/), server.sent]).toEqual(['見本市', []])
  await user.keyboard('みほんし')
  await goTo(user, /^市町村/)
  await user.keyboard(' ')
  await goOn()
  await within(dialog).findByText('見本市を加えました。')
  isFirst(/^機関名/)
  expect([/^機関名/, /^ふりがな/].map(typedIn)).toEqual(['', ''])
})

const write = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const add = () => fireEvent.click(screen.getByRole('button', { name: '加える' }))

/** The form of a member, filled in as far as it must be. */
async function drawMember(answer: { readonly status: number; readonly body: unknown }) {
  const server = fakeServer({ 'POST /api/members': answer })
  await drawScreen(<AddMemberDialog organisations={[ORGANISATION]} onClose={() => undefined} />, server)
  write(/^氏名/, '見本 三郎')
  write(/^ふりがな/, 'みほん さぶろう')
  write(/^機関/, ORGANISATION.id)
  write(/^役割/, 'staff')
  return server
}

test('[CL1.12] a new volunteer says of which kind, and who is made none again has no kind', async () => {
  const server = await drawMember({ status: 201, body: {} })
  write(/^役割/, 'volunteer')
  add()
  await screen.findByText(/選んでください/)
  expect(server.sent).toEqual([])

  fireEvent.click(screen.getByRole('radio', { name: '保護司' }))
  write(/^役割/, 'staff')
  add()
  await expect.poll(() => server.sent.map(({ body }) => body)).toMatchObject([{ role: 'staff', volunteerKind: null }])
})

test('[CL1.17] half a way in is none: a login name wants a password of some length, and a password a login name', async () => {
  const server = await drawMember({ status: 201, body: {} })
  const wrong = () =>
    [...document.querySelectorAll('[aria-invalid]')].map((field) => field.getAttribute('autocomplete'))
  write(/^ログイン名/, 'saburo')
  add()
  expect(wrong()).toEqual(['new-password'])
  write(/^最初のパスワード/, 'みじかい')
  add()
  expect(wrong()).toEqual(['new-password'])
  write(/^ログイン名/, ' ')
  write(/^最初のパスワード/, 'みなとの朝はいつも静かです2026')
  add()
  expect(wrong()).toEqual(['off'])
  expect(server.sent).toEqual([])

  write(/^最初のパスワード/, '')
  add()
  await expect.poll(() => server.sent.map(({ body }) => body)).toMatchObject([{ account: null }])
})

test('[UI2.37] what is refused of a new member’s account is said at its field until that is written anew, and every word stays', async () => {
  const body = { error: 'invalidInput', detail: { because: 'tooCommon', fields: ['password'] }, traceId: 'trc_1' }
  await drawMember({ status: 400, body })
  write(/^ログイン名/, 'saburo')
  write(/^最初のパスワード/, 'passwordpassword1')
  add()

  await screen.findByRole('alert')
  const password = screen.getByLabelText(/^最初のパスワード/)
  expect(password.getAttribute('aria-invalid')).toBe('true')
  expect([/^氏名/, /^ログイン名/, /^最初のパスワード/].map(typedIn)).toEqual([
    '見本 三郎',
    'saburo',
    'passwordpassword1',
  ])
  expect(screen.getByLabelText(/^ログイン名/).getAttribute('aria-invalid')).toBeNull()
  write(/^最初のパスワード/, 'みなとの朝はいつも静かです2026')
  expect(password.getAttribute('aria-invalid')).toBeNull()
})

test('[UI2.35] an area code is six digits in either width or nothing, and a long name wants a short one', async () => {
  const server = fakeServer({ 'POST /api/organisations': { status: 201, body: {} } })
  await drawScreen(<AddOrganisationDialog onClose={() => undefined} />, server)
  write(/^機関名/, '長'.repeat(41))
  write(/^ふりがな/, 'ながい')
  fireEvent.click(screen.getByRole('checkbox', { name: '医療機関' }))
  add()
  await screen.findByText(/短い呼び方を入力/)
  write(/^短い呼び方/, '長い会')
  write(/^地域コード/, '132013')
  add()
  await screen.findByText(/6桁のコードと合いません/)
  expect(server.sent).toEqual([])

  write(/^地域コード/, '１３２０１２')
  add()
  await expect
    .poll(() => server.sent.map(({ body }) => body))
    .toMatchObject([{ areaCode: '132012', shortName: '長い会', kinds: ['hospital'], isMember: true }])
})

test('[CL1.34] who types the name or kana of one who is there, or was, is told so, and adds another person all the same', async () => {
  const server = fakeServer({ 'POST /api/members': { status: 201, body: {} } })
  const gone = {
    ...aMember({ name: '髙橋 花子', kana: 'たかはし はなこ', until: inDays(-100) }),
    ...{ organisationName: 'みなと市', hasAccount: false, loginName: null },
  }
  const close = () => undefined
  await drawScreen(<AddMemberDialog organisations={[ORGANISATION]} members={[gone]} onClose={close} />, server)
  await screen.findByRole('dialog')
  const write = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
  const isTold = () => screen.queryByText('同じ氏名かふりがなの構成員がいます') !== null
  const told: boolean[] = [isTold()]
  for (const [name, kana] of [
    ['高橋花子', ''],
    ['高橋', 'タカハシハナコ'],
    ['高橋', 'たかはし'],
  ] as const) {
    write(/^氏名/, name)
    write(/^ふりがな/, kana)
    told.push(isTold())
  }
  expect(told).toEqual([false, true, true, false])

  write(/^氏名/, '高橋　花子')
  expect(screen.getByText(/髙橋 花子（みなと市）/)).toBeDefined()
  write(/^機関/, ORGANISATION.id)
  write(/^役割/, 'staff')
  fireEvent.click(screen.getByRole('button', { name: '加える' }))
  await waitFor(() => expect(server.sent).toHaveLength(1))
})
