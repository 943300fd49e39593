import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const today = dayInJapan(instant(Date.now()))
const [settlement, welfare] = [demoOrganisationId('settlement'), demoOrganisationId('welfare')]

let server: CouncilServer
let coordinator: Visitor
let theCase = ''
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  coordinator = await server.as('B')
  const opened = { callName: 'さくら', needs: ['housing'], leadOrganisationId: settlement }
  theCase = (await coordinator.post('/api/cases', opened)).body.id
})
afterAll(() => server.close())

/** What the trail says of the latest change of a kind, field by field. */
async function changesOf(kind: string, objectId: string) {
  const record = await server.connection
    .collection('auditRecords')
    .findOne({ kind, objectIds: objectId }, { sort: { _id: -1 } })
  const changes: readonly { readonly field: string; readonly from: string; readonly to: string }[] =
    record?.changes ?? []
  return Object.fromEntries(changes.map(({ field, from, to }) => [field, [JSON.parse(from), JSON.parse(to)]]))
}

test('[AC6.8] who was on a team, for what and until when, stays in the trail when the place is replaced or ended', async () => {
  const given = { organisationId: welfare, memberId: demoMemberId('D'), from: today, until: null }
  const [wide, narrow] = [
    { ...given, categories: ['basic', 'justice'] },
    { ...given, categories: ['basic'] },
  ]
  const join = (place: object) => coordinator.post(`/api/cases/${theCase}/team`, place)
  expect([(await join(wide)).status, (await join(narrow)).status]).toEqual([200, 200])
  const joined = await changesOf('teamJoined', theCase)
  await coordinator.post(`/api/cases/${theCase}/team/${welfare}/ending`, { memberId: demoMemberId('D'), on: today })
  const left = await changesOf('teamLeft', theCase)

  expect(joined).toEqual({
    team: [expect.arrayContaining([wide]), expect.arrayContaining([narrow])],
  })
  expect(left).toEqual({
    team: [expect.arrayContaining([narrow]), expect.arrayContaining([{ ...narrow, until: addDays(today, -1) }])],
  })
})

test('[AC6.8] which state a case was in, and who led it, stays in the trail; its call name is not in it', async () => {
  await coordinator.post(`/api/cases/${theCase}/bases`, {
    ...{
      kind: 'consent',
      consent: WRITTEN_CONSENT,
      discloserId: settlement,
      recipientIds: [welfare],
      categories: ['basic'],
    },
    ...{ from: today, until: null },
  })
  const change = { callName: 'しだれ', state: 'suspended', leadOrganisationId: welfare }
  expect((await coordinator.send('PATCH', `/api/cases/${theCase}`, change)).status).toBe(200)

  expect(await changesOf('caseChanged', theCase)).toEqual({
    state: ['intake', 'suspended'],
    leadOrganisationId: [settlement, welfare],
    team: [expect.anything(), expect.arrayContaining([expect.objectContaining({ organisationId: welfare })])],
  })
})

test('[AC6.8] until when a membership went before it was ended stays in the trail', async () => {
  const administrator = await server.as('A')
  const { body: member } = await administrator.post('/api/members', {
    ...{ name: 'Nさん', kana: 'えぬ', organisationId: welfare, role: 'staff', volunteerKind: null },
    ...{ from: '2020-04-01', account: null },
  })
  const [later, last] = [addDays(today, 30), addDays(today, -1)]
  await administrator.post(`/api/members/${member.id}/ending`, { on: later })
  const first = await changesOf('membershipEnded', member.id)
  await administrator.post(`/api/members/${member.id}/ending`, { on: today })

  expect([first, await changesOf('membershipEnded', member.id)]).toEqual([
    { until: [null, later] },
    { until: [later, last] },
  ])
})

test('[AC6.9] when a conference was to be, and how somebody attended, stays in the trail when it is put right; its name and place are not in it', async () => {
  const startsAt = Date.now()
  const { body: opened } = await coordinator.post('/api/cases', {
    ...{ callName: 'こぶし', needs: ['housing'], leadOrganisationId: settlement },
  })
  const { body: called } = await coordinator.post('/api/conferences', {
    ...{ caseId: opened.id, title: '第1回', meetingKind: 'anonymousStudy', startsAt, place: '会議室', basisId: null },
    inviteeIds: [demoMemberId('B')],
  })
  const path = `/api/conferences/${called.id}`
  const change = { title: '第2回', place: '別の部屋', startsAt: startsAt + 60_000 }
  await coordinator.send('PATCH', path, change)
  await coordinator.send('PUT', `${path}/attendance/${demoMemberId('B')}`, { state: 'online' })

  const attendance = (state: string) => [{ memberId: demoMemberId('B'), state }]
  expect(await changesOf('conferenceChanged', called.id)).toEqual({ startsAt: [startsAt, startsAt + 60_000] })
  expect(await changesOf('attendanceRecorded', called.id)).toEqual({
    attendance: [attendance('invited'), attendance('online')],
  })
})

test('[AC6.13] a coordinator’s slip on their own case is no refusal in the trail; the same of somebody else is one', async () => {
  const refusals = (letter: string) =>
    server.connection
      .collection('auditRecords')
      .countDocuments({ kind: 'accessRefused', byMemberId: demoMemberId(letter), objectIds: theCase })
  const path = `/api/cases/${theCase}`
  const nobodys = demoOrganisationId('hostel')
  const ending = (visitor: Visitor) =>
    visitor.post(`${path}/team/${nobodys}/ending`, { memberId: null, on: '2020-01-01' })
  const outsider = await server.as('E')

  const [own, foreign] = [await ending(coordinator), await ending(outsider)]

  expect([own.status, own.body.detail, foreign.status, foreign.body.detail]).toEqual([
    404,
    { because: 'noSuchPlace' },
    404,
    {},
  ])
  expect([await refusals('B'), await refusals('E')]).toEqual([0, 1])
})
