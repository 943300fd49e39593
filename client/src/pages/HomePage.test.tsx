import { screen, within } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createHttp } from '#client/platform/http.ts'
import { changeLanguage } from '#client/platform/words.ts'
import type { PlainDate } from '#shared/core/time.ts'
import type { Role } from '#shared/domain/member.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { ConferenceListPage } from './ConferenceListPage.tsx'
import { HomePage } from './HomePage.tsx'

const ORGANISATION = anOrganisation()
const seen = { organisationName: ORGANISATION.name, hasAccount: true }
const COORDINATOR = { ...aMember({ role: 'coordinator', from: '2026-04-01' as PlainDate }), ...seen }

const list = (items: readonly unknown[]) => ({ status: 200, body: { items, next: null } })

const sessionOf = (role: Role, own: object = {}) => ({
  signedIn: {
    member: { ...COORDINATOR, id: fixedId('member', 2), role, ...own },
    endsAt: Date.parse('2026-12-24T05:00:00Z'),
  },
  ...{ council: { name: '協議会', isDemo: false, needsSetUp: false }, mode: 'trial', csrfToken: 'token' },
})

/** What is asked of the trail: of one week, in three groups. */
const WATCHED = ['refused', 'council', 'changed']
const recordsOf = (group: string) => `/api/audit-records?from=2026-11-18&group=${group}`
const NO_RECORD = { status: 200, body: { items: [], things: {}, next: null, seal: null, verified: null } }
const auditLines = Object.fromEntries(WATCHED.map((group) => [`GET ${recordsOf(group)}`, NO_RECORD]))

/** The first page of somebody of this role, in a council where these are coordinators. */
async function draw(
  role: Role,
  coordinators: readonly unknown[],
  page = <HomePage />,
  own = {},
  cases: readonly unknown[] = [],
  conferences: readonly unknown[] = [],
) {
  const member = { ...COORDINATOR, id: fixedId('member', 2), role, ...own }
  await drawScreen(
    page,
    fakeServer({
      'GET /api/session': { status: 200, body: sessionOf(role, own) },
      'GET /api/members': list([member, ...coordinators]),
      'GET /api/organisations': list([ORGANISATION]),
      'GET /api/cases': list(cases),
      'GET /api/conferences': list(conferences),
      'GET /api/trails-to-confirm': list([]),
      'GET /api/own-action-items': list([]),
      ...auditLines,
    }),
  )
  await screen.findByRole('heading', { level: 1 })
}

test('[CL1.8] an administrator’s first page says in both languages that there is no coordinator, with the way to the council', async () => {
  await draw('administrator', [{ ...COORDINATOR, until: '2026-11-23' }])
  expect(await screen.findByText('任期中で、ログインできるコーディネーターがいません')).toBeDefined()
  const ways = screen.getAllByRole('link', { name: '協議会を見る' }).map((link) => link.getAttribute('href'))
  expect(new Set(ways)).toEqual(new Set(['/council']))

  onTestFinished(() => changeLanguage('ja'))
  await changeLanguage('en')
  expect(await screen.findByText('No coordinator in office can sign in')).toBeDefined()
})

test('[CL1.8] it says nothing where there is one, and nothing to who can add nobody', async () => {
  await draw('administrator', [COORDINATOR])
  expect(screen.queryByText('任期中で、ログインできるコーディネーターがいません')).toBeNull()
  await draw('auditor', [])
  expect(await screen.findByRole('heading', { name: '断られた記録' })).toBeDefined()
  expect(screen.queryByText('任期中で、ログインできるコーディネーターがいません')).toBeNull()
})

test('[CL1.19] the first page names who was seated lately, to their organisation and to administrators, and says nothing to others or after fifteen days', async () => {
  const name = /Sさん（みほん県みなと市・コーディネーター）/
  const ago = (days: number) => Date.parse('2026-11-24T03:00:00Z') - days * 24 * 3_600_000
  const seated = { ...COORDINATOR, id: fixedId('member', 3), name: 'Sさん', seatedAt: ago(2), until: '2026-11-23' }
  const elsewhere = { organisationId: fixedId('organisation', 9) }

  await draw('staff', [seated])
  expect(await screen.findByText(name)).toBeDefined()
  await draw('administrator', [{ ...seated, name: 'Tさん', ...elsewhere }])
  expect(await screen.findByText(/Tさん（/)).toBeDefined()
  await draw('staff', [
    { ...seated, name: 'Uさん', ...elsewhere },
    { ...seated, name: 'Vさん', seatedAt: ago(16) },
  ])
  expect([screen.queryByText(/Uさん/), screen.queryByText(/Vさん/)]).toEqual([null, null])
})

test('[CL1.19] of many who were seated lately the first page names the latest, and counts the others', async () => {
  const seated = Array.from({ length: 7 }, (_, index) => ({
    ...{ ...COORDINATOR, id: fixedId('member', 10 + index), name: `新${index}さん` },
    seatedAt: Date.parse('2026-11-24T03:00:00Z') - (7 - index) * 60_000,
  }))

  await draw('administrator', seated)

  expect((await screen.findAllByText(/新\dさん/)).map(({ textContent }) => textContent?.match(/新\d/)?.[0])).toEqual(
    [6, 5, 4, 3, 2].map((index) => `新${index}`),
  )
  expect(screen.getByText(/ほか2人/)).toBeDefined()
})

test('[UI2.26] while there is no case and no conference, a coordinator reads how one begins and is sent to nobody', async () => {
  await draw('coordinator', [COORDINATOR])
  expect(await screen.findByText(/「ケースを開く」から/)).toBeDefined()
  expect(screen.getByText(/「会議を招集する」から/)).toBeDefined()
  expect(screen.queryByText(/コーディネーターに頼んで/)).toBeNull()
})

test('[CL1.32] [CL3.12] an administrator’s first page has whose term ends within sixty days, the nearest first, and nobody else', async () => {
  const until = (number: number, day: string) => ({
    ...{ ...COORDINATOR, id: fixedId('member', number), name: `任期${number}さん`, until: day },
  })
  await draw('administrator', [
    until(11, '2027-01-23'),
    until(12, '2026-11-24'),
    until(13, '2027-01-24'),
    until(14, '2026-11-23'),
    { ...COORDINATOR, id: fixedId('member', 15), name: '任期15さん' },
  ])
  const list = await screen.findByRole('table', { name: 'まもなく任期が終わる人' })
  expect(
    within(list)
      .getAllByText(/任期\d+さん/)
      .map(({ textContent }) => textContent),
  ).toEqual(['任期12さん', '任期11さん'])
  const ways = screen.getAllByRole('link', { name: '年度替わり' }).map((link) => link.getAttribute('href'))
  expect(new Set(ways)).toEqual(new Set(['/council/year-change']))

  await draw('auditor', [until(12, '2026-11-24')])
  expect(screen.queryByRole('table', { name: 'まもなく任期が終わる人' })).toBeNull()
})

test.each(['coordinator', 'observer', 'auditor'] as const)(
  '[CL1.32] whose own term ends soon (%s) is told of the day in both languages, and of nothing while there is time',
  async (role) => {
    await draw(role, [COORDINATOR], <HomePage />, { until: '2027-01-23' })
    expect(await screen.findByText('あなたの任期は令和9年1月23日(土)までです')).toBeDefined()
    onTestFinished(() => changeLanguage('ja'))
    await changeLanguage('en')
    expect(await screen.findByText('Your term lasts until Sat 23 January 2027')).toBeDefined()
    await draw(role, [COORDINATOR], <HomePage key="later" />, { until: '2027-01-24' })
    await screen.findByRole('heading', { level: 1 })
    expect(screen.queryByText(/Your term lasts until Sun 24/)).toBeNull()
  },
)

test.each(['volunteer', 'adviser'] as const)(
  '[UI2.26] who calls no conference (%s) is not told to press what they do not have',
  async (role) => {
    for (const page of [<HomePage key="home" />, <ConferenceListPage key="list" />]) {
      await draw(role, [COORDINATOR], page)
      expect(await screen.findByText('コーディネーターが会議を招集すると、ここに並びます。')).toBeDefined()
      expect(screen.queryByText(/「会議を招集する」から/)).toBeNull()
      expect(screen.queryByText('ケースを選ぶ')).toBeNull()
    }
  },
)

test.each([
  ['coordinator', ['members', 'conferences', 'cases', 'organisations', 'trails-to-confirm', 'own-action-items']],
  ['volunteer', ['members', 'conferences', 'cases', 'organisations', 'trails-to-confirm']],
  ['auditor', ['members', ...WATCHED.map((group) => recordsOf(group).slice('/api/'.length))]],
] as const)('[UI2.47] what the first page of a %s is made of is asked for at once', async (role, lists) => {
  const sent: string[] = []
  const http = createHttp((path) => {
    sent.push(String(path))
    if (String(path) !== '/api/session') return new Promise(() => undefined)
    return Promise.resolve(new Response(JSON.stringify(sessionOf(role))))
  })
  await drawScreen(<HomePage />, { ...fakeServer({}), http })

  await vi.waitFor(() => expect(sent.slice(1).toSorted()).toEqual(lists.map((list) => `/api/${list}`).toSorted()))
})

test('[CF3.5] a volunteer, who reads no note, is not told of action items', async () => {
  await draw('volunteer', [COORDINATOR])
  await screen.findByText('コーディネーターが会議を招集すると、ここに並びます。')
  expect(screen.queryByRole('heading', { name: '対応事項' })).toBeNull()
})

test('[CS4.9] [CS3.8] a coordinator’s first page has the cases of which something is soon shared no longer, the nearest first, says which wait for a signed sheet, and leads to them', async () => {
  const theCase = (number: number, more: object) => ({
    ...{
      id: fixedId('case', number),
      number: `R08-00${number}`,
      callName: `あおば${number}`,
      needs: [],
      areaCode: null,
    },
    ...{ leadOrganisation: ORGANISATION, state: 'supporting', missing: [], openedOn: '2026-04-01', ...more },
  })
  await draw('coordinator', [COORDINATOR], <HomePage />, {}, [
    theCase(1, { basisEnd: { on: '2027-01-10', awaitsPaper: false } }),
    theCase(2, {}),
    theCase(3, { basisEnd: { on: '2026-12-01', awaitsPaper: true } }),
  ])
  const list = await screen.findByRole('table', { name: 'まもなく根拠が終わるケース' })
  const links = within(list).getAllByRole('link')
  expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
    ['あおば3', `/cases/${fixedId('case', 3)}`],
    ['あおば1', `/cases/${fixedId('case', 1)}`],
  ])
  const [, soonest, later] = within(list).getAllByRole('row')
  expect(soonest?.textContent).toContain('令和8年12月1日(火)同意書の登録待ち')
  expect(later?.textContent).not.toContain('同意書')
  await screen.findByText(/「同意書の登録待ち」とあるケースは、署名した同意書を受け取り/)
})

test('[CL1.37] an administrator’s first page has who cannot sign in though their role needs it, whose password is not their own, and whose term ended lately', async () => {
  const member = (number: number, more: object) => ({
    ...COORDINATOR,
    id: fixedId('member', number),
    name: `人${number}`,
    ...more,
  })
  await draw('administrator', [
    COORDINATOR,
    member(11, { role: 'coordinator', hasAccount: false }),
    member(12, { role: 'staff', isPasswordGiven: true }),
    member(13, { role: 'staff', hasAccount: false }),
    member(14, { role: 'auditor', hasAccount: false, from: '2026-12-01' }),
    member(15, { role: 'staff', isPasswordGiven: true, until: '2026-11-23' }),
    member(16, { role: 'staff', until: '2026-10-25' }),
    member(17, { role: 'staff', until: '2026-10-24' }),
  ])
  const namesIn = (table: HTMLElement) =>
    within(table)
      .getAllByText(/^人\d+$/)
      .map(({ textContent }) => textContent)

  const waysIn = await screen.findByRole('table', { name: 'ログインの準備' })
  expect(namesIn(waysIn)).toEqual(['人11', '人12'])
  expect(within(waysIn).getByText(/この役割の仕事は、ログインしないとできません/)).toBeDefined()
  expect(namesIn(screen.getByRole('table', { name: '最近、任期が終わった人' }))).toEqual(['人15', '人16'])
  expect(screen.getByText('任期中の構成員5人のうち、ログインする人は3人、紙や電話で関わる人は2人です。')).toBeDefined()

  await draw('administrator', [COORDINATOR])
  expect(await screen.findByText('準備の残っている人はいません')).toBeDefined()
  expect([screen.queryByText('最近、任期が終わった人'), screen.queryByText('断られた記録')]).toEqual([null, null])
})

test('[CF1.24] an observer’s first page has the conferences that are over, the latest first, with the way to their extracts', async () => {
  const conference = (number: number, more: object) => ({
    ...{ id: fixedId('conference', number), case: { id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ' } },
    ...{ title: `第${number}回`, meetingKind: 'caseConference', place: '会議室', isInvited: true },
    ...{ startsAt: Date.parse(`2026-11-0${number}T05:00:00Z`), state: 'ended', ...more },
  })
  const held = [
    conference(1, {}),
    conference(2, {}),
    conference(3, { state: 'planned' }),
    conference(4, { state: 'calledOff' }),
  ]
  await draw('observer', [COORDINATOR], <HomePage />, {}, [], held)

  const links = within(await screen.findByRole('table', { name: '終わった会議' })).getAllByRole('link')
  expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
    ['第2回', `/conferences/${fixedId('conference', 2)}`],
    ['第1回', `/conferences/${fixedId('conference', 1)}`],
  ])

  await draw('observer', [COORDINATOR])
  expect(await screen.findByText('終わった会議はまだありません')).toBeDefined()
})
