import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { anOrganisation } from '#shared/fixtures/builders.ts'
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
