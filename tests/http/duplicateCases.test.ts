import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { demoBasisId, demoCaseId, demoCases } from '#shared/fixtures/demoCases.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const today = dayInJapan(instant(Date.now()))
const [settlement, welfare] = (['settlement', 'welfare'] as const).map(demoOrganisationId)
const KEPT = demoCaseId('かもめ')
const keptNumber = demoCases(today)[0]?.number ?? ''

let server: CouncilServer
let coordinator: Visitor
let staff: Visitor

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  coordinator = await server.as('B')
  staff = await server.as('D')
})
afterAll(() => server.close())

const open = async (callName: string) =>
  (await coordinator.post('/api/cases', { callName, needs: ['housing'], leadOrganisationId: settlement })).body

const pathOf = (id: string) => `/api/cases/${id}`
const close = (by: Visitor, id: string, caseNumber: string) =>
  by.send('PUT', `${pathOf(id)}/duplicate-of`, { caseNumber })
const takeBack = (by: Visitor, id: string) => by.send('DELETE', `${pathOf(id)}/duplicate-of`)
const becauseOf = ({ status, body }: Awaited<ReturnType<Visitor['get']>>) => [status, body.detail.because]
const endedOn = async (id: string) => {
  const rows = server.connection.collection<{ _id: string; endedOn: string | null }>('sharingBases')
  return (await rows.findOne({ _id: id }))?.endedOn
}

test('[CS1.10] a case opened twice is closed as a duplicate: each names the other to those who may read both, and nobody sees more than before', async () => {
  const twice = await open('かもめ')

  const closed = await close(coordinator, twice.id, ` ${keptNumber.replace('R', 'ｒ').replace('-', 'ー')} `)

  const of = { id: KEPT, number: keptNumber }
  expect([closed.status, closed.body]).toEqual([200, expect.objectContaining({ state: 'closed', duplicate: { of } })])
  expect((await coordinator.get(pathOf(KEPT))).body.duplicates).toEqual([{ id: twice.id, number: twice.number }])
  const forStaff = await staff.get(pathOf(KEPT))
  expect([forStaff.status, forStaff.body.duplicates, forStaff.text.includes(twice.number)]).toEqual([
    200,
    undefined,
    false,
  ])
  expect((await staff.get(pathOf(twice.id))).status).toBe(404)
  const record = await server.connection.collection('auditRecords').findOne({ kind: 'duplicateClosed' })
  const changes = [
    { field: 'state', from: '"intake"' },
    { field: 'closedOn', to: JSON.stringify(today) },
  ]
  expect(record).toMatchObject({ objectIds: [twice.id, KEPT], changes })
})

test('[CS1.10] whoever may read the duplicate and not the case that is kept is not told its number', async () => {
  const [twice, other] = [await open('かきつばた'), await open('かきつばた')]
  const place = { memberId: null, categories: ['basic'], from: today, until: null, organisationId: welfare }
  await coordinator.post(`${pathOf(twice.id)}/team`, place)
  const consent = {
    kind: 'consent',
    consent: WRITTEN_CONSENT,
    discloserId: settlement,
    recipientIds: [welfare],
    categories: ['basic'],
  }
  await coordinator.post(`${pathOf(twice.id)}/bases`, { ...consent, from: today, until: null })

  const refused = [await close(staff, twice.id, other.number), await close(staff, twice.id, 'R99-999')]
  await close(coordinator, twice.id, other.number)

  expect(refused.map(becauseOf)).toEqual(Array(2).fill([403, 'noSuchCase']))
  const read = await staff.get(pathOf(twice.id))
  expect([read.body.duplicate, read.text.includes(other.number)]).toEqual([{ of: null }, false])
})

test('[CS1.11] a duplicate is taken back as it stood, is opened no other way, and there are no chains of them', async () => {
  const [one, two, three] = [await open('い'), await open('ろ'), await open('は')]
  await coordinator.send('PATCH', pathOf(one.id), { state: 'assessing' })
  await close(coordinator, one.id, two.number)

  const refused = [
    await coordinator.send('PATCH', pathOf(one.id), { state: 'reopened' }),
    await close(coordinator, one.id, three.number),
    await close(coordinator, three.id, one.number),
    await close(coordinator, two.id, three.number),
    await takeBack(coordinator, two.id),
  ]
  const back = await takeBack(coordinator, one.id)

  expect(refused.map(becauseOf)).toEqual([
    [409, 'isDuplicate'],
    [409, 'isDuplicate'],
    [409, 'isDuplicate'],
    [409, 'hasDuplicates'],
    [409, 'noDuplicate'],
  ])
  expect([back.status, back.body.state, back.body.duplicate]).toEqual([200, 'assessing', undefined])
  expect((await coordinator.get(pathOf(two.id))).body.duplicates).toBe(undefined)
  expect((await close(coordinator, two.id, two.number)).status).toBe(400)
})

test('[CS3.4] a withdrawal under the number of a duplicate ends the consent of the case that is kept, and stands in the trail of both', async () => {
  const twice = await open('かもめ（二重）')
  await close(coordinator, twice.id, keptNumber)

  const said = { caseNumber: twice.number, organisationId: welfare, extent: 'all', received: 'spoken' }
  const answer = await coordinator.post('/api/consent-withdrawals', said)

  expect([answer.status, await endedOn(demoBasisId('かもめ'))]).toEqual([204, today])
  expect((await staff.get(pathOf(KEPT))).status).toBe(404)
  const record = await server.connection.collection('auditRecords').findOne({ kind: 'consentWithdrawn' })
  expect(record?.objectIds).toEqual([twice.id, KEPT, demoBasisId('かもめ')])
})

test('[CS3.4] with the case that was kept disposed of, a withdrawal under one duplicate is heard in the others', async () => {
  const kept = await open('ほたる')
  const [one, other] = [await open('ほたる（二）'), await open('ほたる（三）')]
  const consent = {
    kind: 'consent',
    consent: WRITTEN_CONSENT,
    discloserId: settlement,
    recipientIds: [welfare],
    categories: ['basic'],
  }
  const { body } = await coordinator.post(`${pathOf(other.id)}/bases`, { ...consent, from: today, until: null })
  for (const { id } of [one, other]) await close(coordinator, id, kept.number)
  await server.connection.collection<{ _id: string }>('cases').deleteOne({ _id: kept.id })

  const said = { caseNumber: one.number, organisationId: welfare, extent: 'all', received: 'spoken' }
  const answer = await coordinator.post('/api/consent-withdrawals', said)

  expect([answer.status, await endedOn(body.id)]).toEqual([204, today])
})
