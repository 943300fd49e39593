import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => server.close())

/** The next record cannot be kept. */
function failNextRecord(): void {
  const records = server.connection.models.AuditRecord as unknown as { create(): Promise<void> }
  vi.spyOn(records, 'create').mockRejectedValueOnce(new Error('the disk is full'))
}

test('[AC6.3] a version of which no record can be kept is not made', async () => {
  const coordinator = await server.as('B')
  const { documentId } = (await coordinator.get(`/api/conferences/${fixedId('conference', 1)}`)).body
  const path = `/api/documents/${documentId}/versions`
  failNextRecord()

  const answer = await coordinator.post(path, { name: '記録のない版' })

  expect([answer.status, (await coordinator.get(path)).text]).toEqual([
    500,
    expect.not.stringContaining('記録のない版'),
  ])
})

test('[AC6.3] a document of the council of which no record can be kept is found by nobody', async () => {
  const coordinator = await server.as('B')
  failNextRecord()

  const answer = await coordinator.post('/api/council-documents', { title: '記録のない文書' })

  const { text } = await coordinator.get('/api/council-documents')
  expect([answer.status, text]).toEqual([500, expect.not.stringContaining('記録のない文書')])
})

test('[CL3.17] a list of which no record can be kept is had by nobody as a file', async () => {
  const staff = await server.as('D')
  for (const path of ['/api/members', '/api/organisations']) {
    failNextRecord()
    const { status, body } = await staff.get(`${path}?use=file`)
    expect([status, body.items]).toEqual([500, undefined])
  }
})
