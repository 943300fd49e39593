import { afterEach, beforeEach, expect, test } from 'vitest'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const TODAY = dayInJapan(instant(Date.now()))
const YESTERDAY = addDays(TODAY, -1)
const CASE = `/api/cases/${demoCaseId('かもめ')}`
/** A conference of the demo that was held weeks ago. */
const HELD = `/api/conferences/${fixedId('conference', 3)}`
const at = (letter: string) => `/api/members/${demoMemberId(letter)}`

let server: CouncilServer
let administrator: Visitor
beforeEach(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  administrator = await server.as('A')
})
afterEach(() => server.close())

const STAFF = { organisationId: demoOrganisationId('welfare'), role: 'staff', volunteerKind: null }
const VOLUNTEER = { organisationId: demoOrganisationId('hogoshi'), role: 'volunteer', volunteerKind: 'hogoshi' }
const end = (letter: string) => administrator.post(`${at(letter)}/ending`, { on: TODAY })
const giveBack = (letter: string, more: object = STAFF, by = administrator) =>
  by.post(`${at(letter)}/return`, { ...STAFF, from: TODAY, until: null, shown: YESTERDAY, ...more })
const memberOf = async (letter: string) =>
  (await administrator.get('/api/members')).body.items.find((one: { id: string }) => one.id === demoMemberId(letter))
const outcome = ({ status, body }: Awaited<ReturnType<typeof giveBack>>) =>
  body.detail?.because ?? body.detail?.fields?.join() ?? status

test('[CL3.5] who left is a member again from a day on: the same person, with the earlier term, and the minutes of then as they were', async () => {
  const coordinator = await server.as('B')
  const sheet = async () =>
    (await coordinator.get(HELD)).body.attendance.find(
      ({ memberId }: { memberId: string }) => memberId === demoMemberId('D'),
    )
  const [before, then] = [await memberOf('D'), await sheet()]
  await end('D')

  const back = await giveBack('D', { organisationId: demoOrganisationId('nonProfit'), until: addDays(TODAY, 700) })
  // Putting the organisation right from the first day of the new term takes nothing from the earlier one.
  const other = { organisationId: demoOrganisationId('settlement'), since: TODAY }
  const corrected = await administrator.send('PATCH', `${at('D')}/post`, other)

  expect([back.status, corrected.status]).toEqual([200, 200])
  expect(await memberOf('D')).toMatchObject({
    ...{ id: demoMemberId('D'), from: TODAY, until: addDays(TODAY, 700), loginName: before.loginName },
    ...{ organisationId: demoOrganisationId('settlement'), earlierTerms: [{ from: before.from, until: YESTERDAY }] },
  })
  expect([then.organisationName === '', await sheet()]).toEqual([false, then])
  const record = await server.connection.collection('auditRecords').findOne({ kind: 'memberReturned' })
  expect(record).toMatchObject({ byMemberId: demoMemberId('A'), objectIds: [demoMemberId('D')] })
  expect(record?.changes.map(({ field }: { field: string }) => field)).toEqual([
    ...['organisationId', 'offices', 'from', 'until'],
  ])
})

test('[CL3.6] nothing of before opens by itself: no sign-in, no office, no place of one’s own, until they are given anew', async () => {
  const before = await server.as('E')
  const seen = (await before.get(CASE)).status
  await administrator.send('PATCH', `${at('E')}/post`, {
    offices: { removed: [], added: [{ office: 'secretariat', from: YESTERDAY, until: null }] },
  })
  await end('E')
  await giveBack('E', VOLUNTEER)
  const again = await server.as('E')

  expect([seen, (await before.get('/api/cases')).status, (await again.get(CASE)).status]).toEqual([200, 401, 404])
  expect([(await memberOf('E')).offices, (await again.get('/api/disposals')).status]).toEqual([[], 403])
  const place = { organisationId: VOLUNTEER.organisationId, memberId: demoMemberId('E'), categories: ['basic'] }
  await (await server.as('B')).post(`${CASE}/team`, { ...place, from: TODAY, until: null })
  expect((await again.get(CASE)).status).toBe(200)
})

test('[CL3.5] [CL3.6] from a day ahead on they are let in by nobody before, and are told of as of a new seat', async () => {
  await end('D')
  const back = await giveBack('D', { from: addDays(TODAY, 30) })

  const visitor = server.visitor()
  expect((await visitor.post('/api/demo/sign-in', { memberId: demoMemberId('D') })).status).not.toBe(200)
  expect([back.body.from, back.body.seatedAt > Date.now() - 60_000]).toEqual([addDays(TODAY, 30), true])
})

test('[CL3.6] who is in office, a day that is not after the last one, a seat that cannot be and a closed organisation are refused, and only administrators do it', async () => {
  expect(outcome(await giveBack('D', { shown: YESTERDAY }))).toBe('termChanged')
  await administrator.post(`${at('D')}/ending`, { on: addDays(TODAY, 5) })
  expect(outcome(await giveBack('D', { from: addDays(TODAY, 9), shown: addDays(TODAY, 5) }))).toBe('notEnded')
  await end('E')
  expect([
    ...[outcome(await giveBack('E', { from: YESTERDAY })), outcome(await giveBack('E', { until: YESTERDAY }))],
    ...[
      outcome(await giveBack('E', { volunteerKind: 'hogoshi' })),
      outcome(await giveBack('E', {}, await server.as('B'))),
    ],
    outcome(await giveBack('E', { shown: addDays(TODAY, -2) })),
  ]).toEqual(['from', 'until', 'volunteerKind', 'wrongRole', 'termChanged'])
  await administrator.send('PATCH', `/api/organisations/${STAFF.organisationId}`, { closedOn: TODAY })
  expect(outcome(await giveBack('E'))).toBe('organisationGone')
})

test('[CL3.6] of two who do it at once the second is told, and one who asks the same twice has it once', async () => {
  await end('D')
  const answers = [await giveBack('D'), await giveBack('D'), await giveBack('D', { until: addDays(TODAY, 90) })]

  expect(answers.map(outcome)).toEqual([200, 200, 'termChanged'])
  expect(await server.connection.collection('auditRecords').countDocuments({ kind: 'memberReturned' })).toBe(1)
})

test('[CL3.7] a return that was a slip is taken back: the term is over as before, with its role and offices, and what was open is closed', async () => {
  await end('D')
  const { seatedAt: _, ...before } = await memberOf('D')
  const shown = { from: TODAY, until: null }
  await giveBack('D', { role: 'coordinator', organisationId: demoOrganisationId('nonProfit') })
  const inside = await server.as('D')
  const takeBack = (given: object = shown) => administrator.post(`${at('D')}/return/withdrawal`, given)

  const epoch = server.revocation.epoch()

  const answers = [await takeBack({ from: TODAY, until: addDays(TODAY, 9) }), await takeBack(), await takeBack()]

  // Open documents are judged anew by this.
  expect(server.revocation.epoch()).toBeGreaterThan(epoch)

  expect(answers.map(outcome)).toEqual(['termChanged', 200, 'termChanged'])
  const { seatedAt: __, ...now } = await memberOf('D')
  expect([now, (await inside.get('/api/cases')).status]).toEqual([before, 401])
  expect((await server.connection.collection('auditRecords').findOne({ kind: 'returnTakenBack' }))?.objectIds).toEqual([
    demoMemberId('D'),
  ])
})

test('[CL3.7] where another has given an office meanwhile, nothing is taken back', async () => {
  await end('D')
  await giveBack('D')
  const added = [{ office: 'deputy', from: TODAY, until: null }]
  await administrator.send('PATCH', `${at('D')}/post`, { offices: { removed: [], added } })

  const answer = await administrator.post(`${at('D')}/return/withdrawal`, { from: TODAY, until: null })

  expect([outcome(answer), (await memberOf('D')).offices]).toEqual(['termChanged', added])
})

test('[CL3.8] who comes back after a successor came can be followed anew, and the succession of before is taken back no more', async () => {
  const successor = { name: 'Yさん', kana: 'わいさん', from: TODAY, account: null, shown: null }
  const first = await administrator.post(`${at('D')}/succession`, successor)
  const back = await giveBack('D')
  const takenBack = await administrator.post(`${at('D')}/succession/withdrawal`, {
    ...{ successorId: first.body.id, until: null },
  })
  const second = await administrator.post(`${at('D')}/succession`, { ...successor, from: addDays(TODAY, 9) })

  expect([back.status, outcome(takenBack), second.status]).toEqual([200, 'termChanged', 201])
})
