import { fireEvent, screen, within } from '@testing-library/react'
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

test.each([
  ['volunteer', ['今日の用件', '会議', 'ケース', '協議会']],
  ['observer', ['今日の用件', '会議', '協議会']],
  ['administrator', ['今日の用件', '協議会']],
])('[UI2.46] [AC2.13] the menu of a %s leads back to the day’s work by its name', async (role, names) => {
  const { member } = SIGNED_IN.signedIn
  const session = { ...SIGNED_IN, signedIn: { member: { ...member, role } } }
  await drawScreen(<ShellHeader />, fakeServer({ 'GET /api/session': { status: 200, body: session } }))
  const menu = within(await screen.findByRole('navigation', { name: '主なメニュー' }))
  const links = menu.getAllByRole('link')

  expect(links.map(({ textContent }) => textContent)).toEqual(names)
  expect(links.map((link) => link.getAttribute('aria-current'))).toEqual(['page', ...names.slice(1).map(() => null)])
  expect(links[0]?.getAttribute('href')).toBe('/')
})
