import { fireEvent, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { drawScreen } from '#tests/support/drawScreen.tsx'
import { Button } from './Button.tsx'
import { Form } from './Form.tsx'
import { TextField } from './TextField.tsx'
import { UnderstoodField } from './UnderstoodField.tsx'

interface Props {
  readonly onSubmit: () => void
}

function OneLineForm({ onSubmit }: Props) {
  const [text, setText] = useState('')
  return (
    <Form onSubmit={onSubmit}>
      <TextField label="名前" value={text} onChange={setText} />
      <UnderstoodField label="日付" value={text} onChange={setText} understand={() => ({ kind: 'empty' })} />
      <Button type="submit">送る</Button>
    </Form>
  )
}

/** jsdom sends no form on Enter, so the browser's own step is played: it sends unless the key press was prevented. */
function pressEnter(field: HTMLElement, press: { readonly isComposing?: boolean; readonly keyCode?: number }) {
  const isAllowed = fireEvent.keyDown(field, { key: 'Enter', keyCode: 13, ...press })
  if (isAllowed && field instanceof HTMLInputElement && field.form !== null) fireEvent.submit(field.form)
}

test('[UI2.1] the Enter that confirms a conversion submits nothing, whichever sign of it the browser gives', async () => {
  let submitted = 0
  await drawScreen(<OneLineForm onSubmit={() => submitted++} />)

  for (const label of ['名前', '日付']) {
    pressEnter(screen.getByLabelText(label), { isComposing: true })
    pressEnter(screen.getByLabelText(label), { keyCode: 229 })
  }

  expect(submitted).toBe(0)
})

test('[UI2.1] the next Enter, with no conversion open, submits', async () => {
  let submitted = 0
  await drawScreen(<OneLineForm onSubmit={() => submitted++} />)

  pressEnter(screen.getByLabelText('名前'), {})

  expect(submitted).toBe(1)
})

test('[UI2.3] after a press that cannot be done the first wrong field has the focus and its words', async () => {
  const problem = '入力してください。'
  await drawScreen(
    <Form onSubmit={() => undefined}>
      <TextField label="一つ目" value="書いた" onChange={() => undefined} />
      <TextField label="二つ目" value="" onChange={() => undefined} problem={problem} />
      <TextField label="三つ目" value="" onChange={() => undefined} problem={problem} />
      <Button type="submit">送る</Button>
    </Form>,
  )

  fireEvent.click(screen.getByRole('button', { name: '送る' }))

  const second = screen.getByLabelText('二つ目')
  expect(document.activeElement).toBe(second)
  expect(document.getElementById(second.getAttribute('aria-describedby') ?? '')?.textContent).toBe(`＊${problem}`)
})

test('[UI2.4] what cannot be done now keeps its place for the keyboard, says why, and does nothing', async () => {
  let pressed = 0
  await drawScreen(
    <Button unavailableBecause="根拠がありません。" onPress={() => pressed++}>
      招集する
    </Button>,
  )
  const button = screen.getByRole('button', { name: '招集する' })

  button.focus()
  fireEvent.click(button)

  expect(document.activeElement).toBe(button)
  expect(button.getAttribute('aria-disabled')).toBe('true')
  expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBe('根拠がありません。')
  expect(pressed).toBe(0)
})
