import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const TODAY = dayInJapan(instant(Date.now()))
const PASSWORD = 'みなとの朝はいつも静かです2026'
const successor = { name: 'Yさん', kana: 'わいさん', from: TODAY, account: null, shown: null }
const signingIn = (loginName: string) => ({ account: { loginName, password: PASSWORD } })
const at = (letter: string) => `/api/members/${demoMemberId(letter)}`

let server: CouncilServer
let administrator: Visitor

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  administrator = await server.as('A')
})
afterAll(() => server.close())

const succeed = (letter: string, more: object = {}) =>
  administrator.post(`${at(letter)}/succession`, { ...successor, ...more })
const memberIn = async (id: string) =>
  (await administrator.get('/api/members')).body.items.find((one: { readonly id: string }) => one.id === id)
const casesOf = async (visitor: Visitor) =>
  (await visitor.get('/api/cases')).body.items.map(({ id }: { id: string }) => id).toSorted()

test('[CL3.2] who comes in the place of staff sees what the organisation sees, has the offices, and who leaves is out at once', async () => {
  const leaving = await server.as('D')
  const before = await casesOf(leaving)
  const { status, body } = await succeed('D', signingIn('wai-1'))
  const person = server.visitor()
  await person.signIn('wai-1', PASSWORD)

  expect([status, body.role, body.succeeds, body.offices.length]).toEqual([201, 'staff', demoMemberId('D'), 1])
  expect([before.length > 0, await casesOf(person)]).toEqual([true, before])
  expect((await leaving.get('/api/cases')).status).toBe(401)
  const left = await memberIn(demoMemberId('D'))
  expect([left.until, left.offices]).toEqual([
    ...[addDays(TODAY, -1), [{ office: 'committee', from: addDays(TODAY, -400), until: addDays(TODAY, -1) }]],
  ])
  const record = await server.connection.collection('auditRecords').findOne({ kind: 'memberSucceeded' })
  expect(record).toMatchObject({ byMemberId: demoMemberId('A'), objectIds: [demoMemberId('D'), body.id] })
  expect(record?.changes.map(({ field }: { field: string }) => field)).toEqual(['until', 'offices'])
})

test('[CL3.2] [CF1.25] a place that stands on a team by name, and an invitation, go along by nobody’s but a coordinator’s word', async () => {
  const { body } = await succeed('C', signingIn('wai-2'))
  const person = server.visitor()
  await person.signIn('wai-2', PASSWORD)
  const alone = [await casesOf(person), (await person.get('/api/conferences')).body.items]
  const place = {
    organisationId: body.organisationId,
    memberId: body.id,
    categories: ['basic'],
    from: TODAY,
    until: null,
  }
  const given = await (await server.as('B')).post(`/api/cases/${demoCaseId('かもめ')}/team`, place)

  expect([alone, given.status, await casesOf(person)]).toEqual([[[], []], 200, [demoCaseId('かもめ')]])
  expect((await person.get(`/api/conferences/${fixedId('conference', 2)}`)).status).toBe(404)
  const { invitable } = (await (await server.as('B')).get(`/api/conferences/${fixedId('conference', 1)}`)).body
  const came = invitable.find(({ memberId }: { memberId: string }) => memberId === body.id)
  expect(came).toMatchObject({ name: 'Yさん', succeedsName: 'Cさん' })
})

test('[CL3.2] from a day ahead on everything stays as it is until then, and who comes is not let in before', async () => {
  const from = addDays(TODAY, 30)
  const leaving = await server.as('E')
  await succeed('E', { from, ...signingIn('wai-3') })
  const early = server.visitor()
  const signedIn = await early.signIn('wai-3', PASSWORD)

  expect([(await leaving.get('/api/cases')).status, (await memberIn(demoMemberId('E'))).until]).toEqual([
    ...[200, addDays(from, -1)],
  ])
  expect([signedIn.status, (await early.get('/api/cases')).status]).toEqual([401, 401])
})

test('[CL3.2] nobody names their own successor, nobody has two, and a slip leaves no council without an administrator', async () => {
  const because = ({ status, body }: { status: number; body: { detail?: { because?: string } } }) => [
    ...[status, body.detail?.because],
  ]
  expect(because(await succeed('A'))).toEqual([409, 'ownMembership'])
  expect(because(await succeed('I', { shown: TODAY }))).toEqual([409, 'termChanged'])
  await succeed('I')
  expect(because(await succeed('I', { shown: addDays(TODAY, -1) }))).toEqual([409, 'hasSuccessor'])
  expect((await succeed('F', { account: { loginName: 'wai-4', password: 'passwordpassword' } })).status).toBe(400)
  expect((await (await server.as('B')).post(`${at('F')}/succession`, successor)).status).toBe(403)

  const second = await administrator.post('/api/members', {
    ...{ name: 'Zさん', kana: 'ぜっとさん', organisationId: (await memberIn(demoMemberId('A'))).organisationId },
    ...{
      role: 'administrator',
      volunteerKind: null,
      from: TODAY,
      account: { loginName: 'zet-san', password: PASSWORD },
    },
  })
  await administrator.post(`/api/members/${second.body.id}/ending`, { on: addDays(TODAY, 10) })
  const other = server.visitor()
  await other.signIn('zet-san', PASSWORD)
  const last = await other.post(`${at('A')}/succession`, successor)
  expect(because(last)).toEqual([409, 'lastAdministrator'])
  expect((await memberIn(demoMemberId('A'))).until).toBeNull()
})

test('[CL1.25] [CL3.4] a slip is taken back: term, offices and cases stand as before, sign-ins from before do not, who came is out, and it is taken back once', async () => {
  const before = await memberIn(demoMemberId('B'))
  const signedInBefore = await server.as('B')
  const cases = await casesOf(signedInBefore)
  const { body } = await succeed('B', signingIn('wai-5'))
  const person = server.visitor()
  await person.signIn('wai-5', PASSWORD)
  const takeBack = () =>
    administrator.post(`${at('B')}/succession/withdrawal`, { successorId: body.id, until: before.until })
  const shortened = await administrator.post(`${at('B')}/succession/withdrawal`, {
    ...{ successorId: body.id, until: addDays(TODAY, -30) },
  })
  const taken = await takeBack()
  const again = await takeBack()

  expect([shortened.status, taken.status, again.status]).toEqual([400, 200, 409])
  const { seatedAt: _, ...now } = await memberIn(demoMemberId('B'))
  expect(now).toEqual(before)
  const statuses = [(await person.get('/api/cases')).status, (await signedInBefore.get('/api/cases')).status]
  expect([statuses, await casesOf(await server.as('B'))]).toEqual([[401, 401], cases])
  expect(await memberIn(body.id)).toMatchObject({ offices: [], until: addDays(TODAY, -1) })
  expect(
    (await server.connection.collection('auditRecords').findOne({ kind: 'successionTakenBack' }))?.objectIds,
  ).toEqual([demoMemberId('B'), body.id])
})

test('[AC6.41] an administrator whose place another has given to somebody takes that back no more than any end of their own', async () => {
  const { organisationId } = await memberIn(demoMemberId('A'))
  const account = { loginName: 'kei-san', password: PASSWORD }
  const seat = { organisationId, role: 'administrator', volunteerKind: null, from: TODAY, account }
  await administrator.post('/api/members', { ...seat, name: 'Kさん', kana: 'けーさん' })
  const other = server.visitor()
  await other.signIn('kei-san', PASSWORD)
  const from = addDays(TODAY, 30)
  const { status, body } = await other.post(`${at('A')}/succession`, { ...successor, from, ...signingIn('wai-6') })

  const own = await administrator.post(`${at('A')}/succession/withdrawal`, { successorId: body.id, until: null })

  expect([status, own.status, own.body.detail?.because]).toEqual([201, 409, 'ownMembership'])
  expect((await memberIn(demoMemberId('A'))).until).toBe(addDays(from, -1))
  const theirs = await other.post(`${at('A')}/succession/withdrawal`, { successorId: body.id, until: null })
  expect(theirs.status).toBe(200)
})
