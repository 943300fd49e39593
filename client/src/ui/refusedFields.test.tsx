import { useMutation } from '@tanstack/react-query'
import { fireEvent, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { RequestFailure } from '#client/platform/requestFailure.ts'
import { drawScreen } from '#tests/support/drawScreen.tsx'
import { Button } from './Button.tsx'
import { CheckboxGroup } from './CheckboxGroup.tsx'
import { Form } from './Form.tsx'
import { TextField } from './TextField.tsx'
import { UnderstoodField } from './UnderstoodField.tsx'
import { fieldOf, useDraft } from './useDraft.ts'

interface Props {
  /** Answers what was sent. */
  readonly send: () => Promise<void>
}

function SomeForm({ send }: Props) {
  const draft = useDraft({ title: '', since: '', kinds: [] as readonly string[] })
  const change = useMutation({ mutationFn: send })
  return (
    <Form onSubmit={() => change.mutate()} failure={change.error}>
      <TextField label="名前" {...fieldOf(draft, 'title')} />
      <UnderstoodField label="いつから" {...fieldOf(draft, 'since')} understand={() => ({ kind: 'empty' })} />
      <CheckboxGroup label="種別" {...fieldOf(draft, 'kinds')} options={[{ value: 'one', label: 'ひとつ' }]} />
      <Button type="submit">送る</Button>
    </Form>
  )
}

const refusing =
  (...fields: readonly string[]) =>
  () =>
    Promise.reject(new RequestFailure('invalidInput', { fields }))
const field = () => screen.getByLabelText('いつから')
const describedBy = (id: string | null) => (id ?? '').split(' ').map((one) => document.getElementById(one)?.textContent)

test('[UI2.42] a field that the server refuses is marked, described by what is wrong and has the keyboard, also where Enter sent it', async () => {
  await drawScreen(<SomeForm send={refusing('since')} />)
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('名前'), '第1回{Enter}')

  await screen.findByRole('alert')
  expect([field().getAttribute('aria-invalid'), document.activeElement]).toEqual(['true', field()])
  expect(describedBy(field().getAttribute('aria-describedby'))).toContainEqual(
    expect.stringContaining('今日か過去の日'),
  )

  await user.type(field(), '令和8年')
  expect(field().getAttribute('aria-invalid')).toBeNull()
})

test('[UI2.42] whoever writes on while the answer is awaited keeps the keyboard, and what they changed is not called wrong', async () => {
  const { promise, reject } = Promise.withResolvers<void>()
  await drawScreen(<SomeForm send={() => promise} />)
  const user = userEvent.setup()
  const name = screen.getByLabelText('名前')
  await user.type(name, '第1回{Enter}')
  await user.type(name, '会議')

  reject(new RequestFailure('invalidInput', { fields: ['since', 'title'] }))

  await screen.findByRole('alert')
  expect(document.activeElement).toBe(name)
  expect([name, field()].map((one) => one.getAttribute('aria-invalid'))).toEqual([null, 'true'])
})

test('[UI2.42] a list of which one line is refused is marked as a whole, with general words where there are none of its own', async () => {
  await drawScreen(<SomeForm send={refusing('kinds.added.0', 'title')} />)
  fireEvent.click(screen.getByRole('button', { name: '送る' }))

  await screen.findByRole('alert')
  const group = screen.getByRole('group', { name: '種別' })
  expect(describedBy(group.getAttribute('aria-describedby'))).toEqual([expect.stringContaining('種別が一つも')])
  expect(screen.getByText(/この内容は受け付けられません/)).toBeDefined()
})

test('[UI2.42] of a list that is refused the first line has the keyboard', async () => {
  await drawScreen(<SomeForm send={refusing('kinds')} />)
  fireEvent.click(screen.getByRole('button', { name: '送る' }))

  await screen.findByRole('alert')
  expect(document.activeElement).toBe(screen.getByRole('checkbox', { name: 'ひとつ' }))
})
