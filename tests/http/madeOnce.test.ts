import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Answer, Visitor } from '#tests/support/visitor.ts'

const today = dayInJapan(instant(Date.now()))
const settlement = demoOrganisationId('settlement')
const welfare = demoOrganisationId('welfare')
const KEY = 'the-first-press-of-the-button'
const PASSWORD = 'みなとの朝はいつも静かです2026'

const CASE = { callName: 'あじさい', needs: ['housing'], leadOrganisationId: settlement }
const BASIS = {
  ...{
    kind: 'consent',
    consent: WRITTEN_CONSENT,
    discloserId: settlement,
    recipientIds: [welfare],
    categories: ['basic'],
  },
  ...{ from: today, until: null },
}
const MEMBER = {
  ...{ name: 'Xさん', kana: 'えっくす', organisationId: welfare, role: 'staff', volunteerKind: null },
  ...{ from: today, account: { loginName: 'x-san', password: PASSWORD } },
}
const ORGANISATION = {
  ...{ name: 'みなと更生会', kana: 'みなとこうせいかい', shortName: '更生会', kinds: ['nonProfit'] },
  ...{ areaCode: null, isMember: true },
}

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

const press = (visitor: Visitor, path: string, body: unknown, key = KEY): Promise<Answer> =>
  visitor.raw({
    method: 'POST',
    path,
    body,
    headers: { origin: server.origin, 'x-csrf-token': visitor.token, 'idempotency-key': key },
  })

/** What came of pressing twice at once and once more: statuses, and how many things there are. */
async function pressed(visitor: Visitor, path: string, body: unknown): Promise<readonly unknown[]> {
  const answers = [...(await Promise.all([press(visitor, path, body), press(visitor, path, body)]))]
  answers.push(await press(visitor, path, body))
  return [...answers.map(({ status }) => status), new Set(answers.map((answer) => answer.body.id)).size]
}

test('[AC7.10] a case, a basis, a conference, a member and an organisation that are asked for again are made once', async () => {
  const count = async () => (await coordinator.get('/api/cases')).body.items.length
  const before = await count()
  const cases = await pressed(coordinator, '/api/cases', CASE)
  const { body: opened } = await press(coordinator, '/api/cases', CASE)
  const bases = await pressed(coordinator, `/api/cases/${opened.id}/bases`, BASIS)
  const { body: basis } = await press(coordinator, `/api/cases/${opened.id}/bases`, BASIS)
  const conferences = await pressed(coordinator, '/api/conferences', {
    ...{ caseId: opened.id, title: '第1回', meetingKind: 'caseConference', startsAt: 1_800_000_000_000 },
    ...{ place: '会議室', basisId: basis.id, inviteeIds: [] },
  })
  const members = await pressed(administrator, '/api/members', MEMBER)
  const organisations = await pressed(administrator, '/api/organisations', ORGANISATION)

  const kept = (await coordinator.get(`/api/cases/${opened.id}`)).body
  expect([cases, bases, conferences, members, organisations]).toEqual(Array(5).fill([201, 201, 201, 1]))
  expect([(await count()) - before, kept.bases.length, kept.conferences.length]).toEqual([1, 1, 1])
})

test('[AC7.10] a consent that was withdrawn is not given again by a request from before', async () => {
  const { body: opened } = await press(coordinator, '/api/cases', CASE, 'another-press-of-the-button')
  const path = `/api/cases/${opened.id}/bases`
  const { body: basis } = await press(coordinator, path, BASIS)
  await coordinator.post(`/api/bases/${basis.id}/ending`)
  const again = await press(coordinator, path, BASIS)

  expect([again.body.id, again.body.state]).toEqual([basis.id, 'ended'])
})

test('[AC7.10] a key of another member, of another place or of no form brings nobody anything of others', async () => {
  const staff = await server.as('D')
  const own = { ...CASE, leadOrganisationId: welfare }
  const [mine, theirs] = [await press(coordinator, '/api/cases', own), await press(staff, '/api/cases', own)]
  const malformed = await press(staff, '/api/cases', own, '{"$ne":null} of no form')
  const paths = [mine, await press(coordinator, '/api/cases', CASE)].map(({ body }) => `/api/cases/${body.id}/bases`)
  const bases = await Promise.all(paths.map((path) => press(coordinator, path, BASIS)))

  expect([mine.status, theirs.status, malformed.status]).toEqual([201, 201, 400])
  expect(theirs.body.id).not.toBe(mine.body.id)
  expect(new Set(bases.map(({ body }) => body.id)).size).toBe(2)
})

test('[AC7.10] something else that is sent under the same key is made for itself, and nobody is taken for another', async () => {
  const key = 'one-key-for-two-people'
  const first = await press(coordinator, '/api/cases', CASE, key)
  const other = await press(coordinator, '/api/cases', { ...CASE, callName: 'すみれ' }, key)
  const account = { loginName: 'y-san', password: PASSWORD }
  const added = await press(administrator, '/api/members', { ...MEMBER, account }, key)
  const namesake = { ...MEMBER, account: { ...account, password: `${PASSWORD}x` } }
  const refused = await press(administrator, '/api/members', namesake, key)

  expect([first.body.callName, other.body.callName]).toEqual(['あじさい', 'すみれ'])
  expect([added.status, refused.status, refused.body.detail]).toEqual([201, 409, { because: 'loginNameTaken' }])
})

test('[AC7.35] a way to log in that was given, and whose answer was lost, is given once and said to be given', async () => {
  const path = `/api/members/${demoMemberId('M')}/account`
  const account = { loginName: 'em-san', password: PASSWORD }
  const answers = [await press(administrator, path, account), await press(administrator, path, account)]
  const another = await press(administrator, path, account, 'a-press-of-another-minute')

  expect(answers.map(({ status, body }) => [status, body.loginName])).toEqual(Array(2).fill([201, 'em-san']))
  expect([another.status, another.body.detail?.because]).toEqual([409, 'hasAccount'])
  const records = server.connection.collection('auditRecords')
  expect(await records.countDocuments({ kind: 'accountGiven', objectIds: demoMemberId('M') })).toBe(1)
})
