import { useMutation } from '@tanstack/react-query'
import { fireEvent, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { drawScreen } from '#tests/support/drawScreen.tsx'
import { Button } from './Button.tsx'
import { CheckboxGroup } from './CheckboxGroup.tsx'
import { Dialog } from './Dialog.tsx'
import { Form } from './Form.tsx'
import { isFilledIn } from './filledIn.ts'
import { RadioGroup } from './RadioGroup.tsx'
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

function LongForm({ onSubmit }: Props) {
  const [text, setText] = useState('')
  return (
    <Form onSubmit={onSubmit} mayBeLost>
      <TextField label="呼び名" longest={4} value={text} onChange={setText} />
      <Button type="submit">送る</Button>
    </Form>
  )
}

test('[UI2.3] what is longer than the server takes is not sent, is kept whole and says so; white space around it does not count', async () => {
  let submitted = 0
  await drawScreen(<LongForm onSubmit={() => submitted++} />)
  const field = screen.getByLabelText<HTMLInputElement>('呼び名')
  const sendWith = async (value: string) => {
    fireEvent.change(field, { target: { value } })
    fireEvent.click(screen.getByRole('button'))
    await new Promise((resolve) => setTimeout(resolve))
  }

  await sendWith('みずうみの')
  expect([submitted, field.value, document.activeElement]).toEqual([0, 'みずうみの', field])
  expect(screen.getByText(/4文字以内/)).toBeDefined()

  await sendWith(' みずうみ ')
  expect(submitted).toBe(1)
})

test('[UI2.13] a form that is filled in again in a moment asks nothing before it is left', async () => {
  await drawScreen(<LongForm onSubmit={() => undefined} />)
  fireEvent.change(screen.getByLabelText('呼び名'), { target: { value: 'みず' } })
  expect(isFilledIn()).toBe(false)

  await drawScreen(<OneLineForm onSubmit={() => undefined} />)
  fireEvent.change(screen.getByLabelText('名前'), { target: { value: 'みず' } })
  expect(isFilledIn()).toBe(true)
})

test('[UI2.3] of a choice that is missing the first button has the focus, so that the arrows choose at once', async () => {
  const options = [
    { value: 'one', label: 'はい' },
    { value: 'other', label: 'いいえ' },
  ] as const
  await drawScreen(
    <Form onSubmit={() => undefined}>
      <RadioGroup label="どちら" value="" options={options} onChange={() => undefined} problem="選んでください。" />
      <Button type="submit">送る</Button>
    </Form>,
  )

  fireEvent.click(screen.getByRole('button', { name: '送る' }))
  expect(document.activeElement).toBe(screen.getByLabelText('はい'))
})

function ListInDialog({ onClose }: { readonly onClose: () => void }) {
  const [value, setValue] = useState<readonly string[]>([])
  return (
    <Dialog title="招く" isOpen onClose={onClose}>
      <Form onSubmit={() => undefined}>
        <CheckboxGroup label="だれを" value={value} options={[{ value: 'a', label: 'Aさん' }]} onChange={setValue} />
      </Form>
    </Dialog>
  )
}

test('[UI2.13] a press beside a dialog leaves it while nothing is ticked in it, and takes no tick', async () => {
  let closed = 0
  const pressBeside = async () => {
    const user = userEvent.setup()
    const beside = (await screen.findByRole('dialog')).parentElement?.parentElement
    if (beside == null) throw new Error('the dialog lies over something')
    await user.click(beside)
  }
  await drawScreen(<ListInDialog onClose={() => closed++} />)
  await pressBeside()
  expect(closed).toBe(1)

  fireEvent.click(screen.getByRole('checkbox'))
  await pressBeside()
  expect(closed).toBe(1)
})
