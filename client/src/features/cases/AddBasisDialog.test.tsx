import { fireEvent, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { CaseDetail } from '#shared/api/cases.ts'
import type { MeetingGap, SupportMeetingLaw } from '#shared/domain/supportMeeting.ts'
import { anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId, TODAY } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { MAY_ALL } from '#tests/support/mayAll.ts'
import { AddBasisDialog } from './AddBasisDialog.tsx'

const called = (index: number) => anOrganisation({ id: fixedId('organisation', index), name: `機関${index}` })
const [LEAD, OTHER, THIRD] = [called(1), called(2), called(3)] as const
const meeting = (law: SupportMeetingLaw, gap: MeetingGap | null) => ({ law, registered: null, gap })
/** Of the two laws one has its 支援会議. */
const MEETINGS = {
  'GET /api/support-meetings': {
    status: 200,
    body: { items: [meeting('socialWelfareAct106_6', 'noCharter'), meeting('selfRelianceAct9', null)], next: null },
  },
}
const posted = ({ sent }: ReturnType<typeof fakeServer>) => sent.filter(({ line }) => !line.startsWith('GET'))
const write = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
/** What is asked of a consent alone. */
function sayConsent(way: '署名した同意書（様式第4号）' | '口頭（署名した同意書は後から）'): void {
  fireEvent.click(screen.getByRole('radio', { name: way }))
  write(/^同意した日/, '令和8年11月20日')
}
const theCase: CaseDetail = {
  ...{ id: fixedId('case', 1), number: 'R08-001', callName: 'みずうみ', needs: ['housing'], areaCode: null },
  ...{ leadOrganisation: LEAD, state: 'intake', missing: [], openedOn: TODAY, conferences: [], team: [], bases: [] },
  can: MAY_ALL,
}

test('[UI2.35] an organisation that was chosen to receive and then made the discloser is not sent as a recipient', async () => {
  const server = fakeServer(MEETINGS)
  await drawScreen(
    <AddBasisDialog theCase={theCase} organisations={[LEAD, OTHER, THIRD]} onClose={() => undefined} />,
    server,
  )
  const choose = (label: RegExp, value: string) =>
    fireEvent.change(screen.getByRole('combobox', { name: label }), { target: { value } })
  await screen.findByRole('form')
  for (const { name } of [OTHER, THIRD]) fireEvent.click(screen.getByRole('checkbox', { name }))
  choose(/^根拠/, 'consent')
  choose(/^伝える機関/, OTHER.id)
  sayConsent('署名した同意書（様式第4号）')

  fireEvent.submit(screen.getByRole('form'))

  await expect
    .poll(() => posted(server).at(-1)?.body)
    .toMatchObject({ discloserId: OTHER.id, recipientIds: [THIRD.id] })
})

test('[UI2.17] a lead organisation that left the council discloses nothing by itself: the form asks who does', async () => {
  const server = fakeServer(MEETINGS)
  await drawScreen(
    <AddBasisDialog theCase={theCase} organisations={[OTHER, THIRD]} onClose={() => undefined} />,
    server,
  )
  await screen.findByRole('form')
  fireEvent.change(screen.getByRole('combobox', { name: /^根拠/ }), { target: { value: 'consent' } })
  fireEvent.click(screen.getByRole('checkbox', { name: OTHER.name }))
  sayConsent('署名した同意書（様式第4号）')

  fireEvent.submit(screen.getByRole('form'))

  await screen.findByText(/選んでください/)
  expect(screen.getByRole('combobox', { name: /^伝える機関/ }).getAttribute('aria-invalid')).toBe('true')
  expect(posted(server)).toEqual([])
})

test('[CS4.8] of those who may be told, the organisations of the case’s team stand first', async () => {
  const place = { organisation: THIRD, member: null, categories: ['basic'], from: TODAY, until: null } as const
  await drawScreen(
    <AddBasisDialog
      theCase={{ ...theCase, team: [place] }}
      organisations={[LEAD, OTHER, THIRD]}
      onClose={() => undefined}
    />,
  )
  await screen.findByRole('form')
  const told = within(screen.getByRole('group', { name: /^受け取る機関/ })).getAllByRole('checkbox')

  expect(told.map((one) => one.closest('label')?.textContent)).toEqual([THIRD.name, OTHER.name])
})

test.each([
  ['selfRelianceAct9', '連絡がつかないため'],
  ['consent', undefined],
])(
  '[CS4.10] whoever records what is no consent is asked why; with what is recorded in the end as %s goes what belongs to it',
  async (kind, reason) => {
    const server = fakeServer(MEETINGS)
    await drawScreen(
      <AddBasisDialog theCase={theCase} organisations={[LEAD, OTHER]} onClose={() => undefined} />,
      server,
    )
    await screen.findByRole('form')
    const choose = (value: string) =>
      fireEvent.change(screen.getByRole('combobox', { name: /^根拠/ }), { target: { value } })
    fireEvent.click(screen.getByRole('checkbox', { name: OTHER.name }))
    expect(screen.queryByLabelText(/^同意によらない理由/)).toBeNull()

    await screen.findByRole('option', { name: /支援法9条/ })
    choose('selfRelianceAct9')
    fireEvent.submit(screen.getByRole('form'))
    await screen.findByText(/同意によらない理由を入力してください。/)
    expect(posted(server)).toEqual([])

    fireEvent.change(screen.getByLabelText(/^同意によらない理由/), { target: { value: ' 連絡がつかないため ' } })
    choose(kind)
    if (kind === 'consent') sayConsent('署名した同意書（様式第4号）')
    fireEvent.submit(screen.getByRole('form'))
    await expect.poll(() => posted(server).at(-1)?.body).toBeDefined()
    const sent: unknown = posted(server).at(-1)?.body
    expect(sent).toMatchObject({ kind })
    expect(sent).toEqual(expect.objectContaining(reason === undefined ? {} : { reason }))
    expect(JSON.stringify(sent).includes('reason')).toBe(reason !== undefined)
  },
)

test('[CS4.11] of the laws on a 支援会議 the form offers those alone whose rules and chair there are, and says what is lacking', async () => {
  await drawScreen(
    <AddBasisDialog theCase={theCase} organisations={[LEAD, OTHER]} onClose={() => undefined} />,
    fakeServer(MEETINGS),
  )
  await screen.findByText(/設置要綱と会長がそろっている法律だけ/)

  expect(screen.getByRole('option', { name: /支援法9条/ })).toBeTruthy()
  expect(screen.queryByRole('option', { name: /106条の6/ })).toBeNull()
})

test('[CS3.6] [CS3.7] [CS3.10] of a consent the form asks how, when and to what end; of one by word also until when its sheet has to come', async () => {
  const server = fakeServer(MEETINGS)
  await drawScreen(<AddBasisDialog theCase={theCase} organisations={[LEAD, OTHER]} onClose={() => undefined} />, server)
  await screen.findByRole('form')
  const submit = () => fireEvent.submit(screen.getByRole('form'))
  fireEvent.change(screen.getByRole('combobox', { name: /^根拠/ }), { target: { value: 'consent' } })
  fireEvent.click(screen.getByRole('checkbox', { name: OTHER.name }))
  submit()
  await screen.findAllByText(/入力してください/)
  sayConsent('口頭（署名した同意書は後から）')
  submit()
  write(/^同意した日/, '令和8年10月24日')
  await screen.findByText(/30日を過ぎています。署名した同意書を受け取り/)
  write(/^同意した日/, '令和8年11月20日')
  write(/^同意書を受け取る期限/, '令和8年12月21日')
  await screen.findByText(/30日後までの日/)
  submit()
  expect(posted(server)).toEqual([])

  write(/^同意書を受け取る期限/, '12月4日')
  submit()
  await expect
    .poll(() => posted(server).at(-1)?.body)
    .toMatchObject({
      consent: { way: 'spoken', on: '2026-11-20', purpose: '支援の検討と調整のため', paperBy: '2026-12-04' },
    })
})
