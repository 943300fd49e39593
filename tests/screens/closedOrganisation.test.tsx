import { fireEvent, screen, within } from '@testing-library/react'
import type { ReactNode } from 'react'
import { Route, Routes } from 'react-router'
import { expect, test } from 'vitest'
import { CasePage } from '#client/pages/CasePage.tsx'
import { EditCasePage } from '#client/pages/EditCasePage.tsx'
import { NewCasePage } from '#client/pages/NewCasePage.tsx'
import { NewConferencePage } from '#client/pages/NewConferencePage.tsx'
import type { CaseDetail } from '#shared/api/cases.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId, inDays, TODAY } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { MAY_ALL } from '#tests/support/mayAll.ts'

const named = (index: number, name: string, closedOn: string | null = null) =>
  anOrganisation({ id: fixedId('organisation', index), name, closedOn: closedOn as PlainDate | null })
const LEAD = named(1, 'みなと市')
const CLOSED = named(2, '閉じた会', '2026-11-24')
const CLOSING = named(3, 'あす閉じる会', '2026-11-25')
const theCase: CaseDetail = {
  ...{ id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ', needs: ['housing'], areaCode: null },
  ...{ leadOrganisation: { id: LEAD.id, name: LEAD.name }, state: 'intake', missing: [], openedOn: TODAY },
  ...{ conferences: [], team: [], bases: [] },
  can: MAY_ALL,
}
const member = { ...aMember(), organisationName: LEAD.name, hasAccount: true, loginName: null }
const CLOSED_MEMBER = aMember({ id: fixedId('member', 2), name: 'Xさん', organisationId: CLOSED.id, role: 'staff' })
const list = (items: readonly unknown[]) => ({ status: 200, body: { items, next: null } })

async function draw(page: ReactNode, shown = theCase) {
  const session = {
    signedIn: { member, endsAt: Date.parse('2026-12-24T05:00:00Z') },
    ...{ council: { name: '協議会', isDemo: false, needsSetUp: false }, mode: 'trial', csrfToken: 'token' },
  }
  await drawScreen(
    <Routes location="/of/1">
      <Route path="/of/:caseId" element={page} />
    </Routes>,
    fakeServer({
      'GET /api/session': { status: 200, body: session },
      'GET /api/members': list([
        member,
        { ...CLOSED_MEMBER, organisationName: CLOSED.name, hasAccount: false, loginName: null },
      ]),
      'GET /api/organisations': list([LEAD, CLOSED, CLOSING]),
      'GET /api/cases/1': { status: 200, body: shown },
      [`GET /api/cases/${theCase.id}/note-rows`]: list([]),
    }),
  )
  await screen.findByRole('heading', { level: 1 })
}

const offeredIn = (select: HTMLElement) =>
  within(select)
    .getAllByRole('option')
    .map(({ textContent }) => textContent)
const ask = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

test('[CL1.20] an organisation that has closed is offered for no team, no basis and no lead, and until that day it is', async () => {
  await draw(<CasePage />)
  ask('機関を加える')
  expect(offeredIn(await screen.findByLabelText(/^機関/))).toEqual(['選択してください', LEAD.name, CLOSING.name])

  await draw(<CasePage />)
  ask('根拠を加える')
  expect(offeredIn(await screen.findByLabelText(/^伝える機関/))).toEqual(['選択してください', LEAD.name, CLOSING.name])
  expect(screen.queryByRole('checkbox', { name: CLOSED.name })).toBeNull()

  await draw(<NewCasePage />)
  expect(offeredIn(await screen.findByLabelText(/^主担当機関/))).toEqual(['選択してください', LEAD.name, CLOSING.name])

  await draw(<EditCasePage />)
  expect(offeredIn(await screen.findByLabelText(/^主担当機関/))).toEqual([LEAD.name, CLOSING.name])
})

test('[CL1.21] nobody of an organisation that has closed is offered for a conference', async () => {
  const place = { member: null, categories: ['basic' as const], from: inDays(-30), until: null }
  const team = [LEAD, CLOSED].map(({ id, name }) => ({ ...place, organisation: { id, name } }))
  await draw(<NewConferencePage />, { ...theCase, team })

  const offered = screen.getAllByRole('checkbox').map((box) => box.closest('label')?.textContent)
  expect(offered).toEqual([expect.stringContaining(member.name)])
})
