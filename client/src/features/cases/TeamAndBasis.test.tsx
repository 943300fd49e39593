import { fireEvent, screen, within } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import { changeLanguage } from '#client/platform/words.ts'
import type { BasisView, CaseDetail, TeamPlaceView } from '#shared/api/cases.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { aMember, anOrganisation, WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { fixedId, TODAY } from '#shared/fixtures/days.ts'
import { drawScreen, type FakeServer, fakeServer } from '#tests/support/drawScreen.tsx'
import { MAY_ALL } from '#tests/support/mayAll.ts'
import { BasisPanel } from './BasisPanel.tsx'
import { TeamPanel } from './TeamPanel.tsx'

const LEAD = anOrganisation()
const OTHER = anOrganisation({ id: fixedId('organisation', 2) })
const place: TeamPlaceView = { organisation: LEAD, member: null, categories: ['basic'], from: TODAY, until: null }
const basis: BasisView = {
  ...{ id: fixedId('basis', 1), kind: 'consent', discloser: LEAD, recipients: [OTHER], categories: ['basic'] },
  ...{ from: TODAY, until: null, endedOn: null, recorded: null, state: 'current' },
}
const theCase: CaseDetail = {
  ...{ id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ', needs: ['housing'], areaCode: null },
  ...{ leadOrganisation: LEAD, state: 'intake', missing: [], openedOn: TODAY, conferences: [] },
  ...{ team: [place, { ...place, organisation: OTHER }], bases: [basis] },
  can: MAY_ALL,
}

const people = ['見本 一郎', '見本 二郎'].map((name, index) => ({
  ...aMember({ id: fixedId('member', index + 1), name, organisationId: OTHER.id }),
  ...{ organisationName: OTHER.name, hasAccount: true, loginName: null },
}))

const draw = (shown: CaseDetail, server?: FakeServer, organisations = [LEAD, OTHER]) =>
  drawScreen(
    <>
      <TeamPanel theCase={shown} organisations={organisations} members={people} />
      <BasisPanel theCase={shown} organisations={[]} />
    </>,
    server,
  )

test('[UI2.30] beside 終える stands in both languages what is done with a place or a basis entered by mistake', async () => {
  await draw(theCase)
  expect(await screen.findAllByText(/^まちがえて.*「終える」で終え/)).toHaveLength(2)

  onTestFinished(() => changeLanguage('ja'))
  await changeLanguage('en')
  expect(await screen.findAllByText(/by mistake .*use “End”/)).toHaveLength(2)
})

test('[UI2.31] of two persons of one organisation the one who is ended is named, on the button and in the question', async () => {
  const seats = ['見本 一郎', '見本 二郎'].map((name, index) => ({
    ...place,
    ...{ organisation: OTHER, member: { id: fixedId('member', index + 1), name } },
  }))
  await draw({ ...theCase, team: [place, ...seats], bases: [] })
  const buttons = await screen.findAllByRole('button', { name: /^終える/ })
  const whole = OTHER.name
  expect(buttons.map(({ textContent }) => textContent)).toEqual([
    `終える：見本 一郎（${whole}）`,
    `終える：見本 二郎（${whole}）`,
  ])

  fireEvent.click(screen.getByRole('button', { name: /見本 二郎/ }))
  const question = await screen.findByRole('dialog', { name: `見本 二郎（${whole}）の参加を終える` })
  expect(within(question).getByText(/この人はケースも会議メモも見られなくなります/)).toBeDefined()
})

test('[UI2.30] it does not stand there for who may end nothing, nor where there is nothing to end', async () => {
  await draw({ ...theCase, can: { ...theCase.can, takeAway: { allowed: false, because: 'wrongRole' } } })
  expect(screen.queryAllByText(/^まちがえて/)).toEqual([])
  const over = { ...place, organisation: OTHER, from: '2026-04-01' as PlainDate, until: '2026-05-01' as PlainDate }
  await draw({ ...theCase, team: [place, over], bases: [{ ...basis, state: 'ended', endedOn: TODAY }] })
  expect(screen.queryAllByText(/^まちがえて/)).toEqual([])
})

const endings = async () =>
  (await screen.findAllByRole('button', { name: /^終える/ })).map(({ textContent }) => textContent)

test('[UI2.31] one person’s place is ended and no other, of the lead organisation’s too, whose own place is not', async () => {
  const member = { id: fixedId('member', 1), name: '見本 一郎' }
  const line = `POST /api/cases/${theCase.id}/team/${LEAD.id}/ending`
  const server = fakeServer({ [line]: { status: 200, body: theCase } })
  await draw({ ...theCase, team: [place, { ...place, member }], bases: [] }, server)
  expect(await endings()).toEqual([`終える：見本 一郎（${LEAD.name}）`])

  fireEvent.click(screen.getByRole('button', { name: /見本 一郎/ }))
  fireEvent.click(await screen.findByRole('button', { name: 'この日で終える' }))

  await screen.findByText(/見本 一郎.*終え/)
  expect(server.sent).toEqual([{ line, body: { memberId: member.id, on: '2026-11-24' } }])
})

test('[CS4.6] a basis that is to begin can be ended as one that holds, and no other; the day it was ended stands as its last', async () => {
  const of = (index: number, state: BasisView['state'], more: Partial<BasisView> = {}) => ({
    ...{ ...basis, id: fixedId('basis', index), state, from: '2026-04-01' as PlainDate },
    ...more,
  })
  const ended = of(3, 'ended', { until: '2027-03-31' as PlainDate, endedOn: '2026-06-30' as PlainDate })
  const line = `POST /api/bases/${fixedId('basis', 2)}/ending`
  const server = fakeServer({ [line]: { status: 200, body: {} } })
  await draw({ ...theCase, team: [], bases: [of(1, 'expired'), of(2, 'ahead'), ended] }, server)
  expect(await endings()).toHaveLength(1)
  expect(screen.getByText(/令和8年6月30日/)).toBeDefined()

  fireEvent.click(screen.getByRole('button', { name: /^終える/ }))
  fireEvent.click(await screen.findByRole('button', { name: '今日で終える' }))
  await expect.poll(() => server.sent.map((one) => one.line)).toEqual([line])
})

test('[CS1.6] a place whose organisation or whose member is of the council no more says so, and the others say nothing', async () => {
  const seat = (index: number, name: string) => ({
    ...{ ...place, organisation: OTHER, member: { id: fixedId('member', index), name } },
  })
  const shown = { ...theCase, team: [place, seat(1, '見本 一郎'), seat(9, '去った人')], bases: [] }
  const gone = () => screen.queryAllByText('協議会から抜けています').map((mark) => mark.closest('tr')?.textContent)

  await draw(shown)
  expect(gone()).toEqual([expect.stringContaining('去った人')])

  await draw(shown, undefined, [LEAD])
  expect(gone()).toHaveLength(2)
})

test('[CS3.2] beside a consent that goes on stands, for who may end nothing, that any coordinator records its withdrawal, and by which number', async () => {
  const words = () => screen.queryByText(/どのコーディネーターでも.*R08-001/) !== null
  const reader = { ...theCase, can: { ...theCase.can, takeAway: { allowed: false, because: 'wrongRole' } } as const }

  await draw(reader)
  const seen = [words()]
  await draw({ ...reader, bases: [{ ...basis, state: 'ended', endedOn: TODAY }] })
  seen.push(words())
  await draw(theCase)
  seen.push(words())

  expect(seen).toEqual([true, false, false])
})

test('[CS4.9] over the bases stands in both languages on which day something is shared no longer, and how it goes on', async () => {
  await draw({ ...theCase, basisEnd: { on: '2026-12-10' as PlainDate, awaitsPaper: false } })
  expect(await screen.findByText('情報共有の根拠が令和8年12月10日(木)で終わります')).toBeDefined()
  expect(screen.getByText(/ケースの「根拠を加える」で続きを記録/)).toBeDefined()

  onTestFinished(() => changeLanguage('ja'))
  await changeLanguage('en')
  expect(await screen.findByText('A basis for sharing ends on Thu 10 December 2026')).toBeDefined()
})

test('[CS3.8] where it ends for want of a signed sheet, that is what is asked for, and no consent anew', async () => {
  await draw({ ...theCase, basisEnd: { on: '2026-12-10' as PlainDate, awaitsPaper: true } })

  expect(
    await screen.findByText('署名した同意書がまだないため、情報共有の根拠が令和8年12月10日(木)で終わります'),
  ).toBeDefined()
  expect(screen.getByText(/署名した同意書を受け取り、下の一覧の「同意書を登録する」/)).toBeDefined()
  expect(screen.queryByText(/とり直し/)).toBeNull()
})

test('[CS3.8] a sheet is registered where whoever reads may record a basis, and not in a case that is over', async () => {
  const consent = { ...WRITTEN_CONSENT, way: 'spoken', paperBy: '2026-12-10' as PlainDate } as const
  const shown = { ...theCase, bases: [{ ...basis, consent }] }
  const isOffered = () => screen.queryByRole('button', { name: /^同意書を登録する/ }) !== null
  await draw(shown)
  const offered = [isOffered()]
  await draw({ ...shown, can: { ...theCase.can, recordBasis: { allowed: false, because: 'caseClosed' } } })

  expect([...offered, isOffered()]).toEqual([true, false])
})

test('[CS4.9] nothing of that stands there while there is time', async () => {
  await draw(theCase)
  await screen.findByRole('table', { name: '情報共有の根拠' })
  expect(screen.queryByText(/情報共有の根拠が.*で終わります/)).toBeNull()
})

test('[CS1.13] beside a place by name stands who came after, whose form begins with the same items of information; not where they have a place, nor for whoever gives none', async () => {
  const [first, second] = people.map(({ id, name }) => ({ id, name }))
  const places = (...members: readonly (typeof first)[]): readonly TeamPlaceView[] => [
    place,
    ...members.map((member = { id: fixedId('member', 1), name: '' }) => ({
      ...place,
      ...{ organisation: OTHER, member, categories: ['basic', 'housing'] as const },
    })),
  ]
  const after = people.map((one) =>
    one.id === second?.id ? { ...one, succeeds: fixedId('member', 1), from: '2027-04-01' as PlainDate } : one,
  )
  const drawn = (shown: CaseDetail) =>
    drawScreen(<TeamPanel theCase={shown} organisations={[LEAD, OTHER]} members={after} />)
  const offered = () => screen.queryByRole('button', { name: '後任の見本 二郎を加える' })

  await drawn({ ...theCase, team: places(first, second) })
  expect(offered()).toBeNull()
  await drawn({
    ...theCase,
    team: places(first),
    can: { ...MAY_ALL, changeTeam: { allowed: false, because: 'wrongRole' } },
  })
  expect(offered()).toBeNull()

  await drawn({ ...theCase, team: places(first) })
  fireEvent.click(await screen.findByRole('button', { name: '後任の見本 二郎を加える' }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByLabelText<HTMLSelectElement>(/^担当者/).value).toBe(second?.id)
  const ticked = dialog.getAllByRole<HTMLInputElement>('checkbox').filter(({ checked }) => checked)
  expect(ticked.map(({ value }) => value)).toEqual(['basic', 'housing'])
  expect(dialog.getByLabelText<HTMLInputElement>(/^いつから/).value).toBe('令和9年4月1日')
})
