import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { ChangeOrganisation } from './ChangeOrganisation.tsx'
import { OrganisationTable } from './OrganisationTable.tsx'

const organisation = anOrganisation()

async function drawn() {
  const list = (items: readonly object[]) => ({ status: 200, body: { items } })
  const server = fakeServer({
    [`PATCH /api/organisations/${organisation.id}`]: { status: 200, body: organisation },
    'GET /api/organisations': list([organisation]),
    'GET /api/members': list([
      { ...aMember(), organisationName: organisation.name, hasAccount: true, loginName: null },
    ]),
  })
  let isClosed = false
  const close = () => {
    isClosed = true
  }
  await drawScreen(<ChangeOrganisation organisation={organisation} onClose={close} />, server)
  await screen.findByRole('dialog')
  const user = userEvent.setup()
  const write = async (label: RegExp, text: string) => {
    await user.clear(screen.getByLabelText(label))
    await user.paste(text)
  }
  const save = () => user.click(screen.getByRole('button', { name: '保存する' }))
  const wasClosed = () => waitFor(() => expect(isClosed).toBe(true))
  return {
    user,
    write,
    save,
    wasClosed,
    sent: () => server.sent.filter(({ line }) => !line.startsWith('GET')).map(({ body }) => body),
  }
}

test('[CL1.14] [CL1.22] [CL1.27] the form begins with the facts that stand there, and sends those that were changed', async () => {
  const { user, write, save, wasClosed, sent } = await drawn()
  await write(/^機関名/, 'みほん県みさき市')
  await user.click(screen.getByRole('checkbox', { name: '医療機関' }))
  await write(/^閉じる日/, '令和9年4月1日')
  await save()
  await wasClosed()

  const kinds = { removed: [], added: ['hospital'] }
  const shown = { name: organisation.name, closedOn: null }
  expect(sent()).toEqual([{ name: 'みほん県みさき市', kinds, closedOn: '2027-04-01', shown }])
})

test('[CL1.14] what is missing or unreadable is said and not sent, and an unchanged form asks for nothing', async () => {
  const { write, save, wasClosed, sent } = await drawn()
  await write(/^機関名/, ' ')
  await save()
  await screen.findByText(/入力してください/)
  await write(/^機関名/, organisation.name)
  await write(/^閉じる日/, 'いつか')
  await save()
  await screen.findByText(/日付として読み取れません/)
  expect(sent()).toEqual([])

  await write(/^閉じる日/, ' ')
  await save()
  await wasClosed()
  expect(sent()).toEqual([])
})

test('[CL1.14] whoever may not keep the list has no way to change it', async () => {
  await drawScreen(<OrganisationTable organisations={[organisation]} onChange={null} />)
  await screen.findByText(organisation.name)
  expect(screen.queryAllByRole('button')).toEqual([])

  await drawScreen(<OrganisationTable organisations={[organisation]} onChange={() => undefined} />)
  expect((await screen.findByRole('button')).textContent).toBe(`内容を直す：${organisation.name}`)
})

test('[CL1.23] who closes the organisation of the last coordinator, or takes it out, is told before what stands still then', async () => {
  const { user, write } = await drawn()
  const gap = () => screen.queryByText(/コーディネーターが一人もいない日ができます/)
  expect(gap()).toBeNull()
  await write(/^閉じる日/, '令和9年4月1日')
  expect(gap()).not.toBeNull()
  await write(/^閉じる日/, ' ')
  expect(gap()).toBeNull()
  await user.click(screen.getByRole('radio', { name: /構成機関ではない/ }))
  expect(gap()).not.toBeNull()
})

test('[CL1.33] with another name it is asked since when, and an unreadable day or one ahead is not sent', async () => {
  const { write, save, wasClosed, sent } = await drawn()
  expect(screen.queryByLabelText(/^この名前になった日/)).toBeNull()
  await write(/^機関名/, 'みほん県みさき市')
  await write(/^この名前になった日/, '令和18年4月1日')
  await save()
  await screen.findByText(/名前が変わる日が来てから/)
  await write(/^この名前になった日/, 'いつか')
  await save()
  expect(sent()).toEqual([])
  await write(/^この名前になった日/, '令和8年4月1日')
  await save()
  await wasClosed()

  expect(sent()).toEqual([{ name: 'みほん県みさき市', since: '2026-04-01', shown: { name: organisation.name } }])
})
