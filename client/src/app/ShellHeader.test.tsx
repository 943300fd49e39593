import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { ShellHeader } from './ShellHeader.tsx'

const SIGNED_IN = {
  council: { name: '県再犯防止推進会議', needsSetUp: false, isDemo: false },
  signedIn: { member: { id: demoMemberId('B'), name: 'Bさん', organisationName: '県', role: 'coordinator' } },
  csrfToken: 't',
}

test('[AC7.16] a log-out that does not come through is said, and can be pressed again', async () => {
  const server = fakeServer({
    'GET /api/session': { status: 200, body: SIGNED_IN },
    'DELETE /api/session': { status: 502, body: '<html>Bad Gateway</html>' },
  })
  await drawScreen(<ShellHeader />, server)
  const logOut = () => server.sent.filter(({ line }) => line === 'DELETE /api/session').length

  fireEvent.click(await screen.findByRole('button', { name: 'ログアウト' }))

  await screen.findByText(/ログアウトできたか確かめられません/)
  fireEvent.click(screen.getByRole('button', { name: 'ログアウト' }))
  await expect.poll(logOut).toBe(2)
})
