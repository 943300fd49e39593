import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { BasisView, CaseDetail } from '#shared/api/cases.ts'
import type { ConferenceDetail } from '#shared/api/conferences.ts'
import { fixedId, inDays, TODAY } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { MAY_ALL } from '#tests/support/mayAll.ts'
import { ReplaceBasisDialog } from './ReplaceBasis.tsx'

const ID = fixedId('conference', 1)
const MAY = { allowed: true } as const
const [LEAD, CLINIC, OFFICE] = ['地域生活定着支援センター', '病院', '福祉課'].map((name, index) => ({
  id: fixedId('organisation', index + 1),
  name,
})) as [CaseDetail['leadOrganisation'], CaseDetail['leadOrganisation'], CaseDetail['leadOrganisation']]

const consent = (nth: number, given: Partial<BasisView>): BasisView => ({
  ...{
    id: fixedId('basis', nth),
    kind: 'consent',
    discloser: LEAD,
    recipients: [CLINIC, OFFICE],
    categories: ['basic'],
  },
  ...{ from: inDays(-90), until: null, endedOn: null, state: 'current', recorded: null },
  ...given,
})
const bases = [consent(1, { state: 'ended' }), consent(2, { recipients: [OFFICE], from: TODAY })]

const theCase: CaseDetail = {
  ...{
    id: fixedId('case', 1),
    number: 'R08-001',
    callName: 'みずうみ',
    needs: [],
    areaCode: null,
    leadOrganisation: LEAD,
  },
  ...{ state: 'supporting', missing: [], openedOn: inDays(-90), team: [], bases, conferences: [] },
  can: MAY_ALL,
}

const attendee = (nth: number, organisationName: string) => ({
  ...{ memberId: fixedId('member', nth), name: '見本', organisationName },
  state: 'invited' as const,
})

const conference: ConferenceDetail = {
  ...{ id: ID, case: { id: theCase.id, number: theCase.number, callName: theCase.callName }, title: '第1回' },
  ...{ meetingKind: 'caseConference', startsAt: 0, place: '会議室', state: 'planned', isInvited: true, invitable: [] },
  basis: { id: fixedId('basis', 1), kind: 'consent', isOver: true, parties: null },
  attendance: [attendee(1, LEAD.name), attendee(2, CLINIC.name), attendee(3, OFFICE.name)],
  ...{ documentId: null, endedAt: null, noteRight: 'none' },
  can: { change: MAY, open: MAY, end: MAY, callOff: MAY, putBack: MAY, recordAttendance: MAY },
}

test('[CF1.17] only what holds is chosen, who is invited and not named there is pointed out, and what stood there is sent along', async () => {
  const server = fakeServer({ [`PUT /api/conferences/${ID}/basis`]: { status: 200, body: conference } })
  let isClosed = false
  const close = () => {
    isClosed = true
  }
  await drawScreen(<ReplaceBasisDialog {...{ conference, theCase }} onClose={close} />, server)
  const choices = await screen.findAllByRole('radio')
  expect(choices.map((choice) => choice.closest('label')?.textContent)).toEqual([
    `本人の同意（${LEAD.name} → ${OFFICE.name}）`,
  ])
  expect(screen.queryByText(/この根拠に名前がない/)).toBeNull()

  fireEvent.click(screen.getByRole('radio'))
  expect(screen.getByText(/この根拠に名前がない/).textContent).toContain(`：${CLINIC.name}。`)
  fireEvent.click(screen.getByRole('button', { name: '根拠を替える' }))

  await waitFor(() => expect(isClosed).toBe(true))
  expect(server.sent.map(({ body }) => body)).toEqual([{ basisId: fixedId('basis', 2), shown: fixedId('basis', 1) }])
})

test('[CF1.17] where no basis holds the dialog leads to where one is recorded', async () => {
  await drawScreen(
    <ReplaceBasisDialog
      conference={conference}
      theCase={{ ...theCase, bases: bases.slice(0, 1) }}
      onClose={() => undefined}
    />,
  )

  const way = await screen.findByRole('link', { name: 'ケースの画面で根拠を加える' })
  expect(way.getAttribute('href')).toBe(`/cases/${theCase.id}`)
})
