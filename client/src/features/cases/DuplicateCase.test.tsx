import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { CaseDetail } from '#shared/api/cases.ts'
import { anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId, TODAY } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { MAY_ALL } from '#tests/support/mayAll.ts'
import { CloseAsDuplicate, DuplicateNotice } from './DuplicateCase.tsx'
import { NewCaseForm } from './NewCaseForm.tsx'

const CITY = anOrganisation()
const theCase: CaseDetail = {
  ...{ id: fixedId('case', 1), number: 'R08-001', callName: 'カモメ', needs: [], areaCode: null, missing: [] },
  ...{ leadOrganisation: CITY, state: 'supporting', openedOn: TODAY, conferences: [], team: [], bases: [] },
  can: MAY_ALL,
}
const OTHER = { id: fixedId('case', 2), number: 'R08-002' }
const PUT = `PUT /api/cases/${theCase.id}/duplicate-of`
const DELETE = `DELETE /api/cases/${theCase.id}/duplicate-of`
const DONE = { status: 204, body: null }

test('[CS1.10] a case is closed as a duplicate by the other’s number, in whatever width; its own is refused before it is sent', async () => {
  const server = fakeServer({ [PUT]: DONE, [DELETE]: DONE })
  await drawScreen(<CloseAsDuplicate theCase={theCase} />, server)
  fireEvent.click(await screen.findByRole('button', { name: '重複として閉じる' }))
  const dialog = within(await screen.findByRole('dialog'))
  const type = (value: string) => {
    fireEvent.change(dialog.getByLabelText(/残すケースの番号/), { target: { value } })
    fireEvent.click(dialog.getByRole('button', { name: '重複として閉じる' }))
  }
  type('R08-001')
  await dialog.findByText(/このケースのものでない/)
  expect(server.sent).toEqual([])

  type('ｒ０８ー００２')

  await screen.findByText('R08-001 を R08-002 との重複として閉じました。')
  fireEvent.click(await screen.findByRole('button', { name: '元に戻す' }))
  await waitFor(() => expect(server.sent.map(({ line }) => line)).toEqual([PUT, DELETE]))
  expect(server.sent[0]?.body).toEqual({ caseNumber: 'R08-002' })
})

test('[CS1.10] each of the two names the other with the way there, and where that may not be known it says whom to ask', async () => {
  await drawScreen(<DuplicateNotice theCase={{ ...theCase, duplicate: { of: OTHER } }} />)
  expect((await screen.findByRole('link', { name: 'R08-002' })).getAttribute('href')).toBe(`/cases/${OTHER.id}`)

  await drawScreen(<DuplicateNotice theCase={{ ...theCase, duplicates: [OTHER] }} />)
  await screen.findByText('同じ人のケースが、ほかにもありました')
  expect(screen.getByRole('link', { name: 'R08-002' })).toBeDefined()

  await drawScreen(<DuplicateNotice theCase={{ ...theCase, duplicate: { of: null } }} />)
  await screen.findByText(/コーディネーターに確かめてください/)
  expect(screen.queryByRole('link')).toBeNull()
})

test('[CS1.11] a duplicate is taken back from its page', async () => {
  const server = fakeServer({ [DELETE]: DONE })
  await drawScreen(<DuplicateNotice theCase={{ ...theCase, duplicate: { of: OTHER } }} />, server)
  fireEvent.click(await screen.findByRole('button', { name: '重複を取り消す' }))
  await screen.findByText(/閉じる前の状態に戻しました/)
  expect(server.sent.map(({ line }) => line)).toEqual([DELETE])
})

test('[CS1.12] who types a call name that a case they see has, in another width or kana, is told so with the way to it', async () => {
  const form = <NewCaseForm organisations={[CITY]} ownOrganisationId={CITY.id} known={[theCase]} />
  await drawScreen(form)
  const type = async (value: string) => fireEvent.change(await screen.findByLabelText(/呼び名/), { target: { value } })

  await type('かも')
  expect(screen.queryByText('同じ呼び名のケースがあります')).toBeNull()
  await type(' ｶﾓﾒ ')
  await screen.findByText('同じ呼び名のケースがあります')
  expect(screen.getByRole('link', { name: 'R08-001　カモメ' }).getAttribute('href')).toBe(`/cases/${theCase.id}`)
})
