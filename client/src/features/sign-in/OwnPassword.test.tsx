import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { GivenPassword, OwnPassword } from './OwnPassword.tsx'

const OPEN = 'パスワードを変える'
const GIVEN = 'ほかの人が決めたパスワードのままです'

const sessionWith = (password: 'own' | 'given' | 'none') => ({
  status: 200,
  body: {
    ...{ signedIn: { member: { id: 'mem_1' }, endsAt: 0, password }, mode: 'trial', csrfToken: 'token' },
    council: { name: '協議会', isDemo: false, needsSetUp: false },
  },
})

const page = (
  <main>
    <GivenPassword />
    <OwnPassword />
  </main>
)

const write = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
function send() {
  const button = within(screen.getByRole('dialog')).getByRole('button', { name: OPEN })
  button.focus()
  fireEvent.click(button)
}

async function drawOpened(answer: { readonly status: number; readonly body: unknown }) {
  const server = fakeServer({ 'GET /api/session': sessionWith('given'), 'POST /api/own-password': answer })
  await drawScreen(page, server)
  fireEvent.click(await screen.findByRole('button', { name: OPEN }))
  await screen.findByRole('dialog')
  return server
}

test('[AC7.28] who has a password that another made up is told at the head of the day’s work; who has an own one can change it, and the demo’s people have none', async () => {
  await drawScreen(page, fakeServer({ 'GET /api/session': sessionWith('given') }))
  expect(await screen.findByText(GIVEN)).toBeDefined()
  expect(screen.getAllByRole('button', { name: OPEN })).toHaveLength(1)
})

test.each([
  ['own', 1],
  ['none', 0],
] as const)(
  '[AC7.28] a password that is %s is not called another’s, and there are %d ways to change it',
  async (password, ways) => {
    await drawScreen(page, fakeServer({ 'GET /api/session': sessionWith(password) }))
    await waitFor(() => expect(screen.queryAllByRole('button', { name: OPEN })).toHaveLength(ways))
    expect(screen.queryByText(GIVEN)).toBeNull()
  },
)

test('[AC7.28] the form sends nothing that is too short or was typed otherwise the second time, and then both', async () => {
  const server = await drawOpened({ status: 200, body: {} })
  write(/^いまのパスワード/, 'みなとの朝はいつも静かです2026')
  write(/^新しいパスワード ?※/, 'みじかい')
  send()
  expect(await screen.findByText(/15文字以上にしてください/)).toBeDefined()
  write(/^新しいパスワード ?※/, '裏の畑の大根が今年はよく太った')
  write(/もう一度/, '裏の畑の大根が今年はよく太つた')
  send()
  expect(await screen.findByText(/同じものを入力してください/)).toBeDefined()
  const changes = () => server.sent.filter(({ line }) => line === 'POST /api/own-password').map(({ body }) => body)
  expect(changes()).toEqual([])

  write(/もう一度/, '裏の畑の大根が今年はよく太った')
  send()
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(changes()).toEqual([{ current: 'みなとの朝はいつも静かです2026', password: '裏の畑の大根が今年はよく太った' }])
})

test('[AC7.28] a present password that is wrong is said at its field', async () => {
  const detail = { because: 'currentPassword', fields: ['current'] }
  await drawOpened({ status: 400, body: { error: 'invalidInput', detail, traceId: 'trc_1' } })
  write(/^いまのパスワード/, 'ちがうもの')
  write(/^新しいパスワード ?※/, '裏の畑の大根が今年はよく太った')
  write(/もう一度/, '裏の畑の大根が今年はよく太った')
  send()

  await screen.findByRole('alert')
  const field = screen.getByLabelText(/^いまのパスワード/)
  expect(field.getAttribute('aria-invalid')).toBe('true')
  expect(document.activeElement).toBe(field)
})
