import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { ConferenceSummary } from '#shared/api/conferences.ts'
import { CONFERENCE_STATES } from '#shared/domain/conferenceKind.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { ConferenceListPage } from './ConferenceListPage.tsx'
import { HomePage } from './HomePage.tsx'

/** The clock of these tests stands at noon of 24 November. */
const on = (day: string) => Date.parse(`${day}T14:00:00+09:00`)

const conferences: readonly ConferenceSummary[] = CONFERENCE_STATES.map((state, place) => ({
  id: fixedId('conference', place + 1),
  case: { id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ' },
  title: state,
  meetingKind: 'caseConference',
  startsAt: on('2026-11-25'),
  place: '会議室B',
  state,
  isInvited: state !== 'planned',
}))

const planned = (id: number, title: string, day: string): ConferenceSummary[] =>
  conferences
    .filter(({ state }) => state === 'planned')
    .map((one) => ({ ...one, id: fixedId('conference', id), title, startsAt: on(day) }))

const NONE = { status: 200, body: { items: [], next: null } }

const ANSWERS = {
  'GET /api/session': { status: 200, body: { signedIn: null } },
  'GET /api/conferences': { status: 200, body: { items: conferences, next: null } },
  'GET /api/trails-to-confirm': NONE,
  'GET /api/cases': NONE,
  'GET /api/organisations': NONE,
  'GET /api/members': NONE,
}

/** The names in a part of the page, in their order. */
const namesIn = async (title: string) =>
  within(await screen.findByRole('region', { name: title }))
    .getAllByRole('link')
    .map(({ textContent }) => textContent)

test('[CF1.9] every conference stands in one list, and one that was called off with those that are over', async () => {
  await drawScreen(<ConferenceListPage />, fakeServer(ANSWERS))
  expect([await namesIn('開催中'), await namesIn('これから'), await namesIn('終わった会議')]).toEqual([
    ['open'],
    ['planned'],
    ['ended', 'calledOff'],
  ])
  expect(screen.getByText('取りやめ')).toBeDefined()
})

test('[CF1.9] the day’s work names those under way and to come, and none that was called off', async () => {
  await drawScreen(<HomePage />, fakeServer(ANSWERS))

  expect(
    (await namesIn('開催中・これからの会議')).filter((name) => CONFERENCE_STATES.some((state) => state === name)),
  ).toEqual(['open', 'planned'])
})

test('[CF1.13] a conference under way or to come says whether one is asked to come, and one that is over does not', async () => {
  await drawScreen(<ConferenceListPage />, fakeServer(ANSWERS))
  const said = async (title: string) =>
    within(await screen.findByRole('region', { name: title }))
      .queryAllByText(/招かれて/)
      .map(({ textContent }) => textContent)

  expect([await said('開催中'), await said('これから'), await said('終わった会議')]).toEqual([
    ['招かれています'],
    ['招かれていません'],
    [],
  ])
})

test('[CF1.16] the next conference stands first among those to come, and one whose day went by is not among them', async () => {
  const items = [
    ...[planned(11, '来年', '2027-03-05'), planned(12, 'あす', '2026-11-25'), planned(13, '今日', '2026-11-24')].flat(),
    ...planned(14, '八月', '2026-08-21'),
  ]
  await drawScreen(
    <ConferenceListPage />,
    fakeServer({ ...ANSWERS, 'GET /api/conferences': { status: 200, body: { items, next: null } } }),
  )

  expect([await namesIn('これから'), await namesIn('予定の日を過ぎた会議')]).toEqual([
    ['今日', 'あす', '来年'],
    ['八月'],
  ])
  expect(screen.getAllByText('予定の日を過ぎています')).toHaveLength(1)
})

test('[CF1.16] however many were planned and forgotten, the day’s work names what is to come', async () => {
  const forgotten = Array.from({ length: 9 }, (_, place) =>
    planned(20 + place, `八月${place}`, `2026-08-1${place}`),
  ).flat()
  const items = [...planned(12, 'あす', '2026-11-25'), ...planned(11, '来年', '2027-03-05'), ...forgotten]
  await drawScreen(
    <HomePage />,
    fakeServer({ ...ANSWERS, 'GET /api/conferences': { status: 200, body: { items, next: null } } }),
  )

  expect((await namesIn('開催中・これからの会議')).slice(1, 4)).toEqual(['あす', '来年', '八月0'])
})

test('[CF1.21] one that is open since an earlier day says so, and one of today does not', async () => {
  const open = conferences.filter(({ state }) => state === 'open')
  const items = [
    ...open.map((one) => ({ ...one, id: fixedId('conference', 31), title: '昨日の会議', startsAt: on('2026-11-23') })),
    ...open.map((one) => ({ ...one, id: fixedId('conference', 32), title: '今日の会議', startsAt: on('2026-11-24') })),
  ]
  await drawScreen(
    <ConferenceListPage />,
    fakeServer({ ...ANSWERS, 'GET /api/conferences': { status: 200, body: { items, next: null } } }),
  )

  const said = await screen.findAllByText('前の日から開いたままです')
  expect(said.map((words) => words.closest('tr')?.querySelector('a')?.textContent)).toEqual(['昨日の会議'])
})

test('[CF1.19] where the conferences are few there is no search among them', async () => {
  await drawScreen(<ConferenceListPage />, fakeServer(ANSWERS))
  await namesIn('開催中')

  expect(screen.queryByRole('search')).toBeNull()
})

test('[CF1.19] among three hundred conferences one is found by its name, its case, its state and its year, and no more than a hundred of a part are drawn', async () => {
  const items = Array.from({ length: 300 }, (_, place): ConferenceSummary => {
    const [year, day] = [place < 150 ? 2026 : 2025, String((place % 28) + 1).padStart(2, '0')]
    const of = { id: fixedId('case', place + 1), number: `R08-${String(place + 1).padStart(3, '0')}`, callName: 'うみ' }
    const [state, title] = [place === 7 ? ('calledOff' as const) : ('ended' as const), `第${place + 1}回`]
    const when = { startsAt: on(`${year}-06-${day}`), place: '会議室B', isInvited: true }
    return {
      ...{ id: fixedId('conference', place + 1), case: of, title, state },
      ...when,
      meetingKind: 'caseConference',
    }
  })
  const answers = { ...ANSWERS, 'GET /api/conferences': { status: 200, body: { items, next: null } } }
  await drawScreen(<ConferenceListPage />, fakeServer(answers))
  // By role it would take seconds to look through so many lines.
  const names = () => [...document.querySelectorAll('tbody a')].map(({ textContent }) => textContent)
  await expect.poll(() => names().length).toBe(100)

  fireEvent.click(screen.getByText('続きを表示する'))
  await waitFor(() => expect(document.activeElement?.textContent === '第101回').toBe(true))
  expect(names()).toHaveLength(200)

  const choose = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
  choose(/^年度/, '2025')
  await screen.findByText('300件のうち、条件に合うのは150件です。')
  choose(/さがす$/, 'Ｒ０８－２２２')
  await expect.poll(names).toEqual(['第222回'])
  fireEvent.click(screen.getByText('すべて表示する'))
  choose(/^状態/, 'calledOff')
  await expect.poll(names).toEqual(['第8回'])
  choose(/さがす$/, '第9回')
  await screen.findByText('この条件に合う会議はありません')
})
