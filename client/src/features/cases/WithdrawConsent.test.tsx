import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { anOrganisation } from '#shared/fixtures/builders.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { WithdrawConsent } from './WithdrawConsent.tsx'

const LINE = 'POST /api/consent-withdrawals'
const organisation = anOrganisation()

test('[CS3.2] a withdrawal is recorded by number and organisation; what is missing is asked for, and where nothing was found nothing counts as done', async () => {
  const refusal = { error: 'forbidden', detail: { because: 'noSuchConsent' }, traceId: 'trc_1' }
  const server = fakeServer({ [LINE]: { status: 403, body: refusal } })
  await drawScreen(<WithdrawConsent organisations={[organisation]} />, server)
  fireEvent.click(await screen.findByRole('button', { name: '同意の撤回を記録する' }))
  const dialog = within(await screen.findByRole('dialog'))
  const press = () => fireEvent.click(dialog.getByRole('button', { name: '撤回を記録する' }))

  press()
  await dialog.findByText(/R08-014 のような番号/)
  expect(server.sent).toEqual([])
  fireEvent.change(dialog.getByLabelText(/ケースの番号/), { target: { value: 'ｒ０８ー０１４' } })
  fireEvent.change(dialog.getByLabelText(/受け取る機関（1つ）/), { target: { value: organisation.id } })
  fireEvent.click(dialog.getByLabelText('口頭・電話'))
  press()

  await dialog.findByText(/まだ何も終わっていません/)
  const body = { caseNumber: 'R08-014', organisationId: organisation.id, extent: 'all', received: 'spoken' }
  expect(server.sent).toEqual([{ line: LINE, body }])
})
