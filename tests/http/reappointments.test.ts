import { afterEach, beforeEach, expect, test } from 'vitest'
import { MOST_REAPPOINTED } from '#shared/api/council.ts'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { OFFICES } from '#shared/domain/member.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const TODAY = dayInJapan(instant(Date.now()))
const YESTERDAY = addDays(TODAY, -1)
const [SOON, NEXT] = [addDays(TODAY, 20), addDays(TODAY, 750)]

let server: CouncilServer
let administrator: Visitor
beforeEach(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  administrator = await server.as('A')
})
afterEach(() => server.close())

const endsOn = (letter: string, on = SOON) => administrator.post(`/api/members/${demoMemberId(letter)}/ending`, { on })
const shown = (letters: string, day = SOON) => [...letters].map((letter) => ({ id: demoMemberId(letter), shown: day }))
const reappoint = (members: readonly object[], more: object = {}, by = administrator) =>
  by.post('/api/members/reappointments', { until: NEXT, offices: [], members, ...more })
const takeBack = (members: readonly object[], until = NEXT) =>
  administrator.post('/api/members/reappointments/withdrawal', { until, members })
const memberOf = async (letter: string) =>
  (await administrator.get('/api/members')).body.items.find((one: { id: string }) => one.id === demoMemberId(letter))
const records = (kind: string) => server.connection.collection('auditRecords').find({ kind }).toArray()

test('[CL3.9] [CL3.10] all who are chosen go on in one go with a record of each, and of the others is said why not', async () => {
  for (const letter of 'BCDE') await endsOn(letter)
  await endsOn('E', addDays(TODAY, 40))
  await endsOn('I')
  const closed = (await memberOf('I')).organisationId
  await administrator.send('PATCH', `/api/organisations/${closed}`, { closedOn: addDays(SOON, 1) })
  const own = { id: demoMemberId('A'), shown: SOON }
  const nobody = { id: fixedId('member', 99_999), shown: SOON }

  const { status, body } = await reappoint([...shown('BCDEI'), own, nobody])

  expect([status, body.done]).toEqual([
    ...[200, [...'BCD'].map((letter) => ({ id: demoMemberId(letter), before: SOON, offices: [] }))],
  ])
  expect(body.failed).toEqual([
    { id: demoMemberId('E'), because: 'overtaken' },
    { id: demoMemberId('I'), because: 'organisationGone' },
    { id: own.id, because: 'ownMembership' },
    { id: nobody.id, because: 'noSuchMember' },
  ])
  expect([(await memberOf('B')).until, (await memberOf('E')).until]).toEqual([NEXT, addDays(TODAY, 40)])
  const written = await records('memberReappointed')
  expect(written.map(({ objectIds, byMemberId }) => [...objectIds, byMemberId])).toEqual(
    [...'BCD'].map((letter) => [demoMemberId(letter), demoMemberId('A')]),
  )
  expect(written[0]?.changes).toEqual([{ field: 'until', from: JSON.stringify(SOON), to: JSON.stringify(NEXT) }])
})

test('[CL3.10] of two who reappoint the same at once the second is told of each by whom it was not done, and nothing is put over', async () => {
  for (const letter of 'BCD') await endsOn(letter)
  const other = addDays(TODAY, 400)
  const [first, second] = await Promise.all([reappoint(shown('BC')), reappoint(shown('CD'), { until: other })])

  const done = [first, second].flatMap(({ body }) => body.done.map(({ id }: { id: string }) => id))
  expect(done.toSorted()).toEqual([...'BCD'].map(demoMemberId))
  expect([...first.body.failed, ...second.body.failed]).toEqual([{ id: demoMemberId('C'), because: 'overtaken' }])
  expect((await reappoint(shown('B'))).body.failed).toEqual([{ id: demoMemberId('B'), because: 'sameTerm' }])
})

test('[CL3.9] offices that end with the term go on where that is asked for, and whose term is over is let in anew, not by a sign-in from before', async () => {
  const before = await server.as('D')
  const { offices } = await memberOf('D')
  const committee = { office: 'committee', from: addDays(TODAY, -400), until: YESTERDAY }
  await administrator.send('PATCH', `/api/members/${demoMemberId('D')}/post`, {
    offices: { removed: offices, added: [committee] },
  })
  await endsOn('D', TODAY)

  const { body } = await reappoint(shown('D', YESTERDAY), { offices: ['committee'] })

  expect(body.done).toEqual([{ id: demoMemberId('D'), before: YESTERDAY, offices: ['committee'] }])
  const now = await memberOf('D')
  expect([now.offices, now.until, now.seatedAt > Date.now() - 60_000]).toEqual([
    ...[[{ ...committee, until: NEXT }], NEXT, true],
  ])
  expect([(await before.get('/api/cases')).status, (await (await server.as('D')).get('/api/cases')).status]).toEqual([
    ...[401, 200],
  ])
})

test('[CL3.14] of the offices that end with the term only those go on that are named, and a chair not named is none after it', async () => {
  const { offices } = await memberOf('C')
  const ending = (office: string) => ({ office, from: addDays(TODAY, -400), until: SOON })
  const added = [ending('chair'), ending('committee')]
  await administrator.send('PATCH', `/api/members/${demoMemberId('C')}/post`, { offices: { removed: offices, added } })
  await endsOn('C')

  const { body } = await reappoint(shown('C'), { offices: ['committee'] })
  const odd = await reappoint(shown('C', NEXT), { offices: ['mayor'], until: addDays(NEXT, 1) })

  expect([body.done[0].offices, odd.status]).toEqual([['committee'], 400])
  expect((await memberOf('C')).offices).toEqual([ending('chair'), { ...ending('committee'), until: NEXT }])
  await takeBack(body.done)
  expect((await memberOf('C')).offices).toEqual(added)
})

test('[CL3.11] it is taken back by one press: terms and offices as before, who was out is out at once, and not over another’s change', async () => {
  for (const letter of 'BCE') await endsOn(letter)
  await endsOn('D', TODAY)
  const before = await Promise.all([...'BCD'].map(memberOf))
  const { body } = await reappoint([...shown('BCE'), ...shown('D', YESTERDAY)], { offices: OFFICES })
  const inside = await server.as('D')
  await endsOn('E', addDays(TODAY, 90))

  const epoch = server.revocation.epoch()
  const taken = await takeBack(body.done)
  // Open documents are judged anew by this.
  expect(server.revocation.epoch()).toBeGreaterThan(epoch)
  const again = await takeBack(body.done)

  expect([taken.body.done, taken.body.failed]).toEqual([
    ...[[...'BCD'].map((letter) => ({ id: demoMemberId(letter) })), [{ id: demoMemberId('E'), because: 'overtaken' }]],
  ])
  expect([again.body.done, again.body.failed.length]).toEqual([[], 4])
  const now = await Promise.all([...'BCD'].map(memberOf))
  expect(now.map(({ seatedAt: _, ...one }) => one)).toEqual(before)
  expect([(await inside.get('/api/cases')).status, (await memberOf('E')).until]).toEqual([401, addDays(TODAY, 90)])
  expect((await records('reappointmentTakenBack')).length).toBe(3)
})

test('[CL3.11] a day that never stood there is none to go back to', async () => {
  await endsOn('D')
  await reappoint(shown('D'))
  const odd = [NEXT, addDays(NEXT, 1), addDays(TODAY, -9000)]
  for (const before of odd) {
    const { body } = await takeBack([{ id: demoMemberId('D'), before, offices: [] }])
    expect(body).toEqual({ done: [], failed: [{ id: demoMemberId('D'), because: 'overtaken' }] })
  }
})

test('[CL3.10] a last day that is past is refused, and only administrators reappoint', async () => {
  await endsOn('D')
  const past = await reappoint(shown('D'), { until: YESTERDAY })
  const coordinator = await reappoint(shown('D'), {}, await server.as('B'))

  expect([past.status, past.body.detail?.fields, coordinator.status]).toEqual([400, ['until'], 403])
  expect((await memberOf('D')).until).toBe(SOON)
})

test('[CL3.9] as many as a council has fit into one request, and into the one that takes it back', async () => {
  const numbers = Array.from({ length: MOST_REAPPOINTED }, (_, number) => number)
  // Those that are there take their time to write; the others are as long a line in the request.
  const rows = numbers.slice(0, 40).map((number) => ({
    ...{
      _id: fixedId('member', 1_000 + number),
      name: `${number}さん`,
      kana: 'さん',
      role: 'staff',
      volunteerKind: null,
    },
    ...{ organisationId: demoOrganisationId('welfare'), from: addDays(TODAY, -400), until: SOON },
    offices: [{ office: 'secretariat', from: addDays(TODAY, -400), until: SOON }],
  }))
  await server.connection.collection<{ _id: string }>('members').insertMany(rows)
  const all = numbers.map((number) => fixedId('member', 1_000 + number))

  const { body } = await reappoint(
    all.map((id) => ({ id, shown: SOON })),
    { offices: ['secretariat'] },
  )
  const taken = await takeBack(all.map((id) => ({ id, before: SOON, offices: ['secretariat'] })))

  expect([body.done.length, body.failed.length, taken.body.done.length]).toEqual([40, MOST_REAPPOINTED - 40, 40])
})
