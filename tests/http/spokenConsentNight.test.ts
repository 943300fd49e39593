import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { addDays, dayInJapan, instant, startOfDay } from '#shared/core/time.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { Participant } from '#tests/support/participant.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const today = dayInJapan(instant(Date.now()))
const midnight = startOfDay(addDays(today, 1))

let server: CouncilServer
const opened: Participant[] = []
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: midnight - 10 * 60_000 })
  server = await startCouncilServer()
  await server.seedDemo()
})
afterEach(() => {
  for (const participant of opened.splice(0)) participant.leave()
})
afterAll(async () => {
  vi.useRealTimers()
  await server.close()
})

/** A case that is told to the welfare office by word until tonight, with a conference on that. */
async function toldByWord(coordinator: Visitor, callName: string) {
  const [lead, welfare] = [demoOrganisationId('settlement'), demoOrganisationId('welfare')]
  const { id } = (await coordinator.post('/api/cases', { callName, needs: ['housing'], leadOrganisationId: lead })).body
  const term = { categories: ['basic'], from: today, until: addDays(today, 200) }
  await coordinator.post(`/api/cases/${id}/team`, { organisationId: welfare, memberId: null, ...term })
  const consent = { way: 'spoken', on: today, purpose: '住まいの相談', paperBy: today }
  const told = { kind: 'consent', consent, discloserId: lead, recipientIds: [welfare], ...term }
  const basis = (await coordinator.post(`/api/cases/${id}/bases`, told)).body
  const conference = (
    await coordinator.post('/api/conferences', {
      ...{ caseId: id, title: '第1回', meetingKind: 'caseConference', startsAt: Date.now(), place: '会議室' },
      ...{ basisId: basis.id, inviteeIds: [demoMemberId('D')] },
    })
  ).body
  const { until } = conference.basis.parties
  return { id, basisId: basis.id, conferenceId: conference.id, documentId: conference.documentId, until }
}

function join(visitor: Visitor, documentId: string): Participant {
  const door = { address: server.origin.replace('http', 'ws'), documentId }
  const participant = new Participant({ ...door, origin: server.origin, cookie: visitor.cookie })
  opened.push(participant)
  return participant
}

test('[CS3.9] in the night after the day by which its sheet had to come whoever read on a consent by word alone is out of the open note, its extract and the lists; where the sheet came while they wrote they stay', async () => {
  const [coordinator, staff] = [await server.as('B'), await server.as('D')]
  const [missed, kept] = [await toldByWord(coordinator, 'つくし'), await toldByWord(coordinator, 'なずな')]
  const [leaving, staying] = [join(staff, missed.documentId), join(staff, kept.documentId)]
  await Promise.all([leaving.synced(), staying.synced()])
  const paper = await coordinator.post(`/api/bases/${kept.basisId}/consent-paper`, { on: today })

  vi.setSystemTime(midnight + 1_000)
  await expect.poll(() => leaving.lastClose?.reason ?? 'still open').toBe('accessEnded')
  staying.type('続けて書く')
  await staying.settled()

  const listed = (await staff.get('/api/cases')).body.items.map(({ id }: { id: string }) => id)
  const conferences = (await staff.get('/api/conferences')).body.items.map(({ id }: { id: string }) => id)
  const statusOf = async (path: string) => (await staff.get(path)).status
  expect([missed.until, paper.status]).toEqual([today, 200])
  expect(staying.lastClose).toBeNull()
  expect([listed.includes(missed.id), listed.includes(kept.id)]).toEqual([false, true])
  expect([conferences.includes(missed.conferenceId), conferences.includes(kept.conferenceId)]).toEqual([false, true])
  expect([
    await statusOf(`/api/cases/${missed.id}`),
    await statusOf(`/api/conferences/${missed.conferenceId}`),
  ]).toEqual([404, 404])
  expect(await statusOf(`/api/documents/${missed.documentId}/extract`)).toBe(404)
})
