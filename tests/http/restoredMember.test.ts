import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { keepCouncil } from '#tests/support/keepCouncil.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const TODAY = dayInJapan(instant(Date.now()))
const YESTERDAY = addDays(TODAY, -1)
const D = `/api/members/${demoMemberId('D')}`

let server: CouncilServer
let administrator: Visitor
let putBack: () => Promise<void>

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  administrator = await server.as('A')
  putBack = await keepCouncil(server)
})
afterEach(() => putBack())
afterAll(() => server.close())

const restore = (until: string | null, shown: string | null, member = D) =>
  administrator.post(`${member}/restoration`, { until, shown })

test('[CL1.25] a membership ended by mistake goes on as before, with its cases, and who was signed in signs in anew', async () => {
  const before = await server.as('D')
  const cases = (await before.get('/api/cases')).body.items.length
  await administrator.post(`${D}/ending`, { on: TODAY })
  const meanwhile = (await before.get('/api/cases')).status

  const restored = await restore(null, YESTERDAY)
  const again = await server.as('D')

  expect([meanwhile, restored.status, restored.body.until]).toEqual([401, 200, null])
  expect([cases > 0, (await again.get('/api/cases')).body.items.length]).toEqual([true, cases])
  expect((await before.get('/api/cases')).status).toBe(401)
  expect(restored.body.seatedAt).toBeGreaterThan(Date.now() - 60_000)
})

test('[CL1.25] a place on a team that was ended meanwhile stays ended', async () => {
  const staff = await server.as('D')
  const { body } = await staff.get('/api/cases')
  const theCase = body.items[0].id
  await administrator.post(`${D}/ending`, { on: TODAY })
  await (await server.as('B')).post(`/api/cases/${theCase}/team/${demoOrganisationId('welfare')}/ending`, {
    ...{ memberId: null, on: TODAY },
  })

  await restore(null, YESTERDAY)
  const left = (await (await server.as('D')).get('/api/cases')).body.items

  expect(left.map(({ id }: { id: string }) => id)).not.toContain(theCase)
})

test('[CL1.25] a last day to come is taken back to the one before, and who is signed in stays so', async () => {
  const staff = await server.as('D')
  const [near, far] = [addDays(TODAY, 20), addDays(TODAY, 200)]
  await administrator.post(`${D}/ending`, { on: far })
  await administrator.post(`${D}/ending`, { on: near, shown: far })

  const restored = await restore(far, near)

  expect([restored.status, restored.body.until, (await staff.get('/api/cases')).status]).toEqual([200, far, 200])
  expect((await restore(addDays(TODAY, 10), far)).status).toBe(400)
  expect((await restore(null, near)).body.detail).toEqual({ because: 'termChanged' })
})

test('[CL1.25] nobody prolongs their own term, one of a closed organisation goes on for nobody, and only administrators do it', async () => {
  const own = await restore(null, null, `/api/members/${demoMemberId('A')}`)
  const coordinator = await (await server.as('B')).post(`${D}/restoration`, { until: null, shown: null })
  await administrator.post(`${D}/ending`, { on: TODAY })
  await administrator.send('PATCH', `/api/organisations/${demoOrganisationId('welfare')}`, { closedOn: TODAY })
  const closed = await restore(null, YESTERDAY)

  expect([own.body.detail, coordinator.status, closed.body.detail]).toEqual([
    { because: 'ownMembership' },
    403,
    { because: 'organisationGone' },
  ])
})

test('[CL1.25] the trail says who took which end back to which', async () => {
  await administrator.post(`${D}/ending`, { on: TODAY })
  await restore(null, YESTERDAY)

  const record = await server.connection.collection('auditRecords').findOne({ kind: 'membershipRestored' })
  expect([record?.byMemberId, record?.objectIds]).toEqual([demoMemberId('A'), [demoMemberId('D')]])
  expect(record?.changes).toEqual([{ field: 'until', from: JSON.stringify(YESTERDAY), to: 'null' }])
})

test('[CL3.13] an office that went to a successor comes back where it is asked for and free, and not over who holds it', async () => {
  const successor = { name: 'Yさん', kana: 'わいさん', from: TODAY, account: null, shown: null }
  // One more that will be free, and that nobody ticks.
  const added = [{ office: 'deputy', from: addDays(TODAY, -9), until: null }]
  await administrator.send('PATCH', `${D}/post`, { offices: { removed: [], added } })
  const came = await administrator.post(`${D}/succession`, successor)
  const heldBefore = came.body.offices[0]
  const withOffices = (offices: readonly string[]) =>
    administrator.post(`${D}/restoration`, { until: null, shown: YESTERDAY, offices })

  const held = await withOffices(['committee'])
  await administrator.post(`/api/members/${came.body.id}/ending`, { on: TODAY })
  const odd = await withOffices(['committee', 'secretariat'])
  const restored = await withOffices(['committee'])
  const again = await withOffices(['committee'])

  expect([held, odd].map(({ status, body }) => [status, body.detail?.because])).toEqual([
    ...[
      [409, 'officeHeld'],
      [409, 'officeHeld'],
    ],
  ])
  const back = { office: 'committee', from: TODAY, until: heldBefore.until }
  expect([restored.status, restored.body.until, restored.body.offices.at(-1)]).toEqual([200, null, back])
  expect([again.status, again.body.offices]).toEqual([200, restored.body.offices])
  const goesOn = ({ until }: { readonly until: string | null }) => until === null || until >= TODAY
  expect(restored.body.offices.filter(goesOn)).toEqual([back])
  const record = await server.connection.collection('auditRecords').findOne({ kind: 'membershipRestored' })
  expect(record?.changes.map(({ field }: { field: string }) => field)).toEqual(['until', 'offices'])
})
