import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { SignInForm } from './SignInForm.tsx'

function fill(loginName: string, password: string) {
  fireEvent.change(screen.getByLabelText(/ログイン名/), { target: { value: loginName } })
  fireEvent.change(screen.getByLabelText(/パスワード/), { target: { value: password } })
  fireEvent.click(screen.getByRole('button', { name: 'ログインする' }))
}

const refusal = (error: string, detail: object) => ({
  'POST /api/session': { status: 401, body: { error, detail, traceId: 'trc_1' } },
})

test('[UI2.5] a refused sign-in says why and keeps what was typed', async () => {
  await drawScreen(<SignInForm />, fakeServer(refusal('signInRequired', { because: 'credentials' })))

  fill('a-san', '長い長い合言葉です')

  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('ログイン名かパスワードが違います')
  expect(screen.getByLabelText<HTMLInputElement>(/ログイン名/).value).toBe('a-san')
})

test('[UI2.5] too many attempts say how long to wait', async () => {
  await drawScreen(<SignInForm />, fakeServer(refusal('tooManyRequests', {})))

  fill('a-san', '長い長い合言葉です')

  expect((await screen.findByRole('alert')).textContent).toContain('1分ほど待って')
})

test('[UI2.29] whoever is kept waiting for wrong passwords is not told to come back too early', async () => {
  await drawScreen(<SignInForm />, fakeServer(refusal('tooManyRequests', { because: 'tooManyTries' })))

  fill('a-san', '長い長い合言葉です')

  expect((await screen.findByRole('alert')).textContent).toContain('15分ほど待って')
})

test('[UI2.29] wherever one signs in stands whom to tell of a lost password, and who makes a new one', async () => {
  await drawScreen(<SignInForm />)

  const help = within(screen.getByRole('form')).getByText(/わからないとき/)
  expect(help.textContent).toMatch(/管理者に伝えて.*サーバーを動かしている人が作ります/)
})

test('[UI2.5] with the network gone the form says so and asks nothing twice', async () => {
  const server = fakeServer({})
  await drawScreen(<SignInForm />, server)

  fill('a-san', '長い長い合言葉です')

  expect((await screen.findByRole('alert')).textContent).toContain('返事がありません')
  expect(server.sent).toHaveLength(1)
})

test('[UI2.3] an empty form is not sent: only the one filled in afterwards is', async () => {
  const server = fakeServer({})
  await drawScreen(<SignInForm />, server)

  fill('  ', '')
  expect(screen.getByText(/ログイン名を入力してください/)).toBeDefined()
  expect(document.activeElement).toBe(screen.getByLabelText(/ログイン名/))
  fill('a-san', '長い長い合言葉です')
  await screen.findByRole('alert')

  expect(server.sent.map(({ body }) => body)).toEqual([{ loginName: 'a-san', password: '長い長い合言葉です' }])
})

test('[UI2.52] a password can be shown, so that a sentence is converted and read over, and is sent to no spelling service', async () => {
  const server = fakeServer({})
  await drawScreen(<SignInForm />, server)
  const field = screen.getByLabelText<HTMLInputElement>(/^パスワード/)
  fireEvent.change(field, { target: { value: 'みなとの朝はいつもとても静か' } })
  expect(field.type).toBe('password')

  fireEvent.click(screen.getByRole('checkbox', { name: '入力した文字を表示する' }))
  expect(field.type).toBe('text')
  expect(field.value).toBe('みなとの朝はいつもとても静か')
  expect(field.getAttribute('spellcheck')).toBe('false')
  expect(field.getAttribute('autocomplete')).toBe('current-password')

  fireEvent.click(screen.getByRole('checkbox', { name: '入力した文字を表示する' }))
  expect(field.type).toBe('password')
  expect(server.sent).toEqual([])
})
