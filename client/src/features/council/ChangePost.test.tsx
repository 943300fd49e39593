import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { MemberView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { ChangePost } from './ChangePost.tsx'

const APRIL = '2026-04-01' as PlainDate
const member: MemberView = {
  ...aMember({ role: 'staff', offices: [{ office: 'committee', from: APRIL, until: null }] }),
  ...{ organisationName: 'みなと市', hasAccount: true, loginName: null },
}
const organisations = [
  anOrganisation(),
  anOrganisation({ id: fixedId('organisation', 2), name: 'なぎさ会' }),
  anOrganisation({ id: fixedId('organisation', 3), name: '閉じた会', closedOn: APRIL }),
]

const shown = { organisationId: member.organisationId, role: member.role, volunteerKind: member.volunteerKind }

async function drawn(of: MemberView = member, isOwn = false) {
  const server = fakeServer({ [`PATCH /api/members/${of.id}/post`]: { status: 200, body: of } })
  let isClosed = false
  const close = () => {
    isClosed = true
  }
  await drawScreen(<ChangePost member={of} organisations={organisations} isOwn={isOwn} onClose={close} />, server)
  const user = userEvent.setup()
  const save = () => user.click(screen.getByRole('button', { name: '保存する' }))
  const wasClosed = () => waitFor(() => expect(isClosed).toBe(true))
  return { user, save, wasClosed, sent: () => server.sent.map(({ body }) => body) }
}

test('[CL1.13] the form begins with the post that stands there, offers no closed organisation and sends only what was changed', async () => {
  const { user, save, wasClosed, sent } = await drawn()
  const organisation = screen.getByLabelText<HTMLSelectElement>(/^機関/)
  expect([organisation.value, screen.getByLabelText<HTMLSelectElement>(/^役割/).value]).toEqual([
    ...[member.organisationId, 'staff'],
  ])
  expect([...organisation.options].map(({ text }) => text)).not.toContain('閉じた会')

  await user.selectOptions(organisation, 'なぎさ会')
  await save()
  await wasClosed()
  expect(sent()).toEqual([{ organisationId: fixedId('organisation', 2), since: '2026-11-24', shown }])
})

test('[CL1.13] an unchanged form asks for nothing, and a volunteer says of which kind', async () => {
  const untouched = await drawn()
  await untouched.save()
  await untouched.wasClosed()
  expect(untouched.sent()).toEqual([])

  const { user, save, wasClosed, sent } = await drawn()
  await user.selectOptions(screen.getByLabelText(/^役割/), 'volunteer')
  await save()
  await screen.findByText(/選んでください/)
  expect(sent()).toEqual([])
  await user.click(screen.getByRole('radio', { name: '保護司' }))
  await save()
  await wasClosed()
  expect(sent()).toEqual([{ role: 'volunteer', volunteerKind: 'hogoshi', shown }])
})

test('[CL1.13] by keyboard alone an office is ended, another added and one taken out; one that is turned round is not sent', async () => {
  const { user, save, wasClosed, sent } = await drawn()
  await user.click(screen.getByLabelText(/^いつまで/))
  await user.keyboard('令和8年3月1日')
  await save()
  await screen.findByText(/同じ日か、後の日/)
  expect(sent()).toEqual([])

  await user.clear(screen.getByLabelText(/^いつまで/))
  await user.keyboard('令和9年3月31日')
  screen.getByRole('button', { name: '役職を加える' }).focus()
  await user.keyboard('{Enter}')
  const [, added] = screen.getAllByLabelText(/^役職/)
  if (added === undefined) throw new Error('a second office is there')
  await user.selectOptions(added, 'secretariat')
  screen.getByRole('button', { name: /この役職を消す：役職 1/ }).focus()
  await user.keyboard('{Enter}')
  await save()
  await wasClosed()
  expect(sent()).toEqual([
    {
      offices: {
        removed: [{ office: 'committee', from: APRIL, until: null }],
        added: [{ office: 'secretariat', from: '2026-11-24', until: null }],
      },
    },
  ])
})

test('[CL1.11] nobody is asked for another role of their own, and the form says why', async () => {
  await drawn({ ...member, role: 'administrator' }, true)

  expect(screen.queryByLabelText(/^役割/)).toBeNull()
  screen.getByText(/自分の役割は変えられません/)
})

test('[CL1.16] the day of the move is asked for with another organisation only, and lies today or before', async () => {
  const { user, save, wasClosed, sent } = await drawn()
  expect(screen.queryByLabelText(/^新しい機関になった日/)).toBeNull()
  await user.selectOptions(screen.getByLabelText(/^機関/), 'なぎさ会')
  const since = screen.getByLabelText(/^新しい機関になった日/)
  await user.clear(since)
  await user.type(since, '令和8年11月25日')
  await save()
  await screen.findByText(/今日か過去の日/)
  expect(sent()).toEqual([])

  await user.clear(since)
  await user.type(since, '令和8年11月1日')
  await save()
  await wasClosed()
  expect(sent()).toMatchObject([{ since: '2026-11-01' }])
})

test('[CL1.16] a day that is asked for no more keeps nothing from being saved', async () => {
  const { user, save, wasClosed, sent } = await drawn()
  const organisation = screen.getByLabelText(/^機関/)
  await user.selectOptions(organisation, 'なぎさ会')
  await user.clear(screen.getByLabelText(/^新しい機関になった日/))
  await user.selectOptions(organisation, member.organisationId)
  await user.selectOptions(screen.getByLabelText(/^役割/), 'coordinator')
  await save()

  await wasClosed()
  expect(sent()).toEqual([{ role: 'coordinator', volunteerKind: null, shown }])
})

test('[UI3.33] the keyboard goes to the office that was added, to the neighbour of one that was taken out, and to the button after the last', async () => {
  const { user } = await drawn()
  const press = async (name: RegExp) => {
    screen.getByRole('button', { name }).focus()
    await user.keyboard('{Enter}')
  }
  const offices = () => screen.queryAllByRole('combobox', { name: /^役職/ })

  await press(/^役職を加える$/)
  expect([offices().length, document.activeElement === offices()[1]]).toEqual([2, true])
  await press(/この役職を消す：役職 1/)
  expect([offices().length, document.activeElement === offices()[0]]).toEqual([1, true])
  await press(/この役職を消す：役職 1/)
  expect([offices().length, document.activeElement?.textContent]).toEqual([0, '役職を加える'])
})
