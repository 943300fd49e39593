import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { changeLanguage } from '#client/platform/words.ts'
import type { AuditPage, AuditRecordView } from '#shared/api/audit.ts'
import { fixedId, TODAY } from '#shared/fixtures/days.ts'
import { drawScreen, fakeServer } from '#tests/support/drawScreen.tsx'
import { AuditRecords } from './AuditRecords.tsx'
import { AuditSearchForm } from './AuditSearchForm.tsx'
import type { AuditSearch } from './useAuditRecords.ts'

const [B, I] = [fixedId('member', 2), fixedId('member', 9)]
const [CASE, CONFERENCE, CITY] = [fixedId('case', 1), fixedId('conference', 1), fixedId('organisation', 1)]
const BASIS = fixedId('basis', 1)
const AT = Date.parse('2026-11-24T01:05:00Z')

const record = (fields: Partial<AuditRecordView>): AuditRecordView => ({
  ...{ id: `${fields.kind}`, at: AT, kind: 'caseRead', by: B, objectIds: [CASE], moreObjects: 0 },
  ...{ isRefused: false, because: null, changes: [] },
  ...fields,
})

const change = (field: string, from: unknown, to: unknown) => ({
  field,
  ...{ from: JSON.stringify(from), to: JSON.stringify(to) },
})

const PAGE: AuditPage = {
  items: [
    record({
      kind: 'attendanceRecorded',
      objectIds: [CONFERENCE, CASE, I],
      changes: [change('attendance', [{ memberId: I, state: 'invited' }], [{ memberId: I, state: 'late' }])],
    }),
    record({ kind: 'memberMoved', objectIds: [I], changes: [change('role', 'staff', 'coordinator')] }),
    record({
      kind: 'teamLeft',
      changes: [
        change(
          'team',
          [{ organisationId: CITY, memberId: null, categories: ['basic', 'housing'], from: '2026-04-01', until: null }],
          [],
        ),
      ],
    }),
    record({ kind: 'membershipEnded', objectIds: [I], changes: [change('until', null, '2027-03-31')] }),
    record({ kind: 'casesListed', moreObjects: 92 }),
    record({ kind: 'conferenceBasisReplaced', objectIds: [CONFERENCE], changes: [change('basisId', BASIS, null)] }),
    record({ kind: 'accessRefused', isRefused: true, because: 'notOnTeam' }),
    record({ kind: 'signIn', by: null, objectIds: ['acc_gone'], isRefused: true, because: 'credentials' }),
    record({ kind: 'frameRefused', objectIds: [], isRefused: true, because: 'unknownTag' }),
    record({ kind: 'passwordChanged', objectIds: [B] }),
  ],
  things: {
    [B]: { kind: 'member', name: 'Bさん', organisationName: '定着支援センター' },
    [I]: { kind: 'member', name: 'Iさん', organisationName: '社会福祉協議会' },
    [CITY]: { kind: 'organisation', name: 'みなと市' },
    [CASE]: { kind: 'case', number: 'R08-001' },
    [BASIS]: { kind: 'basis', basisKind: 'consent', from: TODAY },
    [CONFERENCE]: { kind: 'conference', number: 'R08-001', startsAt: AT },
  },
  next: null,
  seal: null,
  verified: null,
}

const answered = (page: AuditPage) => fakeServer({ 'GET /api/audit-records?': { status: 200, body: page } })
const linesOf = () => screen.getAllByRole('row').map(({ textContent }) => textContent ?? '')

test('[AC6.15] each line of the trail says who did what to what, and what changed, in words; no id, code or reason of the machine’s is shown', async () => {
  await drawScreen(<AuditRecords title="監査記録" search={{}} />, answered(PAGE))
  await screen.findByRole('table')
  const [, attendance, moved, team, ended, listed, basis, refused, signIn, frame, own] = linesOf()

  expect(attendance).toContain('Bさん（定着支援センター）')
  expect(attendance).toContain('R08-001 の会議（令和8年11月24日(火)）')
  expect(attendance).not.toContain('ケース R08-001')
  expect(attendance).toMatch(/出欠（前）：Iさん（社会福祉協議会）　未確認.*出欠（後）：Iさん（社会福祉協議会）　遅参/)
  expect(moved).toContain('役割：構成機関職員 → コーディネーター')
  expect(team).toContain('支援チーム（前）：みなと市　機関の全員　基本属性、住居')
  expect(ended).toContain('任期の終わり：なし → 令和9年3月31日')
  expect(listed).toContain('ほか92件')
  expect(basis).toMatch(/根拠：本人の同意（令和.*） → なし/)
  expect(refused).toContain('支援チームにいません')
  expect(signIn).toMatch(/ログインしていない人.*断られました.*ログイン名かパスワードが違いました/)
  expect(frame).not.toContain('unknownTag')
  expect(own?.split('Bさん')).toHaveLength(2)
  expect(linesOf().join('')).not.toMatch(/[a-z]{3}_[0-9a-z]|\{\{|notOnTeam|"/)

  await changeLanguage('en')
  await waitFor(() => expect(linesOf()[2]).toContain('Role: Staff'))
  expect(linesOf().join('')).not.toMatch(/auditKind|auditField|\{\{/)
  await changeLanguage('ja')
})

test('[AC6.15] what was found is counted, the older follows at a press, and where there is nothing it is said what to change', async () => {
  const { items } = PAGE
  const server = fakeServer({
    'GET /api/audit-records?': { status: 200, body: { ...PAGE, items: items.slice(0, 3), next: '7.a' } },
    'GET /api/audit-records?after=7.a': { status: 200, body: { ...PAGE, items: items.slice(3) } },
  })
  await drawScreen(<AuditRecords title="監査記録" search={{}} />, server)
  expect(await screen.findByText('新しいものから3件を表示しています。')).toBeDefined()
  fireEvent.click(screen.getByRole('button', { name: '続き（古いもの）を表示する' }))

  expect(await screen.findByText('条件に合うのは10件です。')).toBeDefined()
  expect(linesOf()).toHaveLength(11)
})

test('[AC6.15] a trail that cannot be read is said to be that, and not to have nothing that fits', async () => {
  await drawScreen(<AuditRecords title="監査記録" search={{}} />)
  await screen.findByRole('alert', {}, { timeout: 5_000 })
  expect(screen.queryByText(/条件に合う/)).toBeNull()
})

test('[AC6.15] the search reads days and a number as people write them, and looks for nothing that it cannot read', async () => {
  const asked: AuditSearch[] = []
  await drawScreen(<AuditSearchForm title="監査記録" members={[]} onSearch={(search) => asked.push(search)} />)
  const write = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
  const send = () => fireEvent.click(screen.getByRole('button'))

  write(/^いつから/, 'R8.11.1')
  write(/^いつまで/, '令和8年10月1日')
  write(/^ケースの番号/, 'あ')
  send()
  expect(await screen.findByText(/R08-014 のような番号/)).toBeDefined()
  expect(asked).toEqual([])

  write(/^いつまで/, '2026/11/30')
  write(/^ケースの番号/, 'ｒ０８ー００１')
  write(/^記録の種類/, 'refused')
  send()
  expect(asked).toEqual([{ from: '2026-11-01', until: '2026-11-30', caseNumber: 'R08-001', group: 'refused' }])
})

test('[AC6.25] one line says up to when the trail is sealed, with what can be written down; a trail that is not what was signed is said in words', async () => {
  const seal = { at: AT, count: 1234, beginning: '0123456789abcdef', isAsSigned: true }
  await drawScreen(<AuditRecords title="監査記録" search={{}} />, answered({ ...PAGE, seal }))
  expect(
    await screen.findByText(/令和8年11月24日.*までの記録は封印されています（1234:0123456789abcdef）/),
  ).toBeDefined()

  document.body.innerHTML = ''
  await drawScreen(
    <AuditRecords title="監査記録" search={{}} />,
    answered({ ...PAGE, seal: { ...seal, isAsSigned: false } }),
  )
  expect(await screen.findByText(/記録が、封印したときのものと違っています/)).toBeDefined()
})

test('[AC8.4] beside it stands whether what is kept outside was held against it, could not be read, or is missing', async () => {
  const says = {
    held: '別の機械に保管している封印の控え（7個）とも比べました。',
    unread: '別の機械に保管している封印の控えを読めず、比べられませんでした',
    fewer: '別の機械に保管している封印の控えに、あるはずのものがありません',
  } as const
  for (const state of ['held', 'unread', 'fewer'] as const) {
    document.body.innerHTML = ''
    const verified = { at: AT, count: 1234, faults: [], outside: { state, count: 7 } }
    await drawScreen(<AuditRecords title="監査記録" search={{}} />, answered({ ...PAGE, verified }))
    expect(await screen.findByText(says[state])).toBeDefined()
    expect(screen.queryAllByText(/SEAL_FOLDER/)).toHaveLength(state === 'held' ? 0 : 1)
  }
})

test('[AC6.45] one line says when all of the trail was verified by itself, or that it never was; what was found then is said by its kinds, in words', async () => {
  await drawScreen(<AuditRecords title="監査記録" search={{}} />, answered(PAGE))
  expect(await screen.findByText(/全部の記録は、まだ確かめていません/)).toBeDefined()

  document.body.innerHTML = ''
  const verified = { at: AT, count: 1234, faults: [], outside: null }
  await drawScreen(<AuditRecords title="監査記録" search={{}} />, answered({ ...PAGE, verified }))
  expect(
    await screen.findByText(/令和8年11月24日.*に全部の記録（1234件）を自動で確かめ、どれも封印のとおり/),
  ).toBeDefined()

  document.body.innerHTML = ''
  const faults = [
    { kind: 'edited' as const, count: 2 },
    { kind: 'truncated' as const, count: 1 },
  ]
  await drawScreen(
    <AuditRecords title="監査記録" search={{}} />,
    answered({ ...PAGE, verified: { ...verified, faults } }),
  )
  expect(await screen.findByText(/封印と合わない所がありました/)).toBeDefined()
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    '記録が書き換えられている（2か所）',
    '途中から後の記録が切り取られている（1か所）',
  ])
})
