import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { Route, Routes, useLocation } from 'react-router'
import { expect, test } from 'vitest'
import type { CaseDetail } from '#shared/api/cases.ts'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { aConference, aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId, TODAY } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { MAY_ALL } from '#tests/support/mayAll.ts'
import { ConferenceSteps } from './ConferenceSteps.tsx'
import { NewConferenceForm } from './NewConferenceForm.tsx'

const CITY = anOrganisation({ name: '青波市' })
const may = { allowed: true } as const
const not = { allowed: false, because: 'wrongState' } as const
const theCase: CaseDetail = {
  ...{ id: fixedId('case', 2), number: 'R08-002', callName: 'みずうみ', needs: ['housing'], areaCode: null },
  ...{ leadOrganisation: CITY, state: 'supporting', missing: [], openedOn: TODAY, conferences: [], team: [] },
  bases: [
    {
      ...{ id: fixedId('basis', 2), kind: 'consent', discloser: CITY, recipients: [CITY], categories: ['basic'] },
      ...{ from: TODAY, until: null, endedOn: null, state: 'current', recorded: null },
    },
  ],
  can: MAY_ALL,
}
const { id, title, startsAt, place, meetingKind } = aConference()
const attendee = (index: number, name: string) => ({
  ...{ memberId: fixedId('member', index), name, organisationName: CITY.name, state: 'invited' as const },
})
const calledOff: ConferenceDetail = {
  ...{ id, title, startsAt, place, meetingKind, state: 'calledOff', isInvited: true, endedAt: null },
  case: { id: fixedId('case', 1), number: 'R08-001', callName: 'かもめ' },
  basis: { id: fixedId('basis', 1), kind: 'consent', isOver: false, parties: null },
  attendance: [attendee(1, 'Aさん'), attendee(2, 'Bさん')],
  ...{ invitable: [], documentId: fixedId('document', 1), noteRight: 'read' },
  can: { change: not, open: not, end: not, callOff: not, putBack: may, recordAttendance: not },
}
const person = (index: number, name: string) => ({
  ...aMember({ id: fixedId('member', index), name }),
  ...{ organisationName: CITY.name, hasAccount: true, loginName: null },
})
const planned: ConferenceDetail = { ...calledOff, state: 'planned', can: { ...calledOff.can, callOff: may } }
const OFF = `POST /api/conferences/${id}/calling-off`
const CALL = 'POST /api/conferences'

function Address() {
  const { pathname, search } = useLocation()
  return <p>{pathname + search}</p>
}

test('[CF1.22] a conference is called off with a reason that is chosen, or with none', async () => {
  const server = fakeServer({ [OFF]: { status: 204, body: null } })
  await drawScreen(<ConferenceSteps conference={planned} />, server)
  fireEvent.click(await screen.findByRole('button', { name: '会議を取りやめる' }))
  fireEvent.click(await screen.findByRole('radio', { name: 'ケースをまちがえて招集した' }))
  fireEvent.click(screen.getByRole('button', { name: '取りやめる' }))

  await waitFor(() => expect(server.sent).toEqual([{ line: OFF, body: { because: 'wrongCase' } }]))
})

test('[CF1.23] from one that was called off a case that goes on is chosen, and the form of that case comes with it', async () => {
  const cases = [theCase, { ...theCase, id: fixedId('case', 3), number: 'R08-003', state: 'closed' }]
  const list = { status: 200, body: { items: cases, next: null } }
  await drawScreen(
    <Routes>
      <Route path="/" element={<ConferenceSteps conference={calledOff} />} />
      <Route path="*" element={<Address />} />
    </Routes>,
    fakeServer({ 'GET /api/cases': list }),
  )
  fireEvent.click(await screen.findByRole('button', { name: '招集し直す' }))
  const dialog = within(await screen.findByRole('dialog'))
  const field = await dialog.findByLabelText<HTMLSelectElement>(/招集し直すケース/)
  expect([...field.options].slice(1).map(({ text }) => text)).toEqual(['R08-002　みずうみ'])
  fireEvent.click(dialog.getByRole('button', { name: '招集の入力へ進む' }))
  await dialog.findByText(/選んでください。/)
  fireEvent.change(field, { target: { value: theCase.id } })
  fireEvent.click(dialog.getByRole('button', { name: '招集の入力へ進む' }))

  await screen.findByText(`/cases/${theCase.id}/conferences/new?as=${id}`)
})

test('[CF1.23] called anew it has the name, time, place and kind of the one before, invites whom it may, and asks for a basis', async () => {
  const server = fakeServer({ [CALL]: { status: 201, body: { id } } })
  const team = [person(2, 'Bさん'), person(3, 'Cさん')]
  await drawScreen(<NewConferenceForm theCase={theCase} team={team} ownId={undefined} as={calledOff} />, server)
  await screen.findByText('このケースの支援チームにいないため、招かれません：Aさん')
  const call = () => fireEvent.click(screen.getByRole('button', { name: 'この内容で招集する' }))
  call()
  await screen.findByText(/選んでください。/)
  expect(server.sent).toEqual([])
  fireEvent.change(screen.getByLabelText(/^根拠/), { target: { value: fixedId('basis', 2) } })
  call()

  await waitFor(() => expect(server.sent.map(({ line }) => line)).toEqual([CALL]))
  expect(server.sent[0]?.body).toEqual({
    ...{ caseId: theCase.id, basisId: fixedId('basis', 2), inviteeIds: [fixedId('member', 2)] },
    ...{ title, startsAt, place, meetingKind },
  })
})
