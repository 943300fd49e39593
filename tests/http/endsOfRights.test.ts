import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const PASSWORD = 'みなとの朝はいつも静かです2026'
const today = dayInJapan(instant(Date.now()))
const settlement = demoOrganisationId('settlement')
const welfare = demoOrganisationId('welfare')

let server: CouncilServer
let administrator: Visitor
let coordinator: Visitor
let staff: Visitor

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  administrator = await server.as('A')
  coordinator = await server.as('B')
  staff = await server.as('D')
})
afterAll(() => server.close())

async function openCase(callName: string): Promise<string> {
  const { body } = await coordinator.post('/api/cases', {
    callName,
    needs: ['housing'],
    leadOrganisationId: settlement,
  })
  return body.id
}
const place = (more: object = {}) => ({
  organisationId: welfare,
  memberId: null,
  categories: ['basic'],
  from: today,
  until: null,
  ...more,
})
const basis = (more: object = {}) => ({
  kind: 'consent',
  consent: WRITTEN_CONSENT,
  discloserId: settlement,
  recipientIds: [welfare],
  categories: ['basic'],
  from: today,
  until: null,
  ...more,
})
let accountCount = 0
/** A new member, signed in. */
async function account(
  role: string,
  organisation: string,
): Promise<{ visitor: Visitor; id: string; loginName: string }> {
  accountCount += 1
  const loginName = `person-${accountCount}`
  const { body } = await administrator.post('/api/members', {
    name: `X${accountCount}さん`,
    kana: 'えっくす',
    organisationId: organisation,
    role,
    volunteerKind: null,
    from: '2020-04-01',
    account: { loginName, password: PASSWORD },
  })
  const visitor = server.visitor()
  await visitor.signIn(loginName, PASSWORD)
  return { visitor, id: body.id, loginName }
}

test('[AC4.1] [AC2.8] staff of a recipient do not make their organisation the lead, and lose the case with the consent', async () => {
  const id = await openCase('けやき')
  const { body: kept } = await coordinator.post(`/api/cases/${id}/bases`, basis())
  await coordinator.post(`/api/cases/${id}/team`, place())
  const taken = await staff.send('PATCH', `/api/cases/${id}`, { leadOrganisationId: welfare })
  const ended = await coordinator.post(`/api/bases/${kept.id}/ending`)
  expect([taken.status, ended.status, (await staff.get(`/api/cases/${id}`)).status]).toEqual([403, 200, 404])
})

test('[AC2.8] a coordinator without any basis does not come by the content by making their own organisation the lead', async () => {
  const id = await openCase('けやき2')
  const { body: kept } = await coordinator.post(
    `/api/cases/${id}/bases`,
    basis({ recipientIds: [demoOrganisationId('hostel')] }),
  )
  await coordinator.post(`/api/cases/${id}/team`, place())
  const { body: conference } = await coordinator.post('/api/conferences', {
    ...{ caseId: id, title: '第1回', meetingKind: 'caseConference', startsAt: Date.now(), place: '会議室' },
    ...{ basisId: kept.id, inviteeIds: [] },
  })
  const x = await account('coordinator', welfare)
  const before = await x.visitor.get(`/api/conferences/${conference.id}`)
  await x.visitor.send('PATCH', `/api/cases/${id}`, { leadOrganisationId: welfare })
  const after = await x.visitor.get(`/api/conferences/${conference.id}`)
  expect([before.body.noteRight, after.body.noteRight]).toEqual(['none', 'none'])
})

test('[CS4.5] the lead organisation is not put out of the team by a place in the stead of its own that is over', async () => {
  const id = await openCase('こなら')
  const x = await account('coordinator', welfare)
  await coordinator.post(`/api/cases/${id}/team`, place())
  const left = await x.visitor.post(`/api/cases/${id}/team/${settlement}/ending`, { memberId: null, on: today })
  const over = addDays(today, -1)
  const ofLead = (more: object) =>
    x.visitor.post(`/api/cases/${id}/team`, place({ organisationId: settlement, ...more }))
  const joined = [
    await ofLead({ from: over, until: over }),
    await ofLead({ from: addDays(today, 1) }),
    await ofLead({ categories: ['housing'] }),
  ]
  expect([left, ...joined].map(({ status }) => status)).toEqual([409, 409, 409, 409])
  expect((await coordinator.get(`/api/cases/${id}`)).status).toBe(200)
})

test('[CS4.5] a place that ends before it begins is refused', async () => {
  const id = await openCase('こぶし')
  const joined = await coordinator.post(`/api/cases/${id}/team`, place({ from: today, until: addDays(today, -3) }))
  expect(joined.status).toBe(400)
})

test('[AC2.9] a consent is withdrawn, and a place taken away, in a case that is over too', async () => {
  const id = await openCase('さくら')
  const { body: kept } = await coordinator.post(`/api/cases/${id}/bases`, basis())
  await coordinator.post(`/api/cases/${id}/team`, place())
  await coordinator.send('PATCH', `/api/cases/${id}`, { state: 'closed' })
  expect((await staff.get(`/api/cases/${id}`)).status).toBe(200)
  const ended = await coordinator.post(`/api/bases/${kept.id}/ending`)
  const left = await coordinator.post(`/api/cases/${id}/team/${welfare}/ending`, { memberId: null, on: today })
  expect([ended.status, left.status, (await staff.get(`/api/cases/${id}`)).status]).toEqual([200, 200, 404])
})

test('[AC4.6] of two administrators who end each other at the same moment one stays', async () => {
  const seen: string[] = []
  for (let round = 0; round < 5; round += 1) {
    const x = await account('administrator', demoOrganisationId('city'))
    const y = await account('administrator', demoOrganisationId('city'))
    const answers = await Promise.all([
      x.visitor.post(`/api/members/${y.id}/ending`, { on: today }),
      y.visitor.post(`/api/members/${x.id}/ending`, { on: today }),
    ])
    seen.push(answers.map(({ status }) => status).join(' '))
  }
  expect(seen.filter((one) => one === '200 200')).toEqual([])
})

test('[AC4.6] a membership that has ended is not opened again by ending it later', async () => {
  const x = await account('staff', welfare)
  await administrator.post(`/api/members/${x.id}/ending`, { on: today })
  const gone = await x.visitor.get('/api/cases')
  const again = await administrator.post(`/api/members/${x.id}/ending`, { on: addDays(today, 365) })
  expect([gone.status, again.status, (await x.visitor.get('/api/cases')).status]).toEqual([401, 409, 401])
})

test('[AC4.6] a place on a team that is over is not opened again by ending it later', async () => {
  const id = await openCase('しらかば')
  await coordinator.post(`/api/cases/${id}/bases`, basis())
  await coordinator.post(`/api/cases/${id}/team`, place())
  await coordinator.post(`/api/cases/${id}/team/${welfare}/ending`, { memberId: null, on: today })
  const gone = await staff.get(`/api/cases/${id}`)
  const again = await coordinator.post(`/api/cases/${id}/team/${welfare}/ending`, {
    memberId: null,
    on: addDays(today, 30),
  })
  expect([gone.status, again.status, (await staff.get(`/api/cases/${id}`)).status]).toEqual([404, 409, 404])
})

test('[AC4.6] an administrator does not take their own organisation out of the council, and themselves with it', async () => {
  const x = await account('administrator', welfare)
  const out = await x.visitor.send('PATCH', `/api/organisations/${welfare}`, { isMember: false })
  const answer = await x.visitor.get('/api/organisations')
  await administrator.send('PATCH', `/api/organisations/${welfare}`, { isMember: true })
  expect([out.status, answer.status]).toEqual([409, 200])
})

test('[AC7.2] of two who give the same login name at once one is told that it is taken', async () => {
  const add = () =>
    administrator.post('/api/members', {
      ...{ name: 'Zさん', kana: 'ぜっと', organisationId: welfare, role: 'staff', volunteerKind: null },
      ...{ from: '2020-04-01', account: { loginName: 'yamada-taro', password: PASSWORD } },
    })
  const answers = await Promise.all([add(), add()])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409])
})

test('[CS1.1] the thousandth case of a year is followed by another', async () => {
  const id = await openCase('すぎ')
  const cases = server.connection.collection('cases')
  const row = await cases.findOne({ _id: id as never })
  const year = String(row?.number).slice(0, 3)
  const statuses: string[] = []
  await cases.updateOne({ _id: id as never }, { $set: { number: `${year}-999` } })
  for (const name of ['a', 'b']) {
    const { status, body } = await coordinator.post('/api/cases', {
      callName: name,
      needs: [],
      leadOrganisationId: settlement,
    })
    statuses.push(`${status} ${body.number ?? body.detail?.because}`)
  }
  await cases.deleteMany({ number: { $in: [`${year}-999`, `${year}-1000`, `${year}-1001`] } })
  expect(statuses).toEqual([`201 ${year}-1000`, `201 ${year}-1001`])
})

test('[AC7.8] a conference in the year 287396 is refused', async () => {
  const id = await openCase('せんだん')
  const { body: kept } = await coordinator.post(`/api/cases/${id}/bases`, basis())
  const { status } = await coordinator.post('/api/conferences', {
    ...{ caseId: id, title: '第1回', meetingKind: 'caseConference', startsAt: 9_007_199_254_740_991, place: '会議室' },
    ...{ basisId: kept.id, inviteeIds: [] },
  })
  expect(status).toBe(400)
})

test('[AC6.2] whoever takes the case from themselves is answered as what was done, and leaves no record of a refusal', async () => {
  const id = await openCase('そよご')
  const x = await account('coordinator', welfare)
  await coordinator.post(`/api/cases/${id}/team`, place())
  const left = await x.visitor.post(`/api/cases/${id}/team/${welfare}/ending`, { memberId: null, on: today })
  const records = await server.connection.collection('auditRecords').find({ byMemberId: x.id, objectIds: id }).toArray()
  expect(records.map(({ kind }) => kind)).toEqual(['teamLeft'])
  expect(left.status).toBeLessThan(300)
})

test.each([
  ['that ends', { from: today, until: addDays(today, 30) }],
  ['that is over', { from: addDays(today, -9), until: addDays(today, -1) }],
  ['that is to come', { from: addDays(today, 9), until: null }],
])(
  '[CS4.5] an organisation with a place %s has one without an end when it takes the lead over',
  async (_with, term) => {
    const { body: opened } = await coordinator.post('/api/cases', {
      ...{ callName: 'つげ', needs: ['housing'], leadOrganisationId: settlement },
    })
    const consent = {
      kind: 'consent',
      consent: WRITTEN_CONSENT,
      discloserId: settlement,
      recipientIds: [welfare],
      categories: ['basic'],
    }
    await coordinator.post(`/api/cases/${opened.id}/bases`, { ...consent, from: today, until: null })
    await coordinator.post(`/api/cases/${opened.id}/team`, {
      ...{ organisationId: welfare, memberId: null, categories: ['basic'], ...term },
    })
    const { status } = await coordinator.send('PATCH', `/api/cases/${opened.id}`, { leadOrganisationId: welfare })
    const row = await server.connection.collection('cases').findOne({ _id: opened.id as never })
    const own = row?.team.find((place: { organisationId: string }) => place.organisationId === welfare)
    expect([status, own?.until, own?.from]).toEqual([200, null, today])
  },
)

test('[AC6.7] whose membership has ended and who goes on asking by the sign-in of before is in the audit trail', async () => {
  const { visitor, id } = await account('coordinator', settlement)
  const theCase = await openCase('ひのき')
  await administrator.post(`/api/members/${id}/ending`, { on: today })

  const answer = await visitor.get(`/api/cases/${theCase}`)
  await server.visitor().get(`/api/cases/${theCase}`)

  const refused = { kind: 'accessRefused', objectIds: theCase }
  const records = await server.connection.collection('auditRecords').find(refused).toArray()
  expect(answer.status).toBe(401)
  expect(records).toMatchObject([{ byMemberId: id, outcome: 'refused', because: 'notActive' }])
})

test('[CS4.7] the end of a place is put off by nobody who ends it, in a case that is over too', async () => {
  const id = await openCase('つげ')
  const [soon, later] = [addDays(today, 30), addDays(today, 300)]
  await coordinator.post(`/api/cases/${id}/team`, place({ until: soon }))
  await coordinator.send('PATCH', `/api/cases/${id}`, { state: 'closed' })
  const endOn = (on: string) => coordinator.post(`/api/cases/${id}/team/${welfare}/ending`, { memberId: null, on })

  const [putOff, ended] = [await endOn(later), await endOn(addDays(today, 7))]

  expect([putOff.body.detail, ended.status]).toEqual([{ because: 'endsSooner' }, 200])
})
