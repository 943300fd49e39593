import type { Model } from 'mongoose'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const PASSWORD = 'みなとの朝はいつも静かです2026'
const today = dayInJapan(instant(Date.now()))

let server: CouncilServer
let administrator: Visitor
let count = 0
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  administrator = await server.as('A')
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => server.close())

/** One of the organisation that leads, and what ends their membership. */
async function coordinator({ role = 'coordinator', organisationId = demoOrganisationId('settlement') } = {}) {
  count += 1
  const account = { loginName: `leaving-${count}`, password: PASSWORD }
  const { body } = await administrator.post('/api/members', {
    ...{ name: 'Lさん', kana: 'える', organisationId, role },
    ...{ volunteerKind: null, from: '2020-04-01', account },
  })
  const visitor = server.visitor()
  await visitor.signIn(account.loginName, PASSWORD)
  return { visitor, leave: () => administrator.post(`/api/members/${body.id}/ending`, { on: today }) }
}

/** Has something happen just before the store is asked for one row of a kind. */
function beforeReading(model: string, happen: () => Promise<unknown>): void {
  const rows = server.connection.models[model] as Model<unknown>
  const read = rows.findById.bind(rows)
  const late = (id: string) => ({ lean: () => happen().then(() => read(id).lean()) })
  vi.spyOn(rows, 'findById').mockImplementationOnce(late as never)
}

const case1 = demoCaseId('しらかば')

test.for([
  ['PATCH', `/api/cases/${case1}`, 404, { callName: 'しらかば2' }],
  [
    'POST',
    `/api/cases/${case1}/bases`,
    404,
    { kind: 'consent', consent: WRITTEN_CONSENT, discloserId: demoOrganisationId('settlement') },
  ],
  [
    'POST',
    '/api/cases',
    403,
    { callName: 'けやき', needs: ['housing'], leadOrganisationId: demoOrganisationId('settlement') },
  ],
  [
    'POST',
    '/api/conferences',
    404,
    {
      ...{ caseId: case1, title: '第1回', meetingKind: 'caseConference', startsAt: Date.now(), place: '会議室' },
      ...{ basisId: demoBasisId('しらかば'), inviteeIds: [] },
    },
  ],
  ['POST', `/api/bases/${demoBasisId('しらかば')}/ending`, 404, {}],
] as const)(
  '[AC4.7] whose membership ends while a change is under way changes nothing: %s %s',
  async ([method, path, status, body]) => {
    const { visitor, leave } = await coordinator()
    const basis = { recipientIds: [demoOrganisationId('hostel')], categories: ['basic'], from: today, until: null }
    beforeReading('Case', leave)

    const answer = await visitor.send(method, path, path.endsWith('bases') ? { ...body, ...basis } : body)

    expect(answer.status).toBe(status)
  },
)

test('[AC4.7] whose organisation leaves the council while they open a case opens none', async () => {
  const { body: organisation } = await administrator.post('/api/organisations', {
    ...{
      name: '去る会（架空）',
      kana: 'さるかい',
      shortName: '去る会',
      kinds: ['other'],
      areaCode: null,
      isMember: true,
    },
  })
  const { visitor } = await coordinator({ organisationId: organisation.id })
  beforeReading('Case', () => administrator.send('PATCH', `/api/organisations/${organisation.id}`, { isMember: false }))

  const opened = { callName: 'くぬぎ', needs: ['housing'], leadOrganisationId: organisation.id }

  expect((await visitor.post('/api/cases', opened)).status).toBe(403)
})

test('[AC4.7] whose membership ends while a conference is opened does not open it', async () => {
  const { visitor, leave } = await coordinator()
  const called = await visitor.post('/api/conferences', {
    ...{ caseId: case1, title: '第1回', meetingKind: 'caseConference', startsAt: Date.now(), place: '会議室' },
    ...{ basisId: demoBasisId('しらかば'), inviteeIds: [] },
  })
  beforeReading('Conference', leave)

  const answer = await visitor.post(`/api/conferences/${called.body.id}/opening`)

  expect([called.status, answer.status]).toEqual([201, 404])
})

test('[AC4.10] an administrator whose membership ends while an organisation is added does not add it', async () => {
  const { visitor, leave } = await coordinator({ role: 'administrator' })
  const words = { name: '見本の会', kana: 'みほんのかい', shortName: '見本' }
  beforeReading('Organisation', leave)

  const answer = await visitor.post('/api/organisations', {
    ...words,
    ...{ kinds: ['nonProfit'], areaCode: null, isMember: true },
  })

  const { items } = (await administrator.get('/api/organisations')).body
  expect(items.filter(({ name }: { readonly name: string }) => name === words.name)).toEqual([])
  expect(answer.status).toBe(403)
})

test('[AC4.13] a coordinator whose membership ends while a document of the council is being made has made none', async () => {
  const { visitor, leave } = await coordinator()
  const entries = server.connection.models.JournalEntry as Model<unknown>
  const insert = entries.insertMany.bind(entries)
  const late = (...given: Parameters<typeof insert>) => leave().then(() => insert(...given))
  vi.spyOn(entries, 'insertMany').mockImplementationOnce(late as never)

  const answer = await visitor.post('/api/council-documents', { title: '去った人の文書' })

  const { text } = await (await server.as('B')).get('/api/council-documents')
  expect([answer.status, text]).toEqual([403, expect.not.stringContaining('去った人の文書')])
  const kept = await server.connection.collection('auditRecords').countDocuments({ kind: 'documentCreated' })
  expect(kept).toBe(0)
})

/** Has something happen just before a reading is kept in the audit trail, when its right has been judged already. */
function beforeRecording(happen: () => Promise<unknown>): void {
  const records = server.connection.models.AuditRecord as Model<unknown>
  const create = records.create.bind(records)
  const late = (rows: never) => happen().then(() => create(rows))
  vi.spyOn(records, 'create').mockImplementationOnce(late as never)
}

test.for(['case', 'conference', 'extract'])(
  '[AC4.9] whose membership ends while an answer is being made does not get it: %s',
  async (what) => {
    const { visitor, leave } = await coordinator()
    const conference = (await visitor.get('/api/conferences')).body.items[0].id
    const { documentId } = (await (await server.as('B')).get(`/api/conferences/${conference}`)).body
    const paths = {
      case: `cases/${case1}`,
      conference: `conferences/${conference}`,
      extract: `documents/${documentId}/extract`,
    }
    beforeRecording(leave)

    const answer = await visitor.get(`/api/${paths[what as keyof typeof paths]}`)

    expect([answer.status, answer.body.error]).toEqual([401, 'signInRequired'])
  },
)
