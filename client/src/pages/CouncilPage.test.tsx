import { screen, waitFor } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { PlainDate } from '#shared/core/time.ts'
import type { Office, Role } from '#shared/domain/member.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { drawScreen, type FakeServer, fakeServer } from '#tests/support/drawScreen.tsx'
import { CouncilPage } from './CouncilPage.tsx'

const ORGANISATION = anOrganisation()
const list = (items: readonly unknown[]) => ({ status: 200, body: { items, next: null } })

async function drawnFor(role: Role, office: Office | null): Promise<FakeServer> {
  const offices = office === null ? [] : [{ office, from: '2026-04-01' as PlainDate, until: null }]
  const seen = { organisationName: ORGANISATION.name, hasAccount: true, loginName: null }
  const member = { ...aMember({ role, offices }), ...seen }
  const council = { name: 'みほん協議会', isDemo: false, needsSetUp: false }
  const server = fakeServer({
    'GET /api/session': { status: 200, body: { signedIn: { member }, council, mode: 'trial', csrfToken: 'token' } },
    'GET /api/members': list([member]),
    'GET /api/organisations': list([ORGANISATION]),
    'GET /api/support-meetings': list([]),
  })
  await drawScreen(<CouncilPage />, server)
  await screen.findByRole('heading', { level: 1 })
  return server
}

/** True when the council's page of such a member offers to record that a consent was withdrawn. */
async function offersWithdrawal(role: Role, office: Office | null): Promise<boolean> {
  await drawnFor(role, office)
  return screen.queryByRole('button', { name: '同意の撤回を記録する' }) !== null
}

test('[CS3.3] the 事務局 finds on the council’s page where a withdrawal is recorded; other members do not, and coordinators below their cases', async () => {
  expect(await offersWithdrawal('staff', 'secretariat')).toBe(true)
  expect(await offersWithdrawal('administrator', 'secretariat')).toBe(true)
  expect(await offersWithdrawal('staff', 'chair')).toBe(false)
  expect(await offersWithdrawal('coordinator', 'secretariat')).toBe(false)
})

test('[CL3.18] where no hint gets through, each list of the council is asked for once a minute', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const { sent } = await drawnFor('staff', null)
  await screen.findByRole('heading', { level: 2, name: '機関' })
  const counted = () =>
    ['members', 'organisations'].map((list) => sent.filter(({ line }) => line === `GET /api/${list}`).length)
  expect(counted()).toEqual([1, 1])

  vi.advanceTimersByTime(60_000)

  await waitFor(() => expect(counted()).toEqual([2, 2]))
})
