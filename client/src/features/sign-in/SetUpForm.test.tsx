import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { SetUpForm } from './SetUpForm.tsx'

const refusal = (because: string) =>
  fakeServer({
    'POST /api/setup': { status: 403, body: { error: 'forbidden', detail: { because }, traceId: 'trc_1' } },
  })

/** Fills in every field and sends it with the button, which has the focus then as after a press. */
function fillAndSend() {
  for (const field of screen.getAllByLabelText(/./, { selector: 'input' }))
    fireEvent.change(field, { target: { value: 'あおぞらの下の長い長い合言葉です' } })
  fireEvent.change(screen.getByLabelText(/^地域コード/), { target: { value: '' } })
  const button = screen.getByRole('button')
  button.focus()
  fireEvent.click(button)
}

const described = (field: HTMLElement) =>
  (field.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent)

for (const [because, label, words] of [
  ['setUpCode', /一度きりの番号/, '一度きりの番号が違います'],
  ['tooCommon', /^パスワード/, 'パスワード'],
] as const)
  test(`[UI2.37] what the server refuses of a field (${because}) is said at it, and the keyboard is there, until something else is written`, async () => {
    await drawScreen(<SetUpForm />, refusal(because))
    fillAndSend()

    await screen.findByRole('alert')
    const field = screen.getByLabelText(label, { selector: 'input' })
    expect(field.getAttribute('aria-invalid')).toBe('true')
    expect(described(field).at(-1)).toContain(words)
    expect(document.activeElement).toBe(field)

    fireEvent.change(field, { target: { value: 'ほかのもので、こんどは十分に長い合言葉' } })
    expect(field.getAttribute('aria-invalid')).toBeNull()
  })

test('[UI2.37] whoever writes on while the answer is on its way is not torn from the field', async () => {
  await drawScreen(<SetUpForm />, refusal('setUpCode'))
  fillAndSend()
  const name = screen.getByLabelText(/^あなたの氏名/, { selector: 'input' })
  name.focus()
  await screen.findByRole('alert')
  expect(document.activeElement).toBe(name)
})

test('[CL1.31] an area code may be left out, is read in full width, and what is none is not sent', async () => {
  const server = refusal('setUpCode')
  await drawScreen(<SetUpForm />, server)
  fillAndSend()
  await screen.findByRole('alert')
  const codeIs = (value: string) => {
    fireEvent.change(screen.getByLabelText(/^地域コード/), { target: { value } })
    fireEvent.submit(screen.getByRole('form'))
  }
  codeIs('123453')
  await screen.findByText(/6桁のコードと合いません/)
  await expect.poll(() => server.sent.length).toBe(1)
  codeIs('１２３４５５')
  await expect.poll(() => server.sent.length).toBe(2)

  expect(server.sent.map(({ body }) => body)).toEqual([
    expect.objectContaining({ areaCode: null }),
    expect.objectContaining({ areaCode: '123455' }),
  ])
})
