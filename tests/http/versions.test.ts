import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { Participant } from '#tests/support/participant.ts'
import { until } from '#tests/support/until.ts'

let server: CouncilServer
let path = ''
const CONFERENCE = `/api/conferences/${fixedId('conference', 1)}`

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  const { documentId } = (await (await server.as('B')).get(CONFERENCE)).body
  path = `/api/documents/${documentId}`
})
afterAll(() => server.close())

test('[LD6.3] whoever may edit names a version, sees its difference to now and brings it back; each act is in the audit trail', async () => {
  const coordinator = await server.as('B')

  const named = await coordinator.post(`${path}/versions`, { name: '会議の前' })
  const list = await coordinator.get(`${path}/versions`)
  const difference = await coordinator.get(`${path}/difference?from=0&to=${named.body.number}`)
  const restored = await coordinator.post(`${path}/versions/${named.body.number}/restoration`)

  expect([named.status, list.status, difference.status, restored.status]).toEqual([201, 200, 200, 200])
  expect(named.body).toMatchObject({ kind: 'named', name: '会議の前', madeBy: { memberId: demoMemberId('B') } })
  expect(list.body.items.map(({ number }: { number: number }) => number)).toContain(named.body.number)
  expect(difference.body.size.blocks).toBeGreaterThan(0)
  const kinds = await server.connection.collection('auditRecords').distinct('kind')
  expect(kinds).toEqual(expect.arrayContaining(['versionsRead', 'versionNamed', 'versionRestored']))
})

test('[LD6.5] a reader is told what is new to them and nothing of the past; an outsider that there is nothing', async () => {
  const [adviser, administrator] = [await server.as('C'), await server.as('A')]

  const statuses = async (who: typeof adviser) => [
    (await who.get(`${path}/versions`)).status,
    (await who.get(`${path}/difference?from=0&to=now`)).status,
    (await who.get(`${path}/authors`)).status,
    (await who.post(`${path}/versions`, { name: '私の版' })).status,
    (await who.post(`${path}/versions/1/restoration`)).status,
  ]

  expect(await statuses(adviser)).toEqual([403, 403, 403, 403, 403])
  expect(await statuses(administrator)).toEqual([404, 404, 404, 404, 404])
  expect((await adviser.get(`${path}/difference?from=lastRead`)).status).toBe(409)
})

test('[LD6.5] a reader’s difference says since when they had not read, and neither name nor number of a version', async () => {
  const [coordinator, adviser] = [await server.as('B'), await server.as('C')]
  const named = await coordinator.post(`${path}/versions`, { name: '見せない名前' })
  await adviser.get(`${path}/extract`)
  const documentId = path.split('/').at(-1)
  const present = { generation: 1, sequence: 2, at: 1_795_000_000_000 }
  const readings = server.connection.collection<{ _id: string; before: unknown }>('lastReadings')
  const own = { _id: `${documentId}.${demoMemberId('C')}` }
  // Nobody waits for a reading to be noted.
  await until(async () => (await readings.findOne(own)) !== null, 'the reading is noted')
  await readings.updateOne(
    own,
    { $set: { documentId, present, before: { ...present, sequence: 0 } } },
    { upsert: true },
  )

  const { status, body } = await adviser.get(`${path}/difference?from=lastRead`)
  const whole = await coordinator.get(`${path}/difference?from=0&to=${named.body.number}`)

  expect([status, body.from, body.readAt, body.size.removed]).toEqual([200, null, present.at, 0])
  expect(body.to).toMatchObject({ number: 'now', kind: null, name: null })
  expect(body.blocks.length).toBeGreaterThan(0)
  expect(JSON.stringify(body)).not.toContain('見せない名前')
  expect([whole.body.from, whole.body.to]).toMatchObject([{ number: 0, at: null }, { name: '見せない名前' }])
})

test('[AC6.1] a reader who asks again and again what is new to them fills no audit trail', async () => {
  const adviser = await server.as('C')
  const records = server.connection.collection('auditRecords')
  const ofTheirs = { kind: 'extractRead', byMemberId: demoMemberId('C'), objectIds: path.split('/').at(-1) }
  const before = await records.countDocuments(ofTheirs)

  for (let time = 0; time < 5; time += 1) await adviser.get(`${path}/difference?from=lastRead`)

  expect((await records.countDocuments(ofTheirs)) - before).toBeLessThanOrEqual(1)
})

test('[AC6.10] the audit trail tells what a reader saw of the present from what an editor saw of the past', async () => {
  const [coordinator, adviser] = [await server.as('B'), await server.as('C')]
  const objectIds = path.split('/').at(-1)
  const kindsOf = (who: 'B' | 'C') =>
    server.connection.collection('auditRecords').distinct('kind', { byMemberId: demoMemberId(who), objectIds })

  await coordinator.get(`${path}/difference?from=0&to=now`)
  await adviser.get(`${path}/difference?from=lastRead`)

  const [ofEditor, ofReader] = [await kindsOf('B'), await kindsOf('C')]
  expect([ofEditor.includes('versionsRead'), ofEditor.includes('extractRead')]).toEqual([true, false])
  expect([ofReader.includes('versionsRead'), ofReader.includes('extractRead')]).toEqual([false, true])
})

test('[LD6.12] what was read of another generation counts as nothing read of this one, however many its entries', async () => {
  const [coordinator, adviser] = [await server.as('B'), await server.as('C')]
  await coordinator.post(`${path}/versions`, { name: 'この世代の版' })
  const documentId = path.split('/').at(-1)
  const position = { generation: 0, sequence: 1_000_000, at: 1_795_000_000_000 }
  const ofTheirs = { documentId, present: position, before: position }
  await server.connection
    .collection<{ _id: string }>('lastReadings')
    .updateOne({ _id: `${documentId}.${demoMemberId('C')}` }, { $set: ofTheirs }, { upsert: true })

  const { status, body } = await adviser.get(`${path}/difference?from=lastRead`)

  expect([status, body.detail]).toEqual([409, { because: 'notReadBefore' }])
})

test('[LD6.1] the end of a conference makes a version of its note', async () => {
  const coordinator = await server.as('B')
  const documentId = path.split('/').at(-1) ?? ''
  const address = server.origin.replace('http', 'ws')
  const writer = new Participant({ address, documentId, origin: server.origin, cookie: coordinator.cookie })
  await writer.settled()
  writer.type('会議の終わりの文。')
  await writer.settled()

  await coordinator.post(`${CONFERENCE}/ending`)
  writer.leave()

  const { items } = (await coordinator.get(`${path}/versions`)).body
  expect(items[0]).toMatchObject({ kind: 'conferenceEnd', name: null, madeBy: null })
  expect(items[0].contributors).toMatchObject([{ memberId: demoMemberId('B') }])
})

/** The conferences whose trail one of the demo's people is told to confirm the destruction of. */
async function waitingFor(who: 'A' | 'B' | 'C' | 'D'): Promise<readonly string[]> {
  const { items } = (await (await server.as(who)).get('/api/trails-to-confirm')).body
  return items.map(({ id }: { id: string }) => id)
}

test('[LD7.6] [LD7.8] [LD7.9] the trail of a note is destroyed after its conference: the coordinator asks with a reason, another of the team confirms what they were shown', async () => {
  const [coordinator, staff] = [await server.as('B'), await server.as('D')]
  const ask = { rule: 'councilRule', reason: '会議録の確定' }

  const early = await staff.post(`${path}/trail-destruction`, ask)
  const asked = await coordinator.post(`${path}/trail-destruction`, ask)
  const waits = {
    A: await waitingFor('A'),
    B: await waitingFor('B'),
    C: await waitingFor('C'),
    D: await waitingFor('D'),
  }
  const { askedAt } = (await staff.get(`${path}/trail-destruction`)).body.items[0]
  const unseen = await staff.post(`${path}/trail-destruction/confirmation`, { askedAt: askedAt - 1 })
  const alone = await coordinator.post(`${path}/trail-destruction/confirmation`, { askedAt })
  const confirmed = await staff.post(`${path}/trail-destruction/confirmation`, { askedAt })
  const record = (await coordinator.get(`${path}/trail-destruction`)).body.items[0]

  const conference = fixedId('conference', 1)
  expect([waits, await waitingFor('D')]).toEqual([{ A: [], B: [], C: [], D: [conference] }, []])
  const asking = await server.connection.collection('auditRecords').findOne({ kind: 'trailDestructionAsked' })
  expect(asking?.objectIds).toEqual([path.split('/').at(-1), conference, expect.stringMatching(/^cas_/)])
  expect([unseen.status, unseen.body.detail]).toEqual([409, { because: 'otherAsked' }])
  expect([early.status, asked.status, alone.status, confirmed.status]).toEqual([403, 201, 409, 204])
  expect(record).toMatchObject({
    ...ask,
    askedBy: { memberId: demoMemberId('B') },
    confirmedBy: { memberId: demoMemberId('D') },
  })
  expect(record.sha256).toMatch(/^[0-9a-f]{64}$/)
  expect((await coordinator.get(path)).body.generation).toBe(2)
  expect((await coordinator.get(`${path}/versions`)).body.items).toEqual([])
})
