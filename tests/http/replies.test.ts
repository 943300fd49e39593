import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

interface Attendee {
  readonly memberId: string
  readonly state: string
  readonly reply?: string
}

/** A conference to come, to which a volunteer, an adviser and a worker are invited. */
async function called() {
  const coordinator = await server.as('B')
  const answer = await coordinator.post('/api/conferences', {
    ...{ caseId: demoCaseId('かもめ'), title: '第4回', meetingKind: 'caseConference', place: '会議室' },
    ...{ startsAt: Date.parse('2031-02-10T10:00:00+09:00'), basisId: demoBasisId('かもめ') },
    inviteeIds: ['C', 'D', 'E'].map(demoMemberId),
  })
  const path = `/api/conferences/${answer.body.id}`
  const of = async (letter: string): Promise<Attendee> =>
    (await coordinator.get(path)).body.attendance.find((one: Attendee) => one.memberId === demoMemberId(letter))
  const says = async (letter: string, reply: string | null) =>
    (await server.as(letter)).send('PUT', `${path}/reply`, { reply })
  return { coordinator, path, of, says, id: answer.body.id }
}

test('[CF5.3] a volunteer who is invited says that they come; whoever holds it sees that, and what is noted on the day is another thing', async () => {
  const { coordinator, path, of, says, id } = await called()
  const volunteer = await server.as('E')
  const before = (await volunteer.get(path)).body
  const answer = await says('E', 'notComing')
  const after = (await volunteer.get('/api/conferences')).body.items.find((one: { id: string }) => one.id === id)

  expect([before.mayReply, before.awaitsReply, answer.status, after.awaitsReply]).toEqual([true, true, 200, false])
  expect(await of('E')).toMatchObject({ state: 'invited', reply: 'notComing' })
  await says('E', 'online')
  await coordinator.send('PUT', `${path}/attendance/${demoMemberId('E')}`, { state: 'late' })
  expect(await of('E')).toMatchObject({ state: 'late', reply: 'online' })

  await says('C', 'coming')
  await says('C', null)
  expect(await of('C')).not.toHaveProperty('reply')
  const record = await server.connection
    .collection('auditRecords')
    .findOne({ kind: 'invitationReplied', byMemberId: demoMemberId('E') })
  expect(record).toMatchObject({ objectIds: [id, demoCaseId('かもめ'), demoMemberId('E')] })
})

test('[CF5.3] who was not invited says nothing, nor who notes the attendance themselves, nor anybody once it is open', async () => {
  const { coordinator, path, says } = await called()
  const observer = await says('F', 'coming')
  const worker = await says('D', 'coming')
  const outsider = await says('A', 'coming')
  await coordinator.post(`${path}/opening`)
  const late = await says('E', 'coming')

  expect([observer, worker, outsider, late].map(({ status, body }) => [status, body.detail?.because])).toEqual([
    [404, undefined],
    [403, 'wrongRole'],
    [404, undefined],
    [403, 'wrongState'],
  ])
  expect((await (await server.as('E')).get(path)).body).toMatchObject({ mayReply: false, awaitsReply: false })
})

test('[CF5.3] what was answered for one day is no answer for another: it is awaited anew, and stays where only the place is another', async () => {
  const { coordinator, path, of, says } = await called()
  await says('E', 'coming')
  await coordinator.send('PATCH', path, { place: 'ほかの部屋' })
  const placed = await of('E')
  await coordinator.send('PATCH', path, { startsAt: Date.parse('2031-02-12T10:00:00+09:00') })

  expect([placed.reply, (await of('E')).reply]).toEqual(['coming', undefined])
  expect((await (await server.as('E')).get(path)).body.awaitsReply).toBe(true)
})

test('[CF5.6] while its case is over nobody is asked whether they come to a conference, nor answers; once it goes on they are again', async () => {
  const { coordinator, path, says, id } = await called()
  const theCase = `/api/cases/${demoCaseId('かもめ')}`
  const volunteer = await server.as('E')
  const isAwaited = async () =>
    (await volunteer.get('/api/conferences')).body.items.find((one: { id: string }) => one.id === id)?.awaitsReply
  const { state } = (await coordinator.get(theCase)).body
  await coordinator.send('PATCH', theCase, { state: 'closed' })
  const over = [await isAwaited(), (await volunteer.get(path)).body.mayReply]
  const answer = await says('E', 'coming')
  await coordinator.send('PATCH', theCase, { state })

  expect(over).toEqual([false, false])
  expect([answer.status, answer.body.detail?.because]).toEqual([403, 'caseClosed'])
  expect([await isAwaited(), (await says('E', 'coming')).status]).toEqual([true, 200])
})
