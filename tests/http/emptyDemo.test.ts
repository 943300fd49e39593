import { writeFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { erasureLedger, ledgerPathOf } from '#server/app/erasureLedger.ts'
import type { Mode } from '#server/platform/config.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, RENEWED_CODE, SET_UP_CODE, startCouncilServer } from '#tests/support/councilServer.ts'
import { Participant } from '#tests/support/participant.ts'
import { throwAwayFolder } from '#tests/support/throwAwayFolder.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const OWN_COUNCIL = {
  councilName: 'みほん県さんご町再犯防止推進協議会',
  organisationName: 'みほん県さんご町',
  organisationKana: 'みほんけんさんごちょう',
  name: 'Aさん',
  kana: 'えーさん',
  loginName: 'a-san',
  password: 'a long enough pass phrase',
}

let server: CouncilServer
afterEach(() => server.close())

const start = async (mode?: Mode) => {
  server = await startCouncilServer(mode)
}

/** How many rows each collection has. */
async function rowCounts(): Promise<{ readonly [collection: string]: number }> {
  const { db } = server.connection
  const names = (await db?.listCollections().toArray())?.map(({ name }) => name) ?? []
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await db?.collection(name).countDocuments()) ?? 0] as const)),
  )
}

async function noteOpenAt(visitor: Visitor): Promise<Participant> {
  const { body } = await visitor.get(`/api/conferences/${fixedId('conference', 1)}`)
  const participant = new Participant({
    address: server.origin.replace('http', 'ws'),
    documentId: body.documentId,
    origin: server.origin,
    cookie: visitor.cookie,
  })
  await participant.synced()
  return participant
}

test('[CL1.4] the demo’s administrator empties it: only the audit trail is left, every session and document ends, and a new code opens the set-up', async () => {
  await start()
  await server.seedDemo()
  const [administrator, staff] = [await server.as('A'), await server.as('D')]
  const note = await noteOpenAt(staff)
  note.type('住まいについて話した。')
  await note.settled()

  const emptied = await administrator.send('DELETE', '/api/demo-council')
  // The last is what a page is told that comes back at once.
  await expect.poll(() => note.lastClose?.reason).toMatch(/^(accessEnded|sessionEnded|notFound)$/)
  // What ended, and the epoch that rose with it, is for other nodes to hear of; neither names a person.
  const { auditRecords, endings: _, rightsEpoch: __, ...others } = await rowCounts()
  note.leave()

  expect([emptied.status, (await staff.get('/api/cases')).status]).toEqual([204, 401])
  expect(Object.entries(others).filter(([, count]) => count > 0)).toEqual([])
  expect(auditRecords).toBeGreaterThan(0)
  const record = await server.connection.collection('auditRecords').findOne({ kind: 'demoEmptied' })
  expect(record).toMatchObject({ byMemberId: demoMemberId('A'), objectIds: [fixedId('council', 1)] })

  const newcomer = server.visitor()
  expect((await newcomer.readSession()).body.council).toEqual({ name: '', isDemo: false, needsSetUp: true })
  expect((await newcomer.post('/api/setup', { ...OWN_COUNCIL, code: SET_UP_CODE })).status).toBe(403)
  expect((await newcomer.post('/api/setup', { ...OWN_COUNCIL, code: RENEWED_CODE })).status).toBe(200)
})

test.each([
  ['in production there is no such thing', 'production', 404],
  ['on trial a council of one’s own is no demo', 'trial', 403],
] as const)('[CL1.4] nothing is emptied by that way: %s', async (_name, mode, status) => {
  await start(mode)
  const administrator = server.visitor()
  await administrator.readSession()
  await administrator.post('/api/setup', { ...OWN_COUNCIL, code: SET_UP_CODE })
  await administrator.readSession()
  const { auditRecords: _, ...before } = await rowCounts()

  const answer = await administrator.send('DELETE', '/api/demo-council')

  expect(answer.status).toBe(status)
  expect(await rowCounts()).toMatchObject(before)
})

test('[CL1.35] a demo whose ledger of erased cases cannot be written is emptied all the same: a new code opens the set-up', async () => {
  const path = ledgerPathOf(await throwAwayFolder())
  writeFileSync(path, '[{')
  server = await startCouncilServer('trial', erasureLedger(path))
  await server.seedDemo()
  await (await server.as('A')).send('DELETE', '/api/demo-council')

  const newcomer = server.visitor()
  await newcomer.readSession()
  const setUp = await newcomer.post('/api/setup', { ...OWN_COUNCIL, code: RENEWED_CODE })

  expect(setUp.status).toBe(200)
})
