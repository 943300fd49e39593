import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { CaseSummary } from '#shared/api/cases.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { CaseListPage } from './CaseListPage.tsx'

const ORGANISATION = { id: fixedId('organisation', 1), name: 'みほん県地域生活定着支援センター' }

const cases: readonly CaseSummary[] = Array.from({ length: 130 }, (_, place) => ({
  id: fixedId('case', place + 1),
  number: `R08-${String(place + 1).padStart(3, '0')}`,
  callName: `うみ${place + 1}`,
  needs: ['housing'],
  areaCode: null,
  leadOrganisation: ORGANISATION,
  state: 'supporting',
  missing: [],
  openedOn: '2026-05-01' as PlainDate,
}))

const SIGNED_IN = {
  signedIn: {
    member: {
      ...{ id: fixedId('member', 2), name: 'Bさん', kana: 'びい', organisationId: ORGANISATION.id },
      ...{ organisationName: ORGANISATION.name, role: 'coordinator', volunteerKind: null, offices: [] },
      ...{ from: '2026-04-01', until: null, hasAccount: true },
    },
    endsAt: Date.parse('2026-12-24T05:00:00Z'),
  },
  council: { name: '協議会', isDemo: false, needsSetUp: false },
  mode: 'trial',
  csrfToken: 'token',
}

const draw = (items = cases) =>
  drawScreen(
    <CaseListPage />,
    fakeServer({
      'GET /api/session': { status: 200, body: SIGNED_IN },
      'GET /api/cases': { status: 200, body: { items, next: null } },
      'GET /api/organisations': { status: 200, body: { items: [], next: null } },
    }),
  )

test('[UI2.55] of a few cases nobody searches', async () => {
  await draw(cases.slice(0, 5))
  await screen.findByRole('link', { name: 'うみ5' })
  expect([screen.queryByLabelText(/^番号/), screen.queryByText(/条件に合うのは/)]).toEqual([null, null])

  await draw(cases.slice(0, 6))
  expect(await screen.findByLabelText(/^番号/)).toBeDefined()
})

test('[UI2.27] a long list is drawn a hundred lines at a time, and on the way back it is as long as it was', async () => {
  await draw()
  // By role it would take seconds to look through so many lines.
  const links = () => document.querySelectorAll('tbody a').length
  await expect.poll(links).toBe(100)
  screen.getByText('130件のうち、条件に合うのは130件です。')
  screen.getByText('130件のうち100件目まで表示しています。')

  fireEvent.click(screen.getByText('続きを表示する'))
  await waitFor(() => expect(document.activeElement?.textContent === 'うみ101').toBe(true))
  expect([links(), screen.queryByText('続きを表示する')]).toEqual([130, null])
  await draw()
  await expect.poll(links).toBe(130)

  fireEvent.change(screen.getByLabelText(/^番号/), { target: { value: 'うみ12' } })
  await expect.poll(links).toBe(11)
  screen.getByText('130件のうち、条件に合うのは11件です。')
})

test('[UI2.36] where no case is yet, the way to the first is offered once', async () => {
  await draw([])
  await screen.findByText('ケースはまだありません')

  expect(screen.getAllByRole('link', { name: 'ケースを開く' })).toHaveLength(1)
})
