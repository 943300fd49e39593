import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

/** A conference under way, and what is noted of B, C and D there. */
async function underWay() {
  const coordinator = await server.as('B')
  const called = await coordinator.post('/api/conferences', {
    ...{ caseId: demoCaseId('しらかば'), title: '第2回', meetingKind: 'caseConference', place: '会議室' },
    ...{ startsAt: Date.parse('2031-02-10T10:00:00+09:00'), basisId: demoBasisId('しらかば') },
    inviteeIds: ['B', 'C', 'D'].map(demoMemberId),
  })
  const path = `/api/conferences/${called.body.id}`
  await coordinator.post(`${path}/opening`)
  const states = async () =>
    (await coordinator.get(path)).body.attendance.map(({ state }: { state: string }) => state).join(' ')
  return { coordinator, path, id: called.body.id, states }
}

const ALL = { memberIds: ['B', 'C', 'D'].map(demoMemberId), from: 'invited', to: 'present' }

test('[CF5.2] one press notes all of whom nothing is noted as present, and nobody whom another has just noted', async () => {
  const { coordinator, path, states } = await underWay()
  const staff = await server.as('D')
  await staff.send('PUT', `${path}/attendance/${demoMemberId('C')}`, { state: 'absent' })

  const noted = await coordinator.post(`${path}/attendance`, ALL)
  const after = await states()
  await staff.send('PUT', `${path}/attendance/${demoMemberId('D')}`, { state: 'late' })
  const back = await coordinator.post(`${path}/attendance`, { ...noted.body, from: 'present', to: 'invited' })

  expect([noted.status, noted.body, after]).toEqual([
    200,
    { memberIds: [demoMemberId('B'), demoMemberId('D')] },
    'present absent present',
  ])
  expect([back.body, await states()]).toEqual([{ memberIds: [demoMemberId('B')] }, 'invited absent late'])
})

test('[CF5.2] one record says of whom it was noted, and what of whom before and after', async () => {
  const { coordinator, path, id } = await underWay()
  await coordinator.send('PUT', `${path}/attendance/${demoMemberId('C')}`, { state: 'online' })
  await coordinator.post(`${path}/attendance`, ALL)

  const records = await server.connection
    .collection('auditRecords')
    .find({ kind: 'attendanceRecorded', objectIds: id })
    .sort({ _id: 1 })
    .toArray()
  const last = records.find(({ objectIds }) => objectIds.length > 3)

  expect([records.length, last?.objectIds]).toEqual([
    2,
    [id, demoCaseId('しらかば'), demoMemberId('B'), demoMemberId('D')],
  ])
  expect(JSON.parse(last?.changes[0].to).map(({ state }: { state: string }) => state)).toEqual([
    ...['present', 'online', 'present'],
  ])
})

test('[CF5.2] who may note nobody notes no several, and an adviser is told why', async () => {
  const { path, states } = await underWay()
  const adviser = await (await server.as('C')).post(`${path}/attendance`, ALL)
  const outsider = await (await server.as('A')).post(`${path}/attendance`, ALL)
  const nowhere = await (await server.as('B')).post(`/api/conferences/${fixedId('conference', 99)}/attendance`, ALL)

  expect([adviser.status, outsider.status, nowhere.status]).toEqual([403, 404, 404])
  expect(await states()).toBe('invited invited invited')
})
