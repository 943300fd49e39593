import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { isFilledIn } from '#client/ui/filledIn.ts'
import type { SessionView } from '#shared/api/session.ts'
import { aMember } from '#shared/fixtures/builders.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { SetUpPage } from './SetUpPage.tsx'

const NOBODY: SessionView = {
  signedIn: null,
  council: { name: '', isDemo: false, needsSetUp: true },
  ...{ mode: 'trial', csrfToken: 'token' },
}
const FIRST = { ...aMember({ role: 'administrator' }), organisationName: 'みほん県みなと市', hasAccount: true }

test('[UI2.13] a council that was set up is shown at once, without a question about what was filled in for it', async () => {
  const server = fakeServer({
    'GET /api/session': { status: 200, body: NOBODY },
    'POST /api/setup': { status: 200, body: { ...NOBODY, signedIn: { member: FIRST, endsAt: 0 } } },
  })
  await drawScreen(<SetUpPage />, server)
  for (const field of await screen.findAllByLabelText(/※必須/))
    fireEvent.change(field, { target: { value: '月夜の港に船が三そう並ぶ夜だった' } })
  expect(isFilledIn()).toBe(true)

  fireEvent.click(screen.getByRole('button', { name: 'この内容で始める' }))
  await expect.poll(() => screen.queryByRole('form')).toBe(null)

  expect([screen.queryByRole('dialog'), isFilledIn()]).toEqual([null, false])
})
