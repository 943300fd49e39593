import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assertAllDeclared } from '#server/access/declaredRoutes.ts'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoBasisId, demoCaseId, demoCases } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, METRICS_TOKEN, startCouncilServer } from '#tests/support/councilServer.ts'
import { expectedFilesRoutes } from '#tests/support/expectedFilesRoutes.ts'
import { expectedMemberRoutes } from '#tests/support/expectedMemberRoutes.ts'
import { type Expected, expectedTrailRoutes, type Who } from '#tests/support/expectedTrailRoutes.ts'
import { takeOffices } from '#tests/support/filesOffice.ts'
import type { Method, Visitor } from '#tests/support/visitor.ts'

const EVERYBODY: readonly Who[] = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'X']
const TEAM: readonly Who[] = ['B', 'C', 'D', 'E', 'F']

const CASE = demoCaseId('かもめ')
const NUMBER = demoCases(dayInJapan(instant(Date.now())))[0]?.number
const [OPEN, PLANNED] = [fixedId('conference', 1), fixedId('conference', 2)]
const FROM = '2026-04-01'
const SAME_BASIS = { basisId: demoBasisId('しらかば'), shown: demoBasisId('しらかば') }
const BASIC = { categories: ['basic'], from: FROM, until: null }

const council = (may: readonly Who[]) => ({ may, told: EVERYBODY.filter((who) => !may.includes(who)) })
/** What anybody of the council may ask, or those of them who are named. */
const onCouncil = (may: readonly Who[], path: string, body: object, status: number): Expected => ({
  ...{ path, body, status, ...council(may) },
})
/** Observers know of its conferences, and of the case they are told nothing. */
const onCaseItself = (may: readonly Who[]) => ({ may, told: TEAM.filter((who) => who !== 'F' && !may.includes(who)) })
const onDuplicate = (asked: Pick<Expected, 'body' | 'status'>): Expected => ({
  ...{ path: `/api/cases/${CASE}/duplicate-of`, ...asked, ...onCaseItself(['B', 'D']) },
})
const onCase = (may: readonly Who[]) => ({ may, told: TEAM.filter((who) => !may.includes(who)) })

/** Volunteers know of the conference and get no way to its note. */
const onNote = (may: readonly Who[]) => ({ may, told: TEAM.filter((who) => who !== 'E' && !may.includes(who)) })

/** A step of the conference that is to come; of its case others are on the team. */
const onPlanned = (step: string, other: Partial<Expected> = {}): Expected => ({
  path: `/api/conferences/${PLANNED}/${step}`,
  ...{ status: 200, may: ['B'], told: ['C', 'D'], ...other },
})

const onOpen = (step: string, body: object): Expected => ({
  path: `/api/conferences/${OPEN}/${step}`,
  ...{ body, status: 200, ...onCase(['B', 'D']) },
})

let note = ''

const onDocument = (rest: string, may: readonly Who[]): Expected => ({
  path: () => `/api/documents/${note}${rest}`,
  ...{ status: 200, ...onNote(may) },
})

const PASSWORD = 'a long enough pass phrase'

/** What every member route answers to whom: a route that has no row here fails the test. */
const EXPECTED: { readonly [route: string]: Expected } = {
  'get /api/documents/:documentId': onDocument('', ['B', 'C', 'D', 'F']),
  'get /api/documents/:documentId/extract': onDocument('/extract?face=projector', ['B', 'C', 'D', 'F']),
  'get /api/documents/:documentId/digest': onDocument('/digest', ['B', 'D']),
  ...expectedTrailRoutes((rest) => () => `/api/documents/${note}/${rest}`, onNote),
  'get /api/council-documents': { path: '/api/council-documents', status: 200, ...council(EVERYBODY) },
  'post /api/council-documents': onCouncil(['B'], '/api/council-documents', { title: '推進計画（案）' }, 201),
  'get /api/organisations': { path: '/api/organisations', status: 200, ...council(EVERYBODY) },
  'post /api/organisations': {
    path: '/api/organisations',
    body: { name: '見本', kana: 'みほん', shortName: '見本', kinds: ['other'], areaCode: null, isMember: false },
    status: 201,
    ...council(['A']),
  },
  'patch /api/organisations/:organisationId': {
    path: `/api/organisations/${demoOrganisationId('bar')}`,
    ...{ body: { shortName: '弁護士会' }, status: 200, ...council(['A']) },
  },
  'post /api/own-password': onCouncil(EVERYBODY, '/api/own-password', { current: 'not it', password: PASSWORD }, 400),
  'get /api/audit-records': { path: '/api/audit-records', status: 200, ...council(['G']) },
  ...expectedMemberRoutes({ everybody: council(EVERYBODY), administrator: council(['A']) }, PASSWORD),
  'get /api/cases': { path: '/api/cases', status: 200, ...council(EVERYBODY) },
  'post /api/cases': {
    path: '/api/cases',
    body: { callName: 'あじさい', needs: ['housing'], leadOrganisationId: demoOrganisationId('settlement') },
    status: 201,
    ...council(['B']),
  },
  'get /api/cases/:caseId': { path: `/api/cases/${CASE}`, status: 200, ...onCaseItself(['B', 'C', 'D', 'E']) },
  'get /api/cases/:caseId/note-rows': { path: `/api/cases/${CASE}/note-rows`, status: 200, ...onCase(TEAM) },
  'get /api/cases/:caseId/audit-records': {
    path: `/api/cases/${CASE}/audit-records`,
    ...{ status: 200, ...onCaseItself(['B']) },
  },
  'patch /api/cases/:caseId': {
    path: `/api/cases/${CASE}`,
    ...{ body: { needs: ['housing', 'money'] }, status: 200, ...onCaseItself(['B', 'D']) },
  },
  'put /api/cases/:caseId/duplicate-of': onDuplicate({ body: { caseNumber: NUMBER }, status: 400 }),
  'delete /api/cases/:caseId/duplicate-of': onDuplicate({ status: 409 }),
  'post /api/cases/:caseId/team': {
    path: `/api/cases/${CASE}/team`,
    body: { ...{ organisationId: demoOrganisationId('employment'), memberId: null }, ...BASIC },
    status: 200,
    ...onCaseItself(['B']),
  },
  'post /api/cases/:caseId/team/:organisationId/ending': {
    path: `/api/cases/${CASE}/team/${demoOrganisationId('employment')}/ending`,
    body: { memberId: null, on: '2030-03-31' },
    status: 200,
    ...onCaseItself(['B']),
  },
  'post /api/cases/:caseId/bases': {
    path: `/api/cases/${CASE}/bases`,
    body: {
      kind: 'consent',
      consent: WRITTEN_CONSENT,
      discloserId: demoOrganisationId('settlement'),
      recipientIds: [demoOrganisationId('city')],
      ...BASIC,
    },
    status: 201,
    ...onCaseItself(['B']),
  },
  'get /api/conferences': { path: '/api/conferences', status: 200, ...council(EVERYBODY) },
  'get /api/trails-to-confirm': { path: '/api/trails-to-confirm', status: 200, ...council(EVERYBODY) },
  'get /api/own-action-items': { path: '/api/own-action-items', status: 200, ...council(EVERYBODY) },
  'post /api/conferences': {
    path: '/api/conferences',
    body: {
      caseId: CASE,
      title: '第4回個別ケース会議',
      meetingKind: 'caseConference',
      startsAt: 1_800_000_000_000,
      place: '会議室',
      basisId: demoBasisId('かもめ'),
      inviteeIds: [demoMemberId('D')],
    },
    status: 201,
    ...onCaseItself(['B']),
  },
  'get /api/conferences/:conferenceId': { path: `/api/conferences/${OPEN}`, status: 200, ...onCase(TEAM) },
  'patch /api/conferences/:conferenceId': {
    path: `/api/conferences/${OPEN}`,
    body: { place: '2階 会議室' },
    status: 200,
    ...onCase(['B']),
  },
  'put /api/conferences/:conferenceId/basis': onPlanned('basis', { body: SAME_BASIS }),
  'post /api/conferences/:conferenceId/calling-off': onPlanned('calling-off'),
  'post /api/conferences/:conferenceId/putting-back': onPlanned('putting-back'),
  'put /api/conferences/:conferenceId/reply': onPlanned('reply', {
    ...{ body: { reply: null }, may: ['C'], told: ['B', 'D'] },
  }),
  'post /api/conferences/:conferenceId/opening': onPlanned('opening'),
  'post /api/conferences/:conferenceId/invitations': {
    path: `/api/conferences/${OPEN}/invitations`,
    body: { memberIds: [demoMemberId('D')] },
    status: 200,
    ...onCase(['B']),
  },
  'post /api/conferences/:conferenceId/invitations/withdrawal': {
    ...onPlanned('invitations/withdrawal'),
    body: { memberIds: [demoMemberId('A')] },
  },
  'put /api/conferences/:conferenceId/attendance/:memberId': onOpen(`attendance/${demoMemberId('C')}`, {
    state: 'present',
  }),
  'put /api/conferences/:conferenceId/also-present': onOpen('also-present', { alsoPresent: '本人', shown: '' }),
  'post /api/conferences/:conferenceId/attendance': onOpen('attendance', {
    ...{ memberIds: [demoMemberId('C')], from: 'invited', to: 'present' },
  }),
  'post /api/conferences/:conferenceId/ending': {
    path: `/api/conferences/${OPEN}/ending`,
    status: 200,
    ...onCase(['B']),
  },
  // The demo's consents were given in writing: no sheet is waited for.
  'post /api/bases/:basisId/consent-paper': {
    path: `/api/bases/${demoBasisId('かもめ')}/consent-paper`,
    ...{ body: { on: '2026-04-01' }, status: 409, ...onCaseItself(['B']) },
  },
  'post /api/bases/:basisId/ending': {
    path: `/api/bases/${demoBasisId('かもめ')}/ending`,
    status: 200,
    ...onCaseItself(['B']),
  },
  'post /api/consent-withdrawals': {
    path: '/api/consent-withdrawals',
    body: { caseNumber: NUMBER, organisationId: demoOrganisationId('city'), extent: 'all', received: 'inWriting' },
    status: 204,
    ...council(['B']),
  },
  ...expectedFilesRoutes(CASE, council([])),
  // The last: nothing is left after it.
  'delete /api/demo-council': { path: '/api/demo-council', status: 204, ...council(['A']) },
}

const PUBLIC = [
  'get /api/session',
  'post /api/session',
  'delete /api/session',
  'get /api/demo-accounts',
  'post /api/demo-council',
  'post /api/demo-session',
  'post /api/setup',
  'get /healthz',
  'get /readyz',
  'get /metrics',
]

let server: CouncilServer
const people = new Map<Who, Visitor>()

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  // What an office opens is no role’s: [CS9.3], [CS3.3].
  await takeOffices(server.connection)
  for (const letter of EVERYBODY.filter((who) => who !== 'X')) people.set(letter, await server.as(letter))
  await people.get('A')?.post('/api/members', {
    name: 'Xさん',
    kana: 'えっくすさん',
    organisationId: demoOrganisationId('probation'),
    role: 'staff',
    volunteerKind: null,
    from: FROM,
    account: { loginName: 'x-san', password: PASSWORD },
  })
  const stranger = server.visitor()
  await stranger.signIn('x-san', PASSWORD)
  people.set('X', stranger)
  note = (await people.get('B')?.get(`/api/conferences/${OPEN}`))?.body.documentId
})
afterAll(() => server.close())

const addressOf = ({ path }: Expected) => (typeof path === 'string' ? path : path())
const methodOf = (route: string) => route.split(' ')[0]?.toUpperCase() as Method

async function statusFor(who: Who, route: string, expected: Expected): Promise<number | undefined> {
  const visitor = people.get(who)
  return (await visitor?.send(methodOf(route), addressOf(expected), expected.body))?.status
}

test('[AC3.2] every route is either open to all by name or stands in the table of who may', () => {
  const declared = server.routes.map(({ method, path }) => `${method} ${path}`)
  const open = server.routes.filter(({ access }) => access === 'public').map(({ method, path }) => `${method} ${path}`)

  expect(open.toSorted()).toEqual(PUBLIC.toSorted())
  expect(declared.toSorted()).toEqual([...PUBLIC, ...Object.keys(EXPECTED)].toSorted())
})

test('[AC3.3] without a session every other route asks for one, whatever it is about', async () => {
  const visitor = server.visitor()
  await visitor.readSession()

  for (const [route, expected] of Object.entries(EXPECTED)) {
    const answer = await visitor.send(methodOf(route), addressOf(expected), expected.body)
    expect([route, answer.status, answer.body.error]).toEqual([route, 401, 'signInRequired'])
  }
})

test('[AC3.4] each role gets from each route what the table says: served, refused with a reason, or told of nothing', async () => {
  for (const [route, expected] of Object.entries(EXPECTED)) {
    const refused = EVERYBODY.filter((who) => !expected.may.includes(who))
    for (const who of refused) {
      const status = expected.told.includes(who) ? 403 : 404
      expect([route, who, await statusFor(who, route, expected)]).toEqual([route, who, status])
    }
    for (const who of expected.may) {
      expect([route, who, await statusFor(who, route, expected)]).toEqual([route, who, expected.status])
    }
  }
})

test('[OP2.8] the process is named to everybody, its figures only to the token', async () => {
  const visitor = server.visitor()
  const figures = (token: string) =>
    visitor.raw({ method: 'GET', path: '/metrics', headers: token === '' ? {} : { authorization: `Bearer ${token}` } })

  expect((await visitor.get('/healthz')).body.pid).toBe(process.pid)
  expect((await visitor.get('/readyz')).status).toBe(200)
  expect([(await figures('')).status, (await figures('guessed')).status]).toEqual([404, 404])
  expect((await figures(METRICS_TOKEN)).text).toContain('process_resident_memory_bytes')
})

test('[AC3.2] the server does not start with a route that nobody declared', () => {
  const app = express()
  app.get('/api/declared', (_request, response) => void response.end())
  app.get('/api/forgotten', (_request, response) => void response.end())

  expect(() => assertAllDeclared(app, ['/api/declared'])).toThrow('/api/forgotten')
})
