import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import { changeLanguage } from '#client/platform/words.ts'
import { isFilledIn } from '#client/ui/filledIn.ts'
import type { MemberView } from '#shared/api/council.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { YearChange } from './YearChange.tsx'

const LAST_DAY = '2027-03-31' as PlainDate
const REAPPOINT = 'POST /api/members/reappointments'

/** The number's member, whose term ends with the fiscal year. */
const member = (number: number, given: Partial<MemberView> = {}): MemberView => ({
  ...aMember({ id: fixedId('member', number), name: `${number}さん`, until: LAST_DAY }),
  ...{ organisationName: 'みなと市', hasAccount: true, loginName: null, ...given },
})
const chair = { office: 'chair', from: '2025-04-01' as PlainDate, until: LAST_DAY } as const
const id = (number: number) => fixedId('member', number)

async function drawn(members: readonly MemberView[], answer: object = { done: [], failed: [] }) {
  const server = fakeServer({
    'GET /api/members': { status: 200, body: { items: members } },
    'GET /api/organisations': { status: 200, body: { items: [anOrganisation()] } },
    [REAPPOINT]: { status: 200, body: answer },
    [`${REAPPOINT}/withdrawal`]: { status: 200, body: { done: [{ id: id(2) }], failed: [] } },
  })
  await drawScreen(<YearChange ownId={id(1)} />, server)
  await screen.findByLabelText(/^この日までに任期が終わる人/)
  const choose = (name: string, to: string) =>
    fireEvent.change(screen.getByLabelText(`${name}をどうするか`), { target: { value: to } })
  const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
  const sent = () => server.sent.filter(({ line }) => line.startsWith('POST')).map(({ body }) => body)
  return { choose, press, sent }
}

test('[CL3.12] all whose term ends by the end of the fiscal year are listed, one’s own and those with a successor too, and nobody else', async () => {
  const late = member(3, { until: '2026-10-31' as PlainDate })
  const [long, endless] = [member(4, { until: '2026-08-01' as PlainDate }), member(5, { until: null })]
  const next = member(6, { until: '2028-03-31' as PlainDate })
  const left = member(7)
  const came = member(8, { from: '2027-04-01' as PlainDate, until: null, succeeds: left.id })
  await drawn([member(1), member(2), late, long, endless, next, left, came])

  const names = (await screen.findAllByRole('rowheader')).map((cell) => cell.textContent?.split(' ')[0])
  expect(names).toEqual(['3さん', '1さん', '2さん', '7さん'])
  expect([screen.queryByLabelText('1さんをどうするか'), screen.queryByLabelText('7さんをどうするか')]).toEqual([
    null,
    null,
  ])
  expect(screen.getByText('後任：8さん')).toBeDefined()
  expect(screen.getByText('4人のうち、再任 0人、退任 0人、後任が決まった人など 2人、未定 2人です。')).toBeDefined()

  fireEvent.change(screen.getByLabelText(/^この日までに任期が終わる人/), { target: { value: 'R10.3.31' } })
  await screen.findByText('6さん')
})

test('[CL3.12] what is chosen is summed up before, with the offices that go on, and sent with what was shown', async () => {
  const answer = {
    done: [{ id: id(2), before: LAST_DAY, offices: ['chair'] }],
    failed: [{ id: id(3), because: 'organisationGone' }],
  }
  const { choose, press, sent } = await drawn(
    [member(2, { offices: [chair] }), member(3), member(4), member(5)],
    answer,
  )
  await screen.findAllByRole('rowheader')
  expect(isFilledIn()).toBe(false)
  choose('2さん', 'reappoint')
  choose('3さん', 'reappoint')
  choose('4さん', 'retire')
  expect(isFilledIn()).toBe(true)
  press('2人をまとめて再任する')

  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByText(/2さん（みなと市）.令和9年3月31日まで/)).toBeDefined()
  fireEvent.click(dialog.getByRole('checkbox', { name: '会長（2さん）' }))
  expect(dialog.getByText(/未定の人が1人います/)).toBeDefined()
  const until = dialog.getByLabelText<HTMLInputElement>(/^新しい任期の最後の日/)
  expect(until.value).toBe('令和11年3月31日')
  const submit = () => fireEvent.click(dialog.getByRole('button', { name: '再任する' }))
  for (const wrong of ['', 'R9.3.31', 'いつか']) {
    fireEvent.change(until, { target: { value: wrong } })
    submit()
  }
  expect(sent()).toEqual([])
  fireEvent.change(until, { target: { value: 'R12.3.31' } })
  submit()

  await screen.findByText('1人を、令和12年3月31日まで再任しました')
  expect(screen.getByText(/^3さん：この機関は、閉じたか/)).toBeDefined()
  const shown = [2, 3].map((number) => ({ id: id(number), shown: LAST_DAY }))
  expect(sent()).toEqual([{ until: '2030-03-31', offices: ['chair'], members: shown }])
  await waitFor(() => expect(isFilledIn()).toBe(false))
  press('この再任を取り消す')
  await screen.findByText('1人の再任を取り消しました。任期と役職は、前のとおりです')
  expect(sent().at(-1)).toEqual({ until: '2030-03-31', members: answer.done })
})

test('[CL3.12] those who are undecided are chosen by one press, as far as the search finds them, and given up by one', async () => {
  const { press } = await drawn([member(2), member(3, { organisationName: '港の森' }), member(4)])
  await screen.findAllByRole('rowheader')
  fireEvent.change(screen.getByLabelText(/^氏名・かな・機関でさがす/), { target: { value: '港の森' } })
  await waitFor(() => expect(screen.getAllByRole('rowheader').length).toBe(1))
  press('未定の1人を「再任」にする')
  expect(screen.getByRole('button', { name: '1人をまとめて再任する' })).toBeDefined()
  fireEvent.change(screen.getByLabelText(/^氏名・かな・機関でさがす/), { target: { value: '' } })
  press(await waitFor(() => '未定の2人を「再任」にする'))
  press('「再任」をすべて外す')
  expect(screen.getByText(/再任 0人、退任 0人、後任が決まった人など 0人、未定 3人/)).toBeDefined()
})

test('[CL3.12] where nobody’s term ends it is said how one gets here, in both languages', async () => {
  await drawn([member(2, { until: null })])
  expect(await screen.findByText('令和9年3月31日までに任期が終わる人はいません')).toBeDefined()
  onTestFinished(() => changeLanguage('ja'))
  await changeLanguage('en')
  expect(await screen.findByText('Nobody’s term ends by 31 March 2027')).toBeDefined()
})

test('[CL3.14] chairs and vice chairs are left out at first and named, each office has its own tick, and the others go on', async () => {
  const holding = (number: number, office: 'viceChair' | 'committee') =>
    member(number, { offices: [{ ...chair, office }] })
  const [vices, others] = [
    [3, 4, 5, 6],
    [7, 8, 9, 10],
  ]
  const { press, sent } = await drawn([
    member(2, { offices: [chair] }),
    ...vices.map((number) => holding(number, 'viceChair')),
    ...others.map((number) => holding(number, 'committee')),
  ])
  await screen.findAllByRole('rowheader')
  press('未定の9人を「再任」にする')
  press('9人をまとめて再任する')

  const dialog = within(await screen.findByRole('dialog'))
  const ticked = () =>
    dialog.getAllByRole<HTMLInputElement>('checkbox').map((box) => [box.closest('label')?.textContent, box.checked])
  const everyVice = '副会長（3さん、4さん、5さん、6さん）'
  expect(ticked()).toEqual([
    ['会長（2さん）', false],
    [everyVice, false],
    ['委員（4人）', true],
  ])
  expect(dialog.getByText(/^会長と副会長は、新しい任期で改めて互選することが多い/)).toBeDefined()
  const ending = () => dialog.getByRole('status').textContent
  expect(ending()).toBe(`続けない役職：会長（2さん）、${everyVice}。いまの任期の最後の日に終わります。`)
  fireEvent.click(dialog.getByRole('checkbox', { name: everyVice }))
  expect(ending()).toBe('続けない役職：会長（2さん）。いまの任期の最後の日に終わります。')
  fireEvent.click(dialog.getByRole('button', { name: '再任する' }))
  await waitFor(() => expect(sent()).toMatchObject([{ offices: ['viceChair', 'committee'] }]))
})

test('[CL3.14] where no chair’s term ends nothing is said of an election, and nothing of offices where none ends', async () => {
  const { choose, press } = await drawn([
    member(2, { offices: [{ ...chair, office: 'committee' }] }),
    member(3, { offices: [{ ...chair, until: null }] }),
  ])
  await screen.findAllByRole('rowheader')
  choose('2さん', 'reappoint')
  press('1人をまとめて再任する')
  const dialog = within(await screen.findByRole('dialog'))
  expect([dialog.getByRole('checkbox', { name: '委員（2さん）' }), dialog.queryByText(/互選/)]).toEqual([
    expect.anything(),
    null,
  ])
  fireEvent.click(dialog.getByRole('button', { name: 'やめる' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  choose('2さん', '')
  choose('3さん', 'reappoint')
  press('1人をまとめて再任する')
  expect(within(await screen.findByRole('dialog')).queryByRole('checkbox')).toBeNull()
})
