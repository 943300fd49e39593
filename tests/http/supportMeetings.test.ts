import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const today = dayInJapan(instant(Date.now()))
const CASE = demoCaseId('しらかば')
const WELFARE_ACT = '/api/support-meetings/socialWelfareAct106_6'
const CHARTER = { charter: 'みなと市支援会議設置要綱（社会福祉法）', from: addDays(today, -10), until: null }
const CHAIR = demoMemberId('C')

let server: CouncilServer
let [administrator, coordinator, staff]: Visitor[] = []
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  administrator = await server.as('A')
  coordinator = await server.as('B')
  staff = await server.as('D')
})
afterAll(() => server.close())

type Sent = Awaited<ReturnType<Visitor['send']>>
const said = ({ status, body }: Sent) => body?.detail?.because ?? body?.detail?.fields ?? status
const keep = async (by: Visitor | undefined, request: object, path = WELFARE_ACT) =>
  said((await by?.send('PUT', path, request)) as Sent)
const listed = async () => (await staff?.get('/api/support-meetings'))?.body.items
const lastRecord = (kind: string) =>
  server.connection.collection('auditRecords').findOne({ kind }, { sort: { _id: -1 } })

async function record(kind: string, from = today) {
  const said = { kind, discloserId: demoOrganisationId('settlement'), recipientIds: [demoOrganisationId('welfare')] }
  const reason = kind === 'consent' ? { consent: WRITTEN_CONSENT } : { reason: '支援会議の決定' }
  return (await coordinator?.post(`/api/cases/${CASE}/bases`, {
    ...said,
    ...reason,
    ...{ categories: ['basic'], from, until: null },
  })) as Sent
}

const call = async (meetingKind: string, basisId: string, more: object = {}) =>
  (await coordinator?.post('/api/conferences', {
    ...{ caseId: CASE, title: '第3回', meetingKind, startsAt: Date.now(), place: '会議室', basisId },
    ...{ inviteeIds: [demoMemberId('B')], ...more },
  })) as Sent

test('[CL1.39] the rules of a 支援会議 are registered by administrators and by the 事務局 and read by all; of two the second is told, and the trail has law and days, not the words', async () => {
  expect(await keep(staff, { ...CHARTER, shown: null })).toBe('wrongRole')
  expect(await keep(administrator, { ...CHARTER, until: addDays(today, -11), shown: null })).toEqual(['until'])
  expect(await keep(administrator, { ...CHARTER, shown: null }, '/api/support-meetings/consent')).toEqual(['law'])
  expect(await keep(administrator, { ...CHARTER, shown: null })).toBe(204)
  expect(await keep(administrator, { ...CHARTER, from: today, shown: null })).toBe('supportMeetingChanged')

  expect(await listed()).toEqual([
    { law: 'socialWelfareAct106_6', registered: CHARTER, gap: null },
    expect.objectContaining({ law: 'selfRelianceAct9', gap: null }),
  ])
  const kept = await lastRecord('supportMeetingKept')
  expect(kept).toMatchObject({ byMemberId: demoMemberId('A'), objectIds: [fixedId('council', 1)] })
  expect(JSON.stringify(kept?.changes)).toContain('socialWelfareAct106_6')
  expect(JSON.stringify(kept)).not.toContain('要綱')
})

test('[CS4.11] a basis on such a law is recorded from the first day of its rules on, and not once they are repealed', async () => {
  expect(said(await record('socialWelfareAct106_6', addDays(today, -11)))).toBe('noCharter')
  expect(said(await record('socialWelfareAct106_6', addDays(today, -10)))).toBe(201)
  await keep(administrator, { ...CHARTER, until: addDays(today, -1), shown: CHARTER })
  expect(said(await record('socialWelfareAct106_6'))).toBe('noCharter')
  await keep(administrator, { ...CHARTER, shown: { ...CHARTER, until: addDays(today, -1) } })
})

test('[CF1.26] [CF1.27] a 支援会議 is called on its law alone, by what its chair chose until today, and nothing else is called on that law', async () => {
  const [onLaw, consent] = [(await record('selfRelianceAct9')).body.id, (await record('consent')).body.id]
  const chosenOn = addDays(today, -1)

  expect(said(await call('caseConference', onLaw))).toBe('otherMeeting')
  expect(said(await call('statutorySupport', consent, { chosenOn }))).toBe('otherMeeting')
  expect(said(await call('statutorySupport', onLaw))).toEqual(['chosenOn'])
  expect(said(await call('statutorySupport', onLaw, { chosenOn: addDays(today, 1) }))).toEqual(['chosenOn'])
  expect(said(await call('statutorySupport', onLaw, { chosenOn: '1999-01-01' }))).toBe('noChair')
  const called = await call('statutorySupport', onLaw, { chosenOn })
  expect(called.status).toBe(201)
  expect(called.body.chosenByChair).toEqual([{ name: 'Cさん', organisationName: expect.any(String), on: chosenOn }])

  const path = `/api/conferences/${called.body.id}`
  expect(said((await coordinator?.send('PUT', `${path}/basis`, { basisId: consent, shown: onLaw })) as Sent)).toBe(
    'otherMeeting',
  )
  const memberIds = [demoMemberId('D')]
  expect(said((await coordinator?.post(`${path}/invitations`, { memberIds })) as Sent)).toEqual(['chosenOn'])
  expect(said((await coordinator?.post(`${path}/invitations`, { memberIds, chosenOn: today })) as Sent)).toBe(200)
  expect(JSON.stringify((await lastRecord('membersInvited'))?.changes)).toContain(CHAIR)
  expect((await coordinator?.get(path))?.body.chosenByChair.map(({ on }: { on: string }) => on)).toEqual([
    chosenOn,
    today,
  ])
})

test('[CF1.29] a 支援会議 is not opened once its rules are repealed, nor a conference from before of a kind that its basis does not serve', async () => {
  const law = '/api/support-meetings/selfRelianceAct9'
  const { registered } = (await listed())[1]
  const [onLaw, consent] = [(await record('selfRelianceAct9')).body.id, (await record('consent')).body.id]
  const { id } = (await call('statutorySupport', onLaw, { chosenOn: today })).body
  const before = (await call('caseConference', consent)).body.id
  await server.connection
    .collection<{ _id: string }>('conferences')
    .updateOne({ _id: before }, { $set: { basisId: onLaw } })
  const open = async (conference: string) =>
    said((await coordinator?.post(`/api/conferences/${conference}/opening`)) as Sent)
  const repealed = { ...registered, until: addDays(today, -1) }
  await keep(administrator, { ...repealed, shown: registered }, law)

  expect([await open(id), await open(before)]).toEqual(['noCharter', 'otherMeeting'])
  await keep(administrator, { ...registered, shown: repealed }, law)
  expect(await open(id)).toBe(200)
})

test('[CF1.28] the trail of the call has who chose and whom; asked twice nobody chose twice; and whoever is taken off the list again takes the choice of them along', async () => {
  const onLaw = (await record('selfRelianceAct9')).body.id
  const [mistyped, right] = [addDays(today, -9), addDays(today, -2)]
  const { body } = await call('statutorySupport', onLaw, { chosenOn: right })
  const changes = (await lastRecord('conferenceCalled'))?.changes
  expect(JSON.parse(changes.find(({ field }: { field: string }) => field === 'chosenByChair').to)).toEqual([
    { chairId: CHAIR, on: right, memberIds: [demoMemberId('B')] },
  ])

  const path = `/api/conferences/${body.id}/invitations`
  const memberIds = [demoMemberId('D')]
  const chosenDays = async () =>
    (await coordinator?.get(`/api/conferences/${body.id}`))?.body.chosenByChair?.map(({ on }: { on: string }) => on)
  for (const _ of [1, 2]) await coordinator?.post(path, { memberIds, chosenOn: mistyped })
  expect(await chosenDays()).toEqual([right, mistyped])
  await coordinator?.post(`${path}/withdrawal`, { memberIds })
  expect(await chosenDays()).toEqual([right])
  expect(JSON.stringify((await lastRecord('invitationsWithdrawn'))?.changes)).toContain(mistyped)
  await coordinator?.post(`${path}/withdrawal`, { memberIds: [demoMemberId('B')] })
  expect(await chosenDays()).toBeUndefined()
})

test('[CS4.11] [CF1.26] while nobody is in the chair nothing is recorded on such a law, and no 支援会議 called', async () => {
  const onLaw = (await record('selfRelianceAct9')).body.id
  const held = (await administrator?.get('/api/members'))?.body.items
    .find(({ id }: { id: string }) => id === CHAIR)
    .offices.find(({ office }: { office: string }) => office === 'chair')
  const offices = { removed: [held], added: [{ ...held, until: addDays(today, -1) }] }
  await administrator?.send('PATCH', `/api/members/${CHAIR}/post`, { offices })

  expect((await listed()).map(({ gap }: { gap: string }) => gap)).toEqual(['noChair', 'noChair'])
  expect(said(await record('selfRelianceAct9'))).toBe('noChair')
  expect(said(await call('statutorySupport', onLaw, { chosenOn: addDays(today, -1) }))).toBe('noChair')
})
