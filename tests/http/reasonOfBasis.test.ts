import { afterAll, beforeAll, expect, test } from 'vitest'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

const CASE = `/api/cases/${demoCaseId('かもめ')}`
const WHY = '住まいを失うおそれがあり、連絡がつかないため'
const basis = {
  ...{ kind: 'privacyAct69_2_4', discloserId: demoOrganisationId('settlement') },
  ...{ recipientIds: [demoOrganisationId('hospital')], categories: ['basic'] },
  ...{ from: '2026-04-01', until: null },
}

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

interface Kept {
  readonly kind: string
  readonly reason?: string
}

const basesSeenBy = async (letter: string): Promise<readonly Kept[]> =>
  (await (await server.as(letter)).get(CASE)).body.bases

test('[CS4.10] a basis that is no consent is recorded with why it is none, and a consent with nothing of that', async () => {
  const coordinator = await server.as('B')
  const record = (said: object) => coordinator.post(`${CASE}/bases`, { ...basis, ...said })
  const before = (await basesSeenBy('B')).length

  for (const said of [
    {},
    { reason: '' },
    { reason: ' 　 ' },
    { reason: 'あ'.repeat(201) },
    { kind: 'consent', consent: WRITTEN_CONSENT, reason: WHY },
  ]) {
    const { status, body } = await record(said)
    expect([status, body.detail?.fields]).toEqual([400, ['reason']])
  }
  expect(await basesSeenBy('B')).toHaveLength(before)
  expect((await record({ reason: WHY })).body).toMatchObject({ kind: basis.kind, reason: WHY })
  expect((await record({ kind: 'consent', consent: WRITTEN_CONSENT })).status).toBe(201)
})

test('[CS4.10] why it is none is read by whoever is told of a case’s bases, and is not in the audit trail', async () => {
  await (await server.as('B')).post(`${CASE}/bases`, { ...basis, reason: WHY })

  const [staff, adviser] = [await basesSeenBy('D'), await (await server.as('C')).get(CASE)]
  const trail = await (await server.as('G')).get('/api/audit-records?group=changed')

  expect(staff.map(({ reason }) => reason)).toContain(WHY)
  expect([adviser.status, adviser.text.includes(WHY)]).toEqual([200, false])
  expect([trail.text.includes('basisRecorded'), trail.text.includes(WHY)]).toEqual([true, false])
})
