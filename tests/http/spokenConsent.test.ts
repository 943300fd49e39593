import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dayInJapan, instant, type PlainDate } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const today = dayInJapan(instant(Date.now()))
const CASE = `/api/cases/${demoCaseId('しらかば')}`
const SPOKEN = { way: 'spoken', on: today, purpose: '住まいの相談', paperBy: addDays(today, 14) }

let server: CouncilServer
let coordinator: Visitor
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  coordinator = await server.as('B')
})
afterAll(() => server.close())

const record = (more: object) =>
  coordinator.post(`${CASE}/bases`, {
    ...{ kind: 'consent', discloserId: demoOrganisationId('settlement'), recipientIds: [demoOrganisationId('bar')] },
    ...{ categories: ['basic'], from: today, until: addDays(today, 200), ...more },
  })
const keepPaper = async (id: string, on: PlainDate) => {
  const { status, body } = await coordinator.post(`/api/bases/${id}/consent-paper`, { on })
  return body?.detail?.because ?? body?.detail?.fields ?? status
}
const shown = async (id: string) =>
  (await coordinator.get(CASE)).body.bases.find((one: { readonly id: string }) => one.id === id)

/** As if the days had passed. */
const letLapse = (id: string) =>
  server.connection
    .collection<{ _id: string }>('sharingBases')
    .updateOne({ _id: id }, { $set: { 'consent.paperBy': addDays(today, -1) } })

test('[CS3.7] a consent says how, when and to what end it was given; none is recorded without, and nothing else with it', async () => {
  const refused = [
    await record({}),
    await record({ consent: { ...WRITTEN_CONSENT, purpose: ' ' } }),
    await record({ consent: { ...WRITTEN_CONSENT, on: addDays(today, 1) } }),
    await record({ consent: { ...SPOKEN, paperBy: null } }),
    await record({ consent: { ...SPOKEN, paperBy: addDays(today, 31) } }),
    await record({ kind: 'privacyAct27_1', reason: '緊急', consent: WRITTEN_CONSENT }),
  ]
  expect(refused.map(({ status, body }) => [status, body.detail?.fields])).toEqual([
    [400, ['consent']],
    [400, ['consent.purpose']],
    [400, ['consent.on']],
    [400, ['consent.paperBy']],
    [400, ['consent.paperBy']],
    [400, ['consent']],
  ])

  const { body } = await record({ consent: SPOKEN })

  expect((await shown(body.id)).consent).toEqual(SPOKEN)
})

test('[CS3.6] a consent by word ends by itself when no sheet has come, holds on when one has, and the trail has that it came', async () => {
  const [kept, missed] = [(await record({ consent: SPOKEN })).body.id, (await record({ consent: SPOKEN })).body.id]

  expect(await keepPaper(kept, addDays(today, 1))).toEqual(['on'])
  expect(await keepPaper(kept, addDays(today, -1))).toEqual(['on'])
  expect(await keepPaper(kept, today)).toBe(200)
  expect(await keepPaper(kept, today)).toBe('noPaperAwaited')
  for (const id of [kept, missed]) await letLapse(id)

  expect([(await shown(kept)).state, (await shown(missed)).state]).toEqual(['current', 'expired'])
  expect(await keepPaper(missed, today)).toBe('basisLapsed')
  const record_ = await server.connection.collection('auditRecords').findOne({ kind: 'consentPaperKept' })
  expect(record_?.objectIds).toEqual([demoCaseId('しらかば'), kept])
})
