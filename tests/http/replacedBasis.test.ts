import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

let server: CouncilServer
let coordinator: Visitor
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  coordinator = await server.as('B')
})
afterAll(() => server.close())

const CASE = demoCaseId('しらかば')
const today = () => dayInJapan(instant(Date.now()))

/** A planned conference on what the case stands on, and a basis that was recorded since. */
async function calledAndGivenAnew() {
  const { bases } = (await coordinator.get(`/api/cases/${CASE}`)).body
  const [{ kind, discloser, recipients, categories }] = bases
  const said = {
    kind,
    consent: WRITTEN_CONSENT,
    discloserId: discloser.id,
    recipientIds: recipients.map(({ id }: { id: string }) => id),
    categories,
  }
  const record = async () => {
    await coordinator.post(`/api/cases/${CASE}/bases`, { ...said, from: today(), until: null })
    const known: { id: string; state: string }[] = (await coordinator.get(`/api/cases/${CASE}`)).body.bases
    return known.filter(({ state }) => state === 'current').at(-1)?.id ?? ''
  }
  const before = await record()
  const { body } = await coordinator.post('/api/conferences', {
    ...{ caseId: CASE, title: '第2回', meetingKind: 'caseConference', startsAt: Date.now(), place: '会議室' },
    ...{ basisId: before, inviteeIds: [demoMemberId('B'), demoMemberId('D')] },
  })
  return { before, after: await record(), path: `/api/conferences/${body.id}`, id: body.id as string }
}

const put = async (path: string, body: object) => {
  const answer = await coordinator.send('PUT', `${path}/basis`, body)
  return answer.body.detail?.because ?? answer.status
}

test('[CF1.17] a planned conference whose consent was withdrawn is put on a new one, keeps whom it invited and its note, opens, and the trail holds both', async () => {
  const { before, after, path, id } = await calledAndGivenAnew()
  await coordinator.post(`/api/bases/${before}/ending`)
  const called = (await coordinator.get(path)).body
  expect(called.basis.isOver).toBe(true)

  expect(await put(path, { basisId: after, shown: before })).toBe(200)

  const { basis, attendance, documentId } = (await coordinator.get(path)).body
  expect(basis).toMatchObject({ id: after, isOver: false })
  expect({ attendance, documentId }).toEqual({ attendance: called.attendance, documentId: called.documentId })
  expect((await coordinator.post(`${path}/opening`)).status).toBe(200)
  const records = server.connection.collection('auditRecords')
  const record = await records.findOne({ kind: 'conferenceBasisReplaced', objectIds: id })
  expect(record?.changes).toEqual([
    expect.objectContaining({ field: 'basisId', from: JSON.stringify(before), to: JSON.stringify(after) }),
  ])
})

test('[CF1.17] it is put on nothing that is over, of another case, or once it was opened, and of two at once the second is told', async () => {
  const { before, after, path } = await calledAndGivenAnew()
  const third = demoBasisId('しらかば')

  expect(await put(path, { basisId: demoBasisId('かもめ'), shown: before })).toBe('noBasis')
  expect(await put(path, { basisId: null, shown: before })).toBe('noBasis')
  expect(await put(path, { basisId: after, shown: before })).toBe(200)
  expect(await put(path, { basisId: third, shown: before })).toBe('conferenceChanged')
  await coordinator.post(`/api/bases/${before}/ending`)
  expect(await put(path, { basisId: before, shown: after })).toBe('noBasis')
  expect((await coordinator.post(`${path}/opening`)).status).toBe(200)
  expect(await put(path, { basisId: third, shown: after })).toBe('notPlanned')
})

test('[CF1.18] whoever knows the bases of a case is told which of them a conference stands on; an observer its kind alone', async () => {
  const { after, before, path } = await calledAndGivenAnew()
  await put(path, { basisId: after, shown: before })

  expect((await coordinator.get(path)).body.basis.parties).toMatchObject({
    discloserName: expect.stringMatching(/./),
    recipientNames: expect.arrayContaining([expect.stringMatching(/./)]),
    from: today(),
    until: null,
    recordedOn: today(),
  })
  const open = `/api/conferences/${fixedId('conference', 1)}`
  const observed = (await (await server.as('F')).get(open)).body.basis
  expect(observed).toMatchObject({ kind: expect.any(String), parties: null })
})
