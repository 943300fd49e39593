import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { keepCouncil } from '#tests/support/keepCouncil.ts'
import { Participant } from '#tests/support/participant.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const TODAY = dayInJapan(instant(Date.now()))
const CASE = `/api/cases/${demoCaseId('かもめ')}`

/** Conferences of the demo that the same person was asked to: the numbers of their ids. */
const [HELD_LONG_AGO, HELD_TODAY] = [3, 1]

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

const move = (letter: string, change: object, by = administrator) =>
  by.send('PATCH', `/api/members/${demoMemberId(letter)}/post`, change)

const officesOf = async (letter: string): Promise<readonly object[]> => {
  const { items } = (await administrator.get('/api/members')).body
  return items.find((member: { id: string }) => member.id === demoMemberId(letter)).offices
}

/** What came of it: the status, or why not. */
const outcome = ({ status, body }: Awaited<ReturnType<typeof move>>) => body.detail?.because ?? status

/** The note of today's conference, open until the test ends. */
async function openedNote(by: Visitor) {
  const { documentId } = (await by.get(`/api/conferences/${fixedId('conference', HELD_TODAY)}`)).body
  const { origin } = server
  const note = new Participant({ address: origin.replace('http', 'ws'), documentId, origin, cookie: by.cookie })
  onTestFinished(() => note.leave())
  await note.synced()
  return { note, documentId }
}

test('[CL1.9] whoever moves to another organisation keeps the sign-in and loses at once what rested on the old one', async () => {
  const staff = await server.as('D')
  const before = await staff.get(CASE)
  const epoch = server.revocation.epoch()

  const moved = await move('D', { organisationId: demoOrganisationId('nonProfit') })

  expect([before.status, moved.status, (await staff.get(CASE)).status]).toEqual([200, 200, 404])
  expect(server.revocation.epoch()).toBeGreaterThan(epoch)
  expect(moved.body).toMatchObject({ role: 'staff', organisationId: demoOrganisationId('nonProfit'), hasAccount: true })
  expect((await staff.get('/api/session')).body.signedIn.member).toMatchObject({ id: demoMemberId('D') })
})

test('[CL1.9] [KS9] whoever moves while a note is open there is out of it within a second', async () => {
  const staff = await server.as('D')
  const { note } = await openedNote(staff)

  await move('D', { organisationId: demoOrganisationId('nonProfit') })

  await expect.poll(() => note.lastClose?.reason, { timeout: 1_000 }).toBe('accessEnded')
})

test('[CL1.30] a place of one’s own ends with a role that sees no case: going back to the old role opens nothing', async () => {
  const coordinator = await server.as('B')
  const role = (next: string) => ({ role: next, volunteerKind: next === 'volunteer' ? 'hogoshi' : null })
  const before = (await (await server.as('E')).get(CASE)).status

  await move('E', role('administrator'))
  await move('E', role('volunteer'))

  expect([before, (await (await server.as('E')).get(CASE)).status]).toEqual([200, 404])
  const { team } = (await coordinator.get(CASE)).body
  const own = team.find(({ member }: { member: { id: string } | null }) => member?.id === demoMemberId('E'))
  expect(own.until).toBe(addDays(TODAY, -1))
})

test('[CL1.9] [CL1.26] a place of one’s own on a team ends with the move: who comes back has it when it is given anew', async () => {
  const [volunteer, coordinator] = [await server.as('E'), await server.as('B')]
  const place = { organisationId: demoOrganisationId('hogoshi'), memberId: demoMemberId('E'), categories: ['basic'] }
  const statuses = [(await volunteer.get(CASE)).status]
  const look = async () => statuses.push((await volunteer.get(CASE)).status)

  await move('E', { organisationId: demoOrganisationId('settlement') })
  await look()
  await move('E', { organisationId: demoOrganisationId('hogoshi') })
  await look()
  const { team } = (await coordinator.get(CASE)).body
  await coordinator.post(`${CASE}/team`, { ...place, from: TODAY, until: null })
  await look()

  expect(statuses).toEqual([200, 404, 404, 200])
  const own = team.find(({ member }: { member: { id: string } | null }) => member?.id === demoMemberId('E'))
  expect(own.until).toBe(addDays(TODAY, -1))
  const record = await server.connection.collection('auditRecords').findOne({ kind: 'teamLeft' })
  expect(record).toMatchObject({ byMemberId: demoMemberId('A'), objectIds: [demoCaseId('かもめ')] })
  expect(record?.changes).toMatchObject([{ field: 'team' }])
})

test('[CL1.10] another role is another right at the next request, and an office opens council acts from its day on', async () => {
  const staff = await server.as('D')
  const name = { name: 'X', kana: 'えっくす', shortName: 'X', kinds: ['other'], areaCode: null, isMember: false }
  const add = async () => (await staff.post('/api/organisations', name)).status
  const office = (from: string) => ({ office: 'secretariat', from, until: null })
  const offices = await officesOf('D')

  const statuses = [await add()]
  await move('D', { offices: { removed: offices, added: [office(addDays(TODAY, 1))] } })
  statuses.push(await add())
  await move('D', { offices: { removed: [office(addDays(TODAY, 1))], added: [office(TODAY)] } })
  statuses.push(await add())
  await move('D', { role: 'auditor', offices: { removed: [office(TODAY)], added: [] } })
  statuses.push(await add(), (await staff.get(CASE)).status)

  expect(statuses).toEqual([403, 403, 201, 403, 404])
})

test('[CL1.18] of two who change the offices of one member at once both are heard, and where it is the same office the second is told', async () => {
  const office = (name: string, until: string | null = null) => ({ office: name, from: TODAY, until })
  const change = (removed: readonly object[], added: readonly object[]) => move('D', { offices: { removed, added } })
  const begun = await officesOf('D')

  const answers = [
    await change([], [office('chair')]),
    await change([], [office('secretariat')]),
    await change([], [office('secretariat')]),
    await change([office('chair')], [office('chair', addDays(TODAY, 30))]),
    await change([office('chair')], [office('chair', addDays(TODAY, 60))]),
  ]

  expect(answers.map(outcome)).toEqual([200, 200, 200, 200, 'officesChanged'])
  expect(await officesOf('D')).toEqual([...begun, office('secretariat'), office('chair', addDays(TODAY, 30))])
})

test('[CL1.24] of two who change one member’s role, organisation or last day at once the second is told, and nothing is changed', async () => {
  const shown = { organisationId: demoOrganisationId('welfare'), role: 'staff', volunteerKind: null }
  const [role, other] = [{ role: 'observer' }, { role: 'adviser' }]
  const endOn = (on: string) => administrator.post(`/api/members/${demoMemberId('D')}/ending`, { on, shown: null })
  const [soon, later] = [addDays(TODAY, 7), addDays(TODAY, 70)]

  const answers = [
    await move('D', { ...role, shown }),
    await move('D', { ...role, shown }),
    await move('D', { ...other, shown }),
    await move('D', { organisationId: demoOrganisationId('bar'), shown }),
    await endOn(soon),
    await endOn(soon),
    await endOn(later),
  ]

  expect(answers.map(outcome)).toEqual([200, 200, 'postChanged', 200, 200, 200, 'termChanged'])
})

test('[CL1.11] no change of posts leaves a council without an administrator or a coordinator, or is of one’s own role', async () => {
  const outside = await administrator.post('/api/organisations', {
    ...{ name: 'X', kana: 'えっくす', shortName: 'X', kinds: ['other'], areaCode: null, isMember: false },
  })
  const answers = [
    await move('A', { role: 'coordinator' }),
    await move('A', { organisationId: outside.body.id }),
    await move('A', { organisationId: demoOrganisationId('welfare') }),
    await move('B', { role: 'staff' }),
    await move('B', { organisationId: outside.body.id }),
    await move('D', { role: 'coordinator' }),
    await move('B', { role: 'staff' }),
  ]

  expect(answers.map(outcome)).toEqual([
    ...['ownRole', 'ownOrganisation', 200, 'lastCoordinator', 'lastCoordinator', 200, 200],
  ])
})

test('[CL1.12] a post that cannot be is refused, and so is one of a member who is gone, or by somebody else', async () => {
  const staff = await server.as('D')
  const turned = { offices: { removed: [], added: [{ office: 'chair', from: TODAY, until: addDays(TODAY, -1) }] } }
  const answers = [
    await move('D', { role: 'volunteer' }),
    await move('E', { role: 'staff' }),
    await move('D', turned),
    await move('D', { name: 'X' }),
    await move('D', { organisationId: fixedId('organisation', 999) }),
    await move('D', { role: 'coordinator' }, staff),
  ]
  const person = {
    name: 'Yさん',
    kana: 'わいさん',
    organisationId: demoOrganisationId('bar'),
    from: TODAY,
    account: null,
  }
  answers.push(
    await administrator.post('/api/members', { ...person, role: 'volunteer', volunteerKind: null }),
    await administrator.post('/api/members', { ...person, role: 'staff', volunteerKind: 'hogoshi' }),
  )
  await administrator.post(`/api/members/${demoMemberId('S')}/ending`, { on: TODAY })
  answers.push(await move('S', { role: 'observer' }))

  expect(answers.map(outcome)).toEqual([400, 400, 400, 400, 404, 'wrongRole', 400, 400, 'alreadyEnded'])
})

test('[AC6.5] the trail tells who changed whose post from what to what, in ids and codes', async () => {
  await move('D', { role: 'adviser', organisationId: demoOrganisationId('university') })

  const record = await server.connection.collection('auditRecords').findOne({ kind: 'memberMoved' })
  expect(record).toMatchObject({ byMemberId: demoMemberId('A'), objectIds: [demoMemberId('D')] })
  expect(record?.changes).toEqual([
    {
      field: 'organisationId',
      from: JSON.stringify(demoOrganisationId('welfare')),
      to: JSON.stringify(demoOrganisationId('university')),
    },
    { field: 'role', from: '"staff"', to: '"adviser"' },
    { field: 'formerSeats', from: 'null', to: expect.stringContaining(demoOrganisationId('welfare')) },
  ])
})

test('[AC6.5] another role alone is no move: the trail speaks of the role only', async () => {
  await move('D', { role: 'adviser' })

  const record = await server.connection.collection('auditRecords').findOne({ kind: 'memberMoved' })
  expect(record?.changes).toEqual([{ field: 'role', from: '"staff"', to: '"adviser"' }])
})

test('[CL1.16] a conference before the move shows whom somebody was there for, one after it the new organisation; a mistaken seat is shown by none', async () => {
  const coordinator = await server.as('B')
  const shownAt = async (number: number) => {
    const { attendance } = (await coordinator.get(`/api/conferences/${fixedId('conference', number)}`)).body
    return attendance.find((one: { memberId: string }) => one.memberId === demoMemberId('D'))?.organisationName
  }
  const shown = async () => [await shownAt(HELD_LONG_AGO), await shownAt(HELD_TODAY)]
  const to = async (key: 'nonProfit' | 'hostel', daysAgo: number) =>
    (await move('D', { organisationId: demoOrganisationId(key), since: addDays(TODAY, -daysAgo) })).body
  const [old] = await shown()

  const ahead = await move('D', { organisationId: demoOrganisationId('hostel'), since: addDays(TODAY, 1) })
  const { organisationName: next, ...rest } = await to('nonProfit', 5)
  const afterMove = await shown()
  const { organisationName: right } = await to('hostel', 400)

  expect([outcome(ahead), rest.formerSeats]).toEqual([400, undefined])
  expect(new Set([old, next, right]).size).toBe(3)
  expect([afterMove, await shown()]).toEqual([
    [old, next],
    [right, right],
  ])
})

test('[CL1.16] who made a version or wrote a passage stands there with the organisation of then', async () => {
  const staff = await server.as('D')
  const { note, documentId } = await openedNote(staff)
  note.type('異動の前に書いた文。')
  await note.settled()
  await staff.post(`/api/documents/${documentId}/versions`, { name: '異動の前' })

  await move('D', { organisationId: demoOrganisationId('nonProfit') })
  // As if the day had passed: a move cannot be set ahead.
  const members = server.connection.collection<{ _id: string }>('members')
  await members.updateOne({ _id: demoMemberId('D') }, { $set: { 'formerSeats.0.until': TODAY } })

  const coordinator = await server.as('B')
  const [version] = (await coordinator.get(`/api/documents/${documentId}/versions`)).body.items
  const { writers, lines } = (await coordinator.get(`/api/documents/${documentId}/authors`)).body
  const passages = lines.flatMap((line: { passages: readonly { text: string; writer: number }[] }) => line.passages)
  const written = passages.find(({ text }: { text: string }) => text.includes('異動の前に書いた文。'))
  const welfare = { memberId: demoMemberId('D'), organisationName: '社会福祉法人みなとの森' }
  expect(version).toMatchObject({ name: '異動の前', madeBy: welfare, contributors: [welfare] })
  expect(writers[written.writer]).toMatchObject(welfare)
})
