import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { keepCouncil } from '#tests/support/keepCouncil.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const PASSWORD = 'みなとの朝はいつも静かです2026'
const TODAY = dayInJapan(instant(Date.now()))
const YEAR_END = addDays(TODAY, 120)
const CITY = `/api/organisations/${demoOrganisationId('city')}`

let server: CouncilServer
let first: Visitor
let putBack: () => Promise<void>

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  first = await server.as('A')
  putBack = await keepCouncil(server)
})
afterEach(() => putBack())
afterAll(() => server.close())

/** One more administrator, of another organisation than the first. */
async function another(
  loginName: string,
  from = '2020-04-01',
): Promise<{ readonly visitor: Visitor; readonly id: string }> {
  const { body } = await first.post('/api/members', {
    ...{ name: 'Xさん', kana: 'えっくす', organisationId: demoOrganisationId('welfare'), role: 'administrator' },
    ...{ volunteerKind: null, from, account: { loginName, password: PASSWORD } },
  })
  const visitor = server.visitor()
  if (from <= TODAY) await visitor.signIn(loginName, PASSWORD)
  return { visitor, id: body.id }
}

test('[AC4.6] of two administrators who give each other a last day to come one stays, until there is a third', async () => {
  const second = await another('second')
  const answers = [
    await first.post(`/api/members/${second.id}/ending`, { on: YEAR_END }),
    await second.visitor.post(`/api/members/${demoMemberId('A')}/ending`, { on: YEAR_END }),
    await second.visitor.send('PATCH', CITY, { closedOn: YEAR_END }),
  ]
  const third = await another('third')
  answers.push(await second.visitor.send('PATCH', CITY, { closedOn: YEAR_END }))
  answers.push(await second.visitor.post(`/api/members/${third.id}/ending`, { on: YEAR_END }))

  expect(answers.map(({ status, body }) => body.detail?.because ?? status)).toEqual([
    ...[200, 'lastAdministrator', 'lastAdministrator', 200, 'lastAdministrator'],
  ])
})

test('[AC4.6] an administrator who begins only later does not stand for those before, and takes over from them without a day between', async () => {
  const second = await another('second')
  const answers = [await first.post(`/api/members/${second.id}/ending`, { on: YEAR_END })]
  await another('too-late', addDays(YEAR_END, 2))
  const endFirst = () => second.visitor.post(`/api/members/${demoMemberId('A')}/ending`, { on: YEAR_END })
  answers.push(await endFirst())
  await another('in-time', addDays(YEAR_END, 1))
  answers.push(await endFirst())

  expect(answers.map(({ status, body }) => body.detail?.because ?? status)).toEqual([200, 'lastAdministrator', 200])
})

test('[AC4.6] the organisation of the last administrator is closed on no day before another begins', async () => {
  const second = await another('second')
  await first.post(`/api/members/${second.id}/ending`, { on: addDays(TODAY, 10) })
  await another('later', addDays(YEAR_END, 2))
  const close = (closedOn: string) => second.visitor.send('PATCH', CITY, { closedOn })

  const answers = [await close(YEAR_END), await close(addDays(YEAR_END, 2))]

  expect(answers.map(({ status, body }) => body.detail?.because ?? status)).toEqual(['lastAdministrator', 200])
})
