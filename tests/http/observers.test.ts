import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const CASE = `/api/cases/${demoCaseId('かもめ')}`
const CONFERENCE = `/api/conferences/${fixedId('conference', 1)}`

let server: CouncilServer
let observer: Visitor
let coordinator: Visitor
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  observer = await server.as('F')
  coordinator = await server.as('B')
})
afterAll(() => server.close())

test('[AC2.13] an observer reads extracts of conferences and is told nothing of the case besides its call name', async () => {
  const listed = (await observer.get('/api/cases')).body.items
  const theCase = await observer.get(CASE)
  const conference = await observer.get(CONFERENCE)
  const rows = await observer.get(`${CASE}/note-rows`)

  expect([listed, theCase.status]).toEqual([[], 404])
  expect([conference.status, conference.body.noteRight]).toEqual([200, 'readWithoutNames'])
  expect(conference.body.case).toEqual({ id: demoCaseId('かもめ'), number: expect.any(String), callName: 'かもめ' })
  const ids = rows.body.items.map((one: { conference: { id: string } }) => one.conference.id)
  expect([rows.status, ids.includes(fixedId('conference', 1))]).toEqual([200, true])
})

test('[AC2.13] of a case at none of whose conferences they may be there is no list of rows for an observer, as of one that is not', async () => {
  const answers = [
    await observer.get(`/api/cases/${demoCaseId('しらかば')}/note-rows`),
    await observer.get(`/api/cases/${fixedId('case', 999)}/note-rows`),
  ]

  expect(answers.map(({ status, body }) => [status, body.detail])).toEqual(Array(2).fill([404, {}]))
})

test('[AC6.42] whose rows are asked for without the list of conferences is in the trail as shown them, those whose notes are empty too', async () => {
  const records = server.connection.collection('auditRecords')
  await records.deleteMany({ kind: { $in: ['conferencesListed', 'extractRead'] } })
  const other = await server.as('C')
  const { items } = (await other.get(`${CASE}/note-rows`)).body
  await other.get(`${CASE}/note-rows`)

  const kept = await records.find({ kind: 'conferencesListed', byMemberId: demoMemberId('C') }).toArray()
  const shown = items.map((one: { readonly conference: { readonly id: string } }) => one.conference.id)
  expect([shown.length > 0, kept.map(({ objectIds }) => objectIds)]).toEqual([true, [shown]])
})

test('[AC2.14] an observer who is noted as absent reads no extract of that conference, and does once that is put right', async () => {
  const { documentId } = (await observer.get(CONFERENCE)).body
  const note = async () => {
    const { noteRight } = (await observer.get(CONFERENCE)).body
    return [noteRight, (await observer.get(`/api/documents/${documentId}/extract`)).status]
  }
  const attends = (state: string) => coordinator.send('PUT', `${CONFERENCE}/attendance/${demoMemberId('F')}`, { state })
  const epoch = server.revocation.epoch()

  await attends('absent')
  const absent = [await note(), server.revocation.epoch() > epoch]
  await attends('late')

  expect(absent).toEqual([['none', 404], true])
  expect(await note()).toEqual(['readWithoutNames', 200])
})

test('[AC2.16] why a trail was destroyed, in somebody’s own words, is told to nobody who reads the note without names', async () => {
  const { documentId } = (await coordinator.get(CONFERENCE)).body
  const path = `/api/documents/${documentId}/trail-destruction`
  await coordinator.post(`${CONFERENCE}/ending`)
  await coordinator.post(path, { rule: 'personsRequest', reason: '青波さんの申し出' })

  const said = async (visitor: Visitor) => (await visitor.get(path)).body.items
  const [shown, whole] = [await said(observer), await said(coordinator)]

  expect([shown.length, shown[0]]).toEqual([1, { ...whole[0], reason: null }])
  expect(whole[0].reason).toBe('青波さんの申し出')
})
