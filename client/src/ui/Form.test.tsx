import { useMutation } from '@tanstack/react-query'
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

interface SlowFormProps {
  /** Called as the work begins. */
  readonly onBegin: () => void
}

function SlowForm({ onBegin }: SlowFormProps) {
  const change = useMutation({ mutationFn: () => new Promise<void>(() => undefined) })
  const begin = () => {
    onBegin()
    change.mutate()
  }
  return (
    <Form onSubmit={begin}>
      <TextField label="名前" value="書いた" onChange={() => undefined} />
      <Button type="submit" isBusy={change.isPending}>
        送る
      </Button>
    </Form>
  )
}

test('[UI2.12] a second press that comes before the page shows that work is under way sends nothing', async () => {
  let begun = 0
  const { promise: isPressedAgain, resolve } = Promise.withResolvers<void>()
  const press = () => fireEvent.click(screen.getByRole('button'))
  const onBegin = () => {
    begun++
    if (begun > 1) return
    setTimeout(() => {
      press()
      resolve()
    })
  }
  await drawScreen(<SlowForm onBegin={onBegin} />)

  press()
  await isPressedAgain

  expect(begun).toBe(1)
  await screen.findByText('お待ちください…')
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
