import { fireEvent, screen, waitFor } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { expect, test } from 'vitest'
import type { AuditPage } from '#shared/api/audit.ts'
import type { CaseDetail } from '#shared/api/cases.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId, TODAY } from '#shared/fixtures/days.ts'
import { drawScreen, type FakeServer, fakeServer } from '#tests/support/drawScreen.tsx'
import { MAY_ALL } from '#tests/support/mayAll.ts'
import { CasePages } from './CasePages.tsx'

const CITY = anOrganisation()
const [ID, BY] = [fixedId('case', 1), fixedId('member', 4)]
const theCase: CaseDetail = {
  ...{ id: ID, number: 'R08-001', callName: 'みずうみ', needs: ['housing'], areaCode: null, missing: [] },
  ...{ leadOrganisation: CITY, state: 'supporting', openedOn: TODAY, conferences: [], team: [], bases: [] },
  can: MAY_ALL,
}
const PAGE: AuditPage = {
  items: [
    {
      ...{ id: 'one', at: Date.parse('2026-11-24T01:05:00Z'), kind: 'caseRead', by: BY, objectIds: [ID] },
      ...{ moreObjects: 0, isRefused: false, because: null, changes: [] },
    },
  ],
  things: {
    [BY]: { kind: 'member', name: 'Dさん', organisationName: '社会福祉法人みなとの森' },
    [ID]: { kind: 'case', number: 'R08-001' },
  },
  ...{ next: null, seal: null, verified: null },
}
const TRAIL = `GET /api/cases/${ID}/audit-records?`

async function draw(trail: { readonly [line: string]: AuditPage }, can: CaseDetail['can'] = MAY_ALL) {
  const list = (items: readonly unknown[]) => ({ status: 200, body: { items, next: null } })
  const server: FakeServer = fakeServer({
    [`GET /api/cases/${ID}`]: { status: 200, body: { ...theCase, can } },
    'GET /api/session': { status: 200, body: { signedIn: null } },
    'GET /api/members': list([{ ...aMember(), organisationName: CITY.name, hasAccount: true }]),
    ...Object.fromEntries(Object.entries(trail).map(([line, body]) => [line, { status: 200, body }])),
  })
  await drawScreen(
    <Routes location={`/cases/${ID}/trail`}>
      <Route path="/cases/:caseId/:part?" element={<CasePages />} />
    </Routes>,
    server,
  )
  await screen.findByRole('heading', { name: /^見た人・変えた人/ })
  return server
}
const asked = ({ sent }: FakeServer) => sent.map(({ line }) => line).filter((line) => line.includes('audit-records'))

test('[AC6.51] a case’s trail has the auditor’s lines and search, but for the number and for what is of no case; where none fits it says what to change', async () => {
  const none = { ...PAGE, items: [], things: {} }
  const server = await draw({ [TRAIL]: PAGE, [`${TRAIL}group=refused`]: none })
  const table = await screen.findByRole('table', { name: 'このケースを見た人・変えた人' })
  expect(table.textContent).toMatch(/Dさん（社会福祉法人みなとの森）.*ケースの画面を見た.*ケース R08-001/)
  expect(screen.queryByLabelText(/^ケースの番号/)).toBeNull()
  const kinds = [...screen.getByLabelText(/^記録の種類/).querySelectorAll('option')].map(({ value }) => value)
  expect(kinds).toEqual(['', 'seen', 'changed', 'refused'])

  fireEvent.change(screen.getByLabelText(/^記録の種類/), { target: { value: 'refused' } })
  fireEvent.click(screen.getByRole('button', { name: 'この条件で表示する' }))
  expect(await screen.findByText('条件に合う記録はありません')).toBeDefined()
  expect(screen.queryByText(/ケースの番号は/)).toBeNull()
  expect(asked(server)).toEqual([TRAIL, `${TRAIL}group=refused`])
})

test('[AC6.51] a trail that cannot be read is said to be that, and not to have nothing', async () => {
  await draw({})
  await waitFor(() => expect(screen.getByRole('alert')).toBeDefined())
  expect(screen.queryByText(/条件に合う/)).toBeNull()
})

test('[AC6.51] whoever comes by its address and may not is told who may, and nothing is asked for', async () => {
  const server = await draw({}, { ...MAY_ALL, readTrail: { allowed: false, because: 'wrongRole' } })
  expect(screen.getByText('ここは、このケースのコーディネーターだけが見られます')).toBeDefined()
  expect(asked(server)).toEqual([])
})
