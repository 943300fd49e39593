import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditPage } from '#shared/api/audit.ts'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoBasisId, demoCaseId, demoCases } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

const [CASE, OTHER] = [demoCaseId('かもめ'), demoCaseId('しらかば')]
const [CONFERENCE, OF_OTHER] = [fixedId('conference', 1), fixedId('conference', 2)]
const numbers = demoCases(dayInJapan(instant(Date.now()))).map(({ number }) => number)
const [NUMBER = ''] = numbers

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  const [coordinator, staff] = [await server.as('B'), await server.as('D')]
  await coordinator.get('/api/cases')
  await coordinator.get('/api/conferences')
  await coordinator.get(`/api/cases/${OTHER}`)
  await staff.get(`/api/conferences/${CONFERENCE}`)
  await (await server.as('A')).get(`/api/cases/${CASE}`)
  await (await server.as('F')).post(`/api/bases/${demoBasisId('かもめ')}/ending`, {})
  const attendance = `/api/conferences/${CONFERENCE}/attendance/${demoMemberId('I')}`
  await coordinator.send('PUT', attendance, { state: 'late' })
})
afterAll(() => server.close())

const askAs = async (letter: string, query = '', id: string = CASE) =>
  (await server.as(letter)).get(`/api/cases/${id}/audit-records?${query}`)
const pageOf = async (query = '', id: string = CASE): Promise<AuditPage> => (await askAs('B', query, id)).body
const kindsBy = ({ items }: AuditPage, letter: string) =>
  items.filter(({ by }) => by === demoMemberId(letter)).map(({ kind }) => kind)

test('[AC6.49] whoever coordinates a case reads who saw, changed and was refused what of it, its bases, conferences and notes, by name and without content', async () => {
  const { body, text } = await askAs('B')
  const note = (await (await server.as('B')).get(`/api/conferences/${CONFERENCE}`)).body.documentId
  await server.audit.append({ kind: 'documentJoined', by: demoMemberId('C'), objectIds: [note] })

  expect(kindsBy(body, 'B')).toEqual(['auditRead', 'attendanceRecorded', 'conferencesListed', 'casesListed'])
  expect(kindsBy(body, 'D')).toEqual(['conferenceRead'])
  expect([kindsBy(body, 'A'), kindsBy(body, 'F')]).toEqual([['accessRefused'], ['accessRefused']])
  expect(body.things[demoMemberId('A')]).toMatchObject({ kind: 'member', name: 'Aさん' })
  expect(text).not.toMatch(/かもめ|個別ケース会議|みなと市役所/)
  expect(kindsBy(await pageOf(), 'C')).toEqual(['documentJoined'])
})

test('[AC6.49] it is narrowed by a person, by kind and by days', async () => {
  expect(kindsBy(await pageOf('group=changed'), 'B')).toEqual(['attendanceRecorded'])
  expect((await pageOf('until=2020-01-01')).items).toEqual([])
  const ofD = await pageOf(`memberId=${demoMemberId('D')}`)
  expect(ofD.items.map(({ kind }) => kind)).toEqual(['conferenceRead'])
  for (const query of [`caseNumber=${numbers[1]}`, 'after=1']) expect((await askAs('B', query)).status).toBe(400)
})

test('[AC6.49] nobody else reads it, whoever knows of the case is told so, and that it was looked at is in it with the case', async () => {
  for (const letter of ['C', 'D', 'E']) expect((await askAs(letter)).status).toBe(403)
  for (const letter of ['A', 'F', 'G']) expect((await askAs(letter)).status).toBe(404)
  expect((await askAs('B', '', fixedId('case', 999))).status).toBe(404)

  const [latest] = (await pageOf('group=seen')).items
  expect(latest).toMatchObject({ kind: 'auditRead', by: demoMemberId('B'), objectIds: [CASE] })
})

test('[AC6.50] of what was listed with it neither the number nor how many they were is told', async () => {
  const { body, text } = await askAs('B')

  expect(body.items.find(({ kind }: { kind: string }) => kind === 'casesListed')).toMatchObject({
    ...{ objectIds: [CASE], moreObjects: 0 },
  })
  expect(text).toContain(NUMBER)
  for (const other of [...numbers.slice(1), OTHER, OF_OTHER]) expect(text).not.toContain(other)
})

test('[AC6.50] that another case was closed for it stands in that one’s trail, and not in its own', async () => {
  const coordinator = await server.as('B')
  const closed = await coordinator.send('PUT', `/api/cases/${OTHER}/duplicate-of`, { caseNumber: NUMBER })
  expect(closed.status).toBe(200)

  expect(kindsBy(await pageOf(), 'B')).not.toContain('duplicateClosed')
  const { body, text } = await askAs('B', '', OTHER)
  expect(kindsBy(body, 'B')).toContain('duplicateClosed')
  expect(text).not.toContain(NUMBER)
  await coordinator.send('DELETE', `/api/cases/${OTHER}/duplicate-of`)
})

test('[AC6.50] whom an auditor looks into is not told, and not found by their name either', async () => {
  const auditor = await server.as('G')
  await auditor.get(`/api/audit-records?caseNumber=${NUMBER}&memberId=${demoMemberId('I')}`)

  const looked = (await pageOf('group=seen')).items.find(({ by }) => by === demoMemberId('G'))
  expect(looked).toMatchObject({ kind: 'auditRead', objectIds: [CASE], moreObjects: 0 })
  const ofI = await pageOf(`memberId=${demoMemberId('I')}`)
  expect(ofI.items.map(({ kind }) => kind)).toEqual(['attendanceRecorded'])
})

test('[AC6.49] whoever coordinates it reads it when the case is closed and nothing of it is shared any more, too', async () => {
  const coordinator = await server.as('B')
  const ended = await coordinator.post(`/api/bases/${demoBasisId('しらかば')}/ending`, {})
  const closed = await coordinator.send('PATCH', `/api/cases/${OTHER}`, { state: 'closed' })
  expect([ended.status, closed.status]).toEqual([200, 200])

  expect(kindsBy(await pageOf('group=changed', OTHER), 'B').slice(0, 2)).toEqual(['caseChanged', 'basisEnded'])
})

test('[AC6.49] a long trail is read part by part, none twice and none left out, and what is not shown leaves no part short', async () => {
  for (let nth = 0; nth < 150; nth += 1)
    await server.audit.append({ kind: 'caseRead', by: demoMemberId('C'), objectIds: [CASE, `nth ${nth}`] })
  // As many that tell of another case, between them and the first.
  for (let nth = 0; nth < 150; nth += 1)
    await server.audit.append({
      ...{ kind: 'duplicateClosed', by: demoMemberId('C'), objectIds: [OTHER, CASE, `nth ${nth}`] },
      changes: [{ field: 'state', from: '"supporting"', to: '"closed"' }],
    })
  const ofC = `memberId=${demoMemberId('C')}`
  const first = await pageOf(ofC)
  const rest = await pageOf(`${ofC}&after=${first.next}`)
  const all = [...first.items, ...rest.items]

  expect([first.items.length, rest.next]).toEqual([100, null])
  expect(all.filter(({ kind }) => kind === 'caseRead')).toHaveLength(150)
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
})
