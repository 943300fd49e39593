import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { PlainDate } from '#shared/core/time.ts'
import type { Office, Role } from '#shared/domain/member.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { CouncilPage } from './CouncilPage.tsx'

const ORGANISATION = anOrganisation()
const list = (items: readonly unknown[]) => ({ status: 200, body: { items, next: null } })

/** True when the council's page of such a member offers to record that a consent was withdrawn. */
async function offersWithdrawal(role: Role, office: Office | null): Promise<boolean> {
  const offices = office === null ? [] : [{ office, from: '2026-04-01' as PlainDate, until: null }]
  const seen = { organisationName: ORGANISATION.name, hasAccount: true, loginName: null }
  const member = { ...aMember({ role, offices }), ...seen }
  const council = { name: 'みほん協議会', isDemo: false, needsSetUp: false }
  await drawScreen(
    <CouncilPage />,
    fakeServer({
      'GET /api/session': { status: 200, body: { signedIn: { member }, council, mode: 'trial', csrfToken: 'token' } },
      'GET /api/members': list([member]),
      'GET /api/organisations': list([ORGANISATION]),
      'GET /api/support-meetings': list([]),
    }),
  )
  await screen.findByRole('heading', { level: 1 })
  return screen.queryByRole('button', { name: '同意の撤回を記録する' }) !== null
}

test('[CS3.3] the 事務局 finds on the council’s page where a withdrawal is recorded; other members do not, and coordinators below their cases', async () => {
  expect(await offersWithdrawal('staff', 'secretariat')).toBe(true)
  expect(await offersWithdrawal('administrator', 'secretariat')).toBe(true)
  expect(await offersWithdrawal('staff', 'chair')).toBe(false)
  expect(await offersWithdrawal('coordinator', 'secretariat')).toBe(false)
})
