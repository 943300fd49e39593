import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { isFilledIn } from '#client/ui/filledIn.ts'
import type { BasisView, CaseDetail } from '#shared/api/cases.ts'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId, TODAY } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { MAY_ALL } from '#tests/support/mayAll.ts'
import { NewConferenceForm } from './NewConferenceForm.tsx'

const CITY = anOrganisation({ name: '青波市' })
const basis = (index: number, state: BasisView['state'], discloser: string): BasisView => ({
  ...{ id: fixedId('basis', index), kind: 'consent', discloser: { id: CITY.id, name: discloser }, recipients: [CITY] },
  ...{ categories: ['basic'], from: TODAY, until: null, endedOn: null, state, recorded: null },
})
const theCase: CaseDetail = {
  ...{ id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ', needs: ['housing'], areaCode: null },
  ...{ leadOrganisation: CITY, state: 'intake', missing: [], openedOn: TODAY, conferences: [], team: [] },
  bases: [basis(1, 'current', '続く機関'), basis(2, 'ended', '終えた機関'), basis(3, 'ahead', 'これからの機関')],
  can: MAY_ALL,
}
const person = (index: number, name: string) => ({
  ...aMember({ id: fixedId('member', index), name }),
  ...{ organisationName: CITY.name, hasAccount: true, loginName: null },
})
const team = [person(1, 'Aさん'), person(2, 'Bさん')]
const CALL = 'POST /api/conferences'
const write = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const call = () => fireEvent.click(screen.getByRole('button', { name: 'この内容で招集する' }))

/** All but the basis. */
function fillIn(): void {
  write(/^会議名/, '第1回')
  write(/^開催日/, '令和8年12月18日')
  write(/^開始時刻/, '午後2時')
  write(/^場所/, '会議室A')
  write(/^会議の種別/, 'caseConference')
}

/** The form, filled in but for the basis. */
async function draw(answer: { readonly status: number; readonly body: unknown }) {
  const server = fakeServer({ [CALL]: answer })
  await drawScreen(<NewConferenceForm theCase={theCase} team={team} ownId={undefined} />, server)
  fillIn()
  return server
}

test('[CF1.14] of two consents that look alike it is said what and how long, and who recorded which; of one alone none of it', async () => {
  const alike = (index: number, given: Partial<BasisView>) => ({ ...basis(index, 'current', '青波市'), ...given })
  const by = (name: string) => ({ recorded: { by: name, on: TODAY } })
  const bases = [
    alike(1, { categories: ['basic', 'housing'] }),
    ...[alike(2, by('Bさん')), alike(3, by('Cさん')), alike(4, by('Cさん'))],
    basis(5, 'current', '寮'),
  ]
  await drawScreen(<NewConferenceForm theCase={{ ...theCase, bases }} team={team} ownId={undefined} />)
  const lines = [...screen.getByLabelText<HTMLSelectElement>(/^根拠/).options].slice(1).map(({ text }) => text)

  expect(lines[0]).toMatch(/基本属性、住居　令和/)
  expect(lines[1]).toMatch(/Bさんが記録$/)
  expect([lines[2], lines[3]]).toEqual([
    expect.stringMatching(/Cさんが記録\s1件目$/),
    expect.stringMatching(/Cさんが記録\s2件目$/),
  ])
  expect(lines[4]).toBe('本人の同意（寮 → 青波市）')
  expect(new Set(lines).size).toBe(5)
})

test('[CF1.2] [CF1.3] only a basis that holds can be chosen, and who is ticked off is not invited', async () => {
  const server = await draw({ status: 201, body: { id: fixedId('conference', 1) } })
  const bases = [...screen.getByLabelText<HTMLSelectElement>(/^根拠/).options].map(({ text }) => text)
  expect(bases.filter((text) => /機関/.test(text))).toEqual([expect.stringContaining('続く機関')])
  call()
  await screen.findByText(/選んでください/)
  expect(server.sent).toEqual([])

  write(/^根拠/, fixedId('basis', 1))
  fireEvent.click(screen.getByRole('checkbox', { name: /^Bさん/ }))
  call()

  await expect
    .poll(() => server.sent.map(({ body }) => body))
    .toEqual([
      {
        ...{ caseId: theCase.id, title: '第1回', meetingKind: 'caseConference', place: '会議室A' },
        ...{ startsAt: Date.parse('2026-12-18T14:00:00+09:00'), basisId: fixedId('basis', 1) },
        inviteeIds: [fixedId('member', 1)],
      },
    ])
})

test('[UI2.12] [UI2.13] once it is called another press calls none, and leaving asks nothing', async () => {
  const server = await draw({ status: 201, body: { id: fixedId('conference', 1) } })
  write(/^根拠/, fixedId('basis', 1))
  expect(isFilledIn()).toBe(true)
  call()
  await waitFor(() => expect(isFilledIn()).toBe(false))

  const button = await screen.findByRole('button', { name: /お待ちください/ })
  fireEvent.click(button)
  fireEvent.submit(screen.getByRole('form'))
  await screen.findByText(/お待ちください/)
  expect(server.sent.filter(({ line }) => line === CALL)).toHaveLength(1)
})

test('[UI2.8] a refusal says why and keeps every word', async () => {
  const body = { error: 'conflict', detail: { because: 'inviteeNotOnTeam' }, traceId: 'trc_1' }
  await draw({ status: 409, body })
  write(/^根拠/, fixedId('basis', 1))
  call()

  expect((await screen.findByRole('alert')).textContent).toContain('支援チームから外れたか')
  expect(screen.getByLabelText<HTMLInputElement>(/^会議名/).value).toBe('第1回')
  expect(screen.getByRole('button', { name: 'この内容で招集する' })).toBeDefined()
})

test('[UI2.42] a day on which no conference can be is said at the day', async () => {
  await draw({ status: 400, body: { error: 'invalidInput', detail: { fields: ['startsAt'] }, traceId: 'trc_1' } })
  write(/^開催日/, '昭和39年10月10日')
  write(/^根拠/, fixedId('basis', 1))
  call()

  await screen.findByRole('alert')
  const day = screen.getByLabelText(/^開催日/)
  expect([day.getAttribute('aria-invalid'), document.activeElement]).toEqual(['true', day])
})

test('[CF1.12] nobody is taken for told: who takes part on paper is marked, and once it is called it is said that no letter goes', async () => {
  const onPaper = { ...person(3, 'Iさん'), hasAccount: false }
  const server = fakeServer({ [CALL]: { status: 201, body: { id: fixedId('conference', 1) } } })
  await drawScreen(<NewConferenceForm theCase={theCase} team={[...team, onPaper]} ownId={undefined} />, server)
  expect(screen.getAllByRole('checkbox', { name: /紙・電話で参加$/ })).toEqual([
    screen.getByRole('checkbox', { name: /^Iさん（青波市）/ }),
  ])

  fillIn()
  write(/^根拠/, fixedId('basis', 1))
  call()
  await screen.findByText(/会議を招集しました。案内は送られない/)
})

test('[CF1.20] of a hundred and fifty people one is found, whoever was chosen before stays so, and Enter in the search calls nothing', async () => {
  const many = Array.from({ length: 150 }, (_, place) => ({
    ...person(place + 1, `構成員${place + 1}`),
    kana: 'こうせい',
  }))
  const place = {
    organisation: CITY,
    member: { id: fixedId('member', 7), name: '構成員7' },
    categories: [],
    from: TODAY,
  }
  const named: CaseDetail = { ...theCase, team: [{ ...place, until: null }] }
  const server = fakeServer({ [CALL]: { status: 201, body: { id: fixedId('conference', 1) } } })
  await drawScreen(<NewConferenceForm theCase={named} team={many} ownId={fixedId('member', 3)} />, server)
  fillIn()
  write(/^根拠/, fixedId('basis', 1))
  const boxes = () => screen.getAllByRole<HTMLInputElement>('checkbox')
  expect([boxes().length, boxes().filter(({ checked }) => checked).length]).toEqual([22, 2])

  const search = screen.getByLabelText(/招く人をさがす/)
  fireEvent.change(search, { target: { value: '構成員１４９' } })
  expect(boxes()).toHaveLength(3)
  expect(fireEvent.keyDown(search, { key: 'Enter' })).toBe(false)
  fireEvent.click(screen.getByRole('checkbox', { name: /構成員149/ }))
  fireEvent.change(search, { target: { value: 'いない人' } })
  expect(boxes()).toHaveLength(3)
  call()
  await waitFor(() => expect(server.sent).toHaveLength(1))
  expect(server.sent[0]?.body).toMatchObject({ inviteeIds: [3, 7, 149].map((index) => fixedId('member', index)) })
})

test('[UI2.55] the basis that is chosen stands in full below the list, which cuts what is long', async () => {
  await draw({ status: 201, body: {} })
  const field = screen.getByLabelText<HTMLSelectElement>(/^根拠/)
  const line = field.options[1]?.text ?? ''
  expect(screen.getAllByText(line)).toHaveLength(1)
  fireEvent.change(field, { target: { value: fixedId('basis', 1) } })

  expect(screen.getAllByText(line).map(({ tagName }) => tagName)).toEqual(['OPTION', 'P'])
})

test('[CF1.26] [CF1.27] for a 支援会議 only its law is offered, and the form asks on which day the chair chose who is called', async () => {
  const onLaw: BasisView = { ...basis(4, 'current', '法律の機関'), kind: 'selfRelianceAct9' }
  const server = fakeServer({ [CALL]: { status: 201, body: { id: fixedId('conference', 1) } } })
  const bases = [...theCase.bases, onLaw]
  await drawScreen(<NewConferenceForm theCase={{ ...theCase, bases }} team={team} ownId={undefined} />, server)
  const offered = () =>
    [...screen.getByLabelText<HTMLSelectElement>(/^根拠/).options].slice(1).map(({ value }) => value)
  fillIn()
  expect(offered()).toEqual([fixedId('basis', 1)])
  expect(screen.queryByLabelText(/^会長が招く人を選んだ日/)).toBeNull()

  write(/^会議の種別/, 'statutorySupport')
  expect(offered()).toEqual([onLaw.id])
  write(/^根拠/, onLaw.id)
  call()
  await screen.findByText(/入力してください/)
  expect(server.sent).toEqual([])

  write(/^会長が招く人を選んだ日/, '令和8年12月1日')
  call()
  await waitFor(() => expect(server.sent.at(-1)?.body).toMatchObject({ basisId: onLaw.id, chosenOn: '2026-12-01' }))
})

test('[CF1.30] who is ticked and is told nothing on the basis that is chosen is said before it is called, and not of whom it names', async () => {
  const elsewhere = { ...person(3, 'Cさん'), organisationName: 'みほん病院' }
  await drawScreen(<NewConferenceForm theCase={theCase} team={[...team, elsewhere]} ownId={undefined} />)
  const said = () => screen.queryByText(/この根拠に名前がないところ/)?.textContent ?? null
  const before = said()
  write(/^根拠/, fixedId('basis', 1))
  const chosen = said()
  fireEvent.click(screen.getByRole('checkbox', { name: /Cさん/ }))

  expect([before, chosen, said()]).toEqual([null, expect.stringMatching(/：みほん病院。/), null])
})
