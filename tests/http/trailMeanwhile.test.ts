import type { Model } from 'mongoose'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const PASSWORD = 'みなとの朝はいつも静かです2026'
const today = dayInJapan(instant(Date.now()))
const CONFERENCE = `/api/conferences/${fixedId('conference', 1)}`

let server: CouncilServer
let administrator: Visitor
let coordinator: Visitor
let path = ''
let count = 0
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  administrator = await server.as('A')
  coordinator = await server.as('B')
  path = `/api/documents/${(await coordinator.get(CONFERENCE)).body.documentId}`
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => server.close())

/** A coordinator of the organisation that leads, and what ends their membership. */
async function leaving() {
  count += 1
  const account = { loginName: `leaving-${count}`, password: PASSWORD }
  const { body } = await administrator.post('/api/members', {
    ...{ name: 'Lさん', kana: 'える', organisationId: demoOrganisationId('settlement'), role: 'coordinator' },
    ...{ volunteerKind: null, from: '2020-04-01', account },
  })
  const visitor = server.visitor()
  await visitor.signIn(account.loginName, PASSWORD)
  return { visitor, leave: () => administrator.post(`/api/members/${body.id}/ending`, { on: today }) }
}

const rowsOf = (model: string) => server.connection.models[model] as Model<unknown>
const done = async (kind: string) => server.connection.collection('auditRecords').countDocuments({ kind })

test('[AC4.12] whose membership ends while a note is being opened for them names no version of it', async () => {
  const { visitor, leave } = await leaving()
  const { body: called } = await visitor.post('/api/conferences', {
    ...{ caseId: demoCaseId('しらかば'), title: '第1回', meetingKind: 'caseConference', startsAt: Date.now() },
    ...{ place: '会議室', basisId: demoBasisId('しらかば'), inviteeIds: [] },
  })
  const entries = rowsOf('JournalEntry')
  const find = entries.find.bind(entries)
  const late = (where: never) => {
    const kept = find(where).sort({ sequence: 1 }).lean()
    const cursor = async function* () {
      await leave()
      yield* kept.cursor()
    }
    return { sort: () => ({ lean: () => ({ cursor }) }) }
  }
  vi.spyOn(entries, 'find').mockImplementationOnce(late as never)

  const answer = await visitor.post(`/api/documents/${called.documentId}/versions`, { name: '去った人の版' })

  expect([answer.status, await done('versionNamed')]).toEqual([404, 0])
})

test('[AC4.12] whose membership ends while a version is being read for them does not bring it back', async () => {
  const { visitor, leave } = await leaving()
  const { body: named } = await coordinator.post(`${path}/versions`, { name: '会議の前' })
  const packs = rowsOf('VersionPack')
  const read = packs.findById.bind(packs)
  const late = (id: string) => ({ lean: () => leave().then(() => read(id).lean()) })
  vi.spyOn(packs, 'findById').mockImplementationOnce(late as never)

  const answer = await visitor.post(`${path}/versions/${named.number}/restoration`)

  expect([answer.status, await done('versionRestored')]).toEqual([404, 0])
})

test('[AC4.12] whose membership ends while they ask for a trail to be destroyed has asked for nothing', async () => {
  const { visitor, leave } = await leaving()
  const { body: called } = await visitor.post('/api/conferences', {
    ...{ caseId: demoCaseId('しらかば'), title: '第2回', meetingKind: 'caseConference', startsAt: Date.now() },
    ...{ place: '会議室', basisId: demoBasisId('しらかば'), inviteeIds: [] },
  })
  await visitor.post(`/api/conferences/${called.id}/calling-off`)
  const conferences = rowsOf('Conference')
  const find = conferences.findOne.bind(conferences)
  const late = (where: never) => ({ lean: () => leave().then(() => find(where).lean()) })
  // It is asked twice whether they may; then what the record is to name.
  const asked = vi.spyOn(conferences, 'findOne')
  for (const each of [find, find, late]) asked.mockImplementationOnce(each as never)

  const trail = `/api/documents/${called.documentId}/trail-destruction`
  const answer = await visitor.post(trail, { rule: 'councilRule', reason: '会議録の確定' })

  expect([answer.status, await done('trailDestructionAsked')]).toEqual([403, 0])
  expect((await coordinator.get(trail)).body.items).toEqual([])
})

test('[AC4.12] whose membership ends while a trail is being destroyed at their word has destroyed nothing', async () => {
  const { visitor, leave } = await leaving()
  await coordinator.post(`${CONFERENCE}/ending`)
  await coordinator.post(`${path}/trail-destruction`, { rule: 'councilRule', reason: '会議録の確定' })
  const { askedAt } = (await visitor.get(`${path}/trail-destruction`)).body.items[0]
  const parts = rowsOf('SnapshotPart')
  const replace = parts.replaceOne.bind(parts)
  const late = (...of: Parameters<typeof replace>) => leave().then(() => replace(...of))
  vi.spyOn(parts, 'replaceOne').mockImplementationOnce(late as never)

  const answer = await visitor.post(`${path}/trail-destruction/confirmation`, { askedAt })

  const { items } = (await coordinator.get(`${path}/trail-destruction`)).body
  expect([answer.status, items[0].destroyedAt, await done('trailDestroyed')]).toEqual([403, null, 0])
  expect((await coordinator.get(`${path}/versions`)).body.items.length).toBeGreaterThan(0)
})
