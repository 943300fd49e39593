import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const TODAY = dayInJapan(instant(Date.now()))
const MEMBER = demoMemberId('D')
const WELFARE = demoOrganisationId('welfare')

let server: CouncilServer
let administrator: Visitor
let coordinator: Visitor
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  administrator = await server.as('A')
  coordinator = await server.as('B')
})
afterAll(() => server.close())

const rename = (change: object) => administrator.send('PATCH', `/api/members/${MEMBER}`, change)
const renameBody = (change: object) => administrator.send('PATCH', `/api/organisations/${WELFARE}`, change)

/** How the member and their organisation stand in a conference that began on a day. */
async function namesAt(index: number): Promise<readonly string[]> {
  const { body } = await coordinator.get(`/api/conferences/${fixedId('conference', index)}`)
  const one = body.attendance.find(({ memberId }: { readonly memberId: string }) => memberId === MEMBER)
  return [one.name, one.organisationName]
}

test('[CL1.33] a conference from before a change of name shows the name of then, and one that is to come the new one', async () => {
  const before = await namesAt(1)
  const tomorrow = addDays(TODAY, 1)
  const refused = [
    await rename({ name: '新姓 花子', since: tomorrow }),
    await renameBody({ name: 'X', since: tomorrow }),
  ]
  const conferences = server.connection.collection<{ _id: string; startsAt: number }>('conferences')
  const past = Date.now() - 10 * 86_400_000
  await conferences.updateOne({ _id: fixedId('conference', 1) }, { $set: { startsAt: past } })

  const renamed = await rename({ name: '新姓 花子', since: addDays(TODAY, -2) })
  const body = await renameBody({ name: '社会福祉法人みなと野', since: addDays(TODAY, -2) })

  expect(refused.map((one) => [one.status, one.body.detail.fields])).toEqual(Array(2).fill([400, ['since']]))
  expect([renamed.status, renamed.body.name, body.status, body.body.name]).toEqual([
    ...[200, '新姓 花子', 200, '社会福祉法人みなと野'],
  ])
  expect([await namesAt(1), await namesAt(2)]).toEqual([before, ['新姓 花子', '社会福祉法人みなと野']])
  const member = (await (await server.as('D')).get('/api/session')).body.signedIn.member
  expect([member.name, member.organisationName, member.formerNames]).toEqual([
    ...['新姓 花子', '社会福祉法人みなと野', undefined],
  ])
  expect((await coordinator.get('/api/organisations')).text).not.toContain('formerNames')
})

test('[CL1.33] a name that was mistyped is put right everywhere, and the one of then stays', async () => {
  const of = await namesAt(1)

  await rename({ name: '新姓 華子' })

  expect([await namesAt(1), (await namesAt(2))[0]]).toEqual([of, '新姓 華子'])
})
