import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { takeOffices } from '#tests/support/filesOffice.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const today = dayInJapan(instant(Date.now()))
const [settlement, welfare, hospital] = (['settlement', 'welfare', 'hospital'] as const).map(demoOrganisationId)
const kamome = `/api/cases/${demoCaseId('かもめ')}`

let server: CouncilServer
/** A coordinator of an organisation that is on no team; the only one in office. */
let outside: Visitor
let staff: Visitor
let number = ''
let laterConsent = ''
let onLaw = ''

/** The case's only coordinator leaves; another comes, of an organisation that is on no team. */
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  const [administrator, leaving] = [await server.as('A'), await server.as('B')]
  number = (await leaving.get(kamome)).body.number
  const basis = { discloserId: settlement, categories: ['basic'], until: null }
  const record = async (said: object) => (await leaving.post(`${kamome}/bases`, { ...basis, ...said })).body.id
  laterConsent = await record({
    kind: 'consent',
    consent: WRITTEN_CONSENT,
    recipientIds: [welfare],
    from: addDays(today, 9),
  })
  onLaw = await record({
    ...{ kind: 'selfRelianceAct9', reason: '支援会議の決定' },
    ...{ recipientIds: [hospital], from: today },
  })
  // The law on which it rests asks for a chair; from here on nobody has more than their role.
  await takeOffices(server.connection)
  const account = { loginName: 'coming', password: 'みなとの朝はいつも静かです2026' }
  await administrator.post('/api/members', {
    ...{ name: 'Vさん', kana: 'ぶい', organisationId: demoOrganisationId('prosecutors'), role: 'coordinator' },
    ...{ volunteerKind: null, from: '2020-04-01', account },
  })
  outside = server.visitor()
  await outside.signIn(account.loginName, account.password)
  staff = await server.as('D')
  await administrator.post(`/api/members/${demoMemberId('B')}/ending`, { on: today })
})
afterAll(() => server.close())

const withdraw = (by: Visitor, said: object = {}) =>
  by.post('/api/consent-withdrawals', {
    ...{ caseNumber: number, organisationId: hospital, extent: 'organisation', received: 'spoken' },
    ...said,
  })

const endedOn = async (id: string) => {
  const rows = server.connection.collection<{ _id: string; endedOn: string | null }>('sharingBases')
  return (await rows.findOne({ _id: id }))?.endedOn
}

const lastRecord = (kind: string) =>
  server.connection.collection('auditRecords').findOne({ kind }, { sort: { _id: -1 } })

test('[CS3.1] only coordinators and the 事務局 record a consent’s withdrawal that way, and what is not there is not told from what is not named', async () => {
  const answers = [
    await withdraw(staff),
    await withdraw(await server.as('A')),
    await withdraw(outside, { caseNumber: 'R99-999' }),
    await withdraw(outside, { organisationId: demoOrganisationId('nonProfit') }),
    await withdraw(outside, { caseNumber: 'かもめ' }),
  ]

  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 400])
  expect([answers[2]?.body.detail, answers[3]?.body.detail]).toEqual(Array(2).fill({ because: 'noSuchConsent' }))
  expect(await lastRecord('accessRefused')).toMatchObject({ outcome: 'refused', because: 'noSuchConsent' })
  expect(await endedOn(demoBasisId('かもめ'))).toBe(null)
})

test('[AC6.27] whoever guesses at the numbers of cases by withdrawing consents leaves for which organisation, and that there were many', async () => {
  for (let guess = 100; guess < 140; guess += 1)
    await withdraw(outside, { caseNumber: `R01-${guess}`, organisationId: welfare })

  const trail = server.connection.collection('auditRecords')
  const of = (because: string) => trail.find({ kind: 'accessRefused', because }).sort({ _id: -1 }).toArray()
  expect((await of('noSuchConsent'))[0]).toMatchObject({ objectIds: [welfare] })
  expect(await of('many')).toMatchObject([{ objectIds: [], outcome: 'refused' }])
})

test('[CS3.1] while nobody coordinates a case any coordinator records that a consent was withdrawn: it is over at once, and they learn nothing of the case', async () => {
  const before = (await staff.get(kamome)).status
  const epoch = server.revocation.epoch()

  const answer = await withdraw(outside, { caseNumber: ` ${number.replace('R', 'ｒ').replace('-', 'ー')} ` })

  expect([before, answer.status, answer.text]).toEqual([200, 204, ''])
  expect((await staff.get(kamome)).status).toBe(404)
  expect(server.revocation.epoch()).toBeGreaterThan(epoch)
  expect([(await outside.get(kamome)).status, (await outside.get('/api/cases')).body.items]).toEqual([404, []])
  expect([await endedOn(demoBasisId('かもめ')), await endedOn(laterConsent), await endedOn(onLaw)]).toEqual([
    today,
    null,
    null,
  ])
  expect(await lastRecord('consentWithdrawn')).toMatchObject({
    objectIds: [demoCaseId('かもめ'), demoBasisId('かもめ')],
    because: 'spoken',
    outcome: 'done',
  })
})

test('[CS3.1] a withdrawal of all ends every consent of the case, also one to begin, and what rests on a law stays; saying it again changes nothing', async () => {
  const answers = [
    await withdraw(outside, { extent: 'all', received: 'inWriting' }),
    await withdraw(outside, { extent: 'all' }),
  ]

  expect(answers.map(({ status }) => status)).toEqual([204, 204])
  expect([await endedOn(laterConsent), await endedOn(onLaw)]).toEqual([today, null])
  const records = await server.connection.collection('auditRecords').find({ kind: 'consentWithdrawn' }).toArray()
  expect(records.map(({ objectIds, because }) => [objectIds.length, because])).toEqual([
    [2, 'spoken'],
    [2, 'inWriting'],
    [1, 'spoken'],
  ])
})

test('[CS3.3] while the council has no coordinator in office the 事務局 records that a consent was withdrawn, and sees no case by it', async () => {
  const [administrator, secretary] = [await server.as('A'), await server.as('G')]
  const { items } = (await administrator.get('/api/members')).body
  const coming = items.find(({ name }: { name: string }) => name === 'Vさん')
  await administrator.post(`/api/members/${coming.id}/ending`, { on: today })
  const office = { office: 'secretariat', from: today, until: null }

  const before = await withdraw(secretary)
  await administrator.send('PATCH', `/api/members/${demoMemberId('G')}/post`, {
    offices: { removed: [], added: [office] },
  })
  const answer = await withdraw(secretary)

  expect([(await withdraw(outside)).status, before.status, answer.status, answer.text]).toEqual([401, 403, 204, ''])
  expect([(await secretary.get(kamome)).status, (await secretary.get('/api/cases')).body.items]).toEqual([404, []])
  expect(await lastRecord('consentWithdrawn')).toMatchObject({ byMemberId: demoMemberId('G'), because: 'spoken' })
})
