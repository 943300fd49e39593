import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Answer } from '#tests/support/visitor.ts'

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

/** Everything of an answer that could tell two apart, but for its own trace id and the moment. */
const seen = ({ status, headers, text }: Answer) => ({
  status,
  text: text.replace(/trc_\w+/, 'trc'),
  length: headers.get('content-length'),
  headers: [...headers].map(([name]) => name).filter((name) => name !== 'date'),
})

test('[AC3.1] "no such thing" and "not yours" are the same answer, byte for byte but for the trace id', async () => {
  const administrator = await server.as('A')
  const none = { case: fixedId('case', 999), conference: fixedId('conference', 999), basis: fixedId('basis', 999) }
  const note = (await (await server.as('B')).get(`/api/conferences/${fixedId('conference', 1)}`)).body.documentId
  const pairs = [
    [`/api/documents/${note}`, `/api/documents/${fixedId('document', 999)}`],
    [`/api/documents/${note}/extract`, `/api/documents/${fixedId('document', 999)}/extract`],
    [`/api/cases/${demoCaseId('かもめ')}`, `/api/cases/${none.case}`],
    [`/api/conferences/${fixedId('conference', 1)}`, `/api/conferences/${none.conference}`],
  ] as const
  const changes = [
    [`/api/bases/${demoBasisId('かもめ')}/ending`, `/api/bases/${none.basis}/ending`],
    [`/api/conferences/${fixedId('conference', 2)}/opening`, `/api/conferences/${none.conference}/opening`],
  ] as const

  for (const [theirs, nothing] of pairs) {
    const [one, other] = [await administrator.get(theirs), await administrator.get(nothing)]
    expect(seen(one)).toEqual(seen(other))
    expect([one.status, one.body.detail]).toEqual([404, {}])
  }
  for (const [theirs, nothing] of changes) {
    const [one, other] = [await administrator.post(theirs), await administrator.post(nothing)]
    expect([one.status, seen(one)]).toEqual([404, seen(other)])
  }
})

test('[AC3.1] lists hold what is one’s own and not so much as a count of the rest', async () => {
  const numbers = async (letter: string) => {
    const visitor = await server.as(letter)
    const [cases, conferences] = [await visitor.get('/api/cases'), await visitor.get('/api/conferences')]
    return [cases.body.items.length, conferences.body.items.length, Object.keys(cases.body)]
  }

  expect(await numbers('A')).toEqual([0, 0, ['items', 'next']])
  expect(await numbers('G')).toEqual([0, 0, ['items', 'next']])
  expect(await numbers('B')).toEqual([11, 3, ['items', 'next']])
  expect(await numbers('E')).toEqual([1, 2, ['items', 'next']])
})

test('[AC2.11] advisers and volunteers are not told who is on a case’s team and on what ground', async () => {
  const shown = async (letter: string) => {
    const { body } = await (await server.as(letter)).get(`/api/cases/${demoCaseId('かもめ')}`)
    return [body.team.length > 0, body.bases.length > 0, body.can.readTeam.allowed]
  }

  expect(await Promise.all(['B', 'D'].map(shown))).toEqual(Array(2).fill([true, true, true]))
  expect(await Promise.all(['C', 'E'].map(shown))).toEqual(Array(2).fill([false, false, false]))
})

test('[AC2.12] observers and advisers know of the conferences they were invited to, and of no other', async () => {
  const coordinator = await server.as('B')
  const called = await coordinator.post('/api/conferences', {
    ...{ caseId: demoCaseId('かもめ'), title: '招かれない会議', meetingKind: 'caseConference', place: '会議室' },
    ...{ startsAt: Date.parse('2031-01-10T10:00:00+09:00'), basisId: demoBasisId('かもめ') },
    inviteeIds: [demoMemberId('B')],
  })
  const { id } = called.body
  const finds = async (letter: string) => {
    const visitor = await server.as(letter)
    const paths = ['/api/conferences', `/api/cases/${demoCaseId('かもめ')}`]
    const lists = await Promise.all(paths.map(async (path) => (await visitor.get(path)).text.includes(id)))
    const opening = await visitor.post(`/api/conferences/${id}/opening`)
    return [...lists, (await visitor.get(`/api/conferences/${id}`)).status, opening.status]
  }

  expect(await finds('C')).toEqual([false, false, 404, 404])
  expect(await finds('F')).toEqual([false, false, 404, 404])
  expect(await finds('D')).toEqual([true, true, 200, 403])
  expect(await finds('E')).toEqual([true, true, 200, 403])
  const invited = await coordinator.post(`/api/conferences/${id}/invitations`, { memberIds: [demoMemberId('F')] })
  expect([invited.status, await finds('F')]).toEqual([200, [true, false, 200, 403]])
})

test('[AC3.1] a case’s page names the conferences of that case and of no other', async () => {
  const volunteer = await server.as('E')
  const { body: cases } = await volunteer.get('/api/cases')
  const all: readonly { readonly id: string; readonly case: { readonly id: string } }[] = (
    await (await server.as('B')).get('/api/conferences')
  ).body.items

  const { body: theirs } = await volunteer.get(`/api/cases/${cases.items[0].id}`)

  const own = all.filter((conference) => conference.case.id === theirs.id)
  expect(theirs.conferences.map(({ id }: { readonly id: string }) => id)).toEqual(own.map(({ id }) => id))
  expect([own.length > 0, own.length < all.length]).toEqual([true, true])
})

test('[AC4.1] when a basis is ended, the case is gone for those who held it on that basis alone, at once', async () => {
  const [coordinator, staff] = [await server.as('B'), await server.as('D')]
  const path = `/api/cases/${demoCaseId('しらかば')}`
  const before = await staff.get(path)
  const epoch = server.revocation.epoch()

  const ended = await coordinator.post(`/api/bases/${demoBasisId('しらかば')}/ending`)
  const after = await staff.get(path)

  expect([before.status, ended.status, ended.body.state, after.status]).toEqual([200, 200, 'ended', 404])
  expect(server.revocation.epoch()).toBeGreaterThan(epoch)
  expect((await staff.get(`/api/conferences/${fixedId('conference', 2)}`)).status).toBe(404)
  expect((await staff.get('/api/cases')).text).not.toContain('しらかば')
  expect((await coordinator.get(path)).status).toBe(200)
})

test('[AC4.1] a place on the team that ends today ends the access at once', async () => {
  const [coordinator, adviser] = [await server.as('B'), await server.as('C')]
  const path = `/api/cases/${demoCaseId('かもめ')}`
  const place = (await coordinator.get(path)).body.team.find(
    ({ member }: { member: { id: string } | null }) => member?.id === demoMemberId('C'),
  )
  const before = await adviser.get(path)

  const ended = await coordinator.post(`${path}/team/${place.organisation.id}/ending`, {
    memberId: place.member.id,
    on: new Date().toISOString().slice(0, 10),
  })

  expect([before.status, ended.status, (await adviser.get(path)).status]).toEqual([200, 200, 404])
})

test('[AC4.1] a membership that ends today ends the member’s sessions with it', async () => {
  const [administrator, observer] = [await server.as('A'), await server.as('F')]
  const before = await observer.get('/api/members')

  const ended = await administrator.post(`/api/members/${demoMemberId('F')}/ending`, { on: '2020-01-01' })
  const after = await observer.get('/api/members')

  expect([before.status, ended.status, after.status, after.body.error]).toEqual([200, 200, 401, 'signInRequired'])
  expect((await observer.readSession()).body.signedIn).toBe(null)
  expect((await server.visitor().signInAsDemo(demoMemberId('F'))).status).toBe(404)
})

test('[AC6.1] every change and every reading of a case leaves one record, with ids and without content', async () => {
  const coordinator = await server.as('B')
  const id = demoCaseId('あさひ')

  await coordinator.send('PATCH', `/api/cases/${id}`, { callName: 'ゆうひ' })

  const records = await server.connection
    .collection('auditRecords')
    .find({ objectIds: id, kind: { $ne: 'casesListed' } })
    .sort({ at: 1 })
    .toArray()
  expect(records.map(({ kind, byMemberId }) => [kind, byMemberId])).toEqual([
    ['caseChanged', demoMemberId('B')],
    ['caseRead', demoMemberId('B')],
  ])
  expect(JSON.stringify(records)).not.toContain('ゆうひ')
})

test('[AC6.1] [AC6.9] from a case’s opening to its conference’s end each change is one record, about all that it is about', async () => {
  const coordinator = await server.as('B')
  const [settlement, welfare] = [demoOrganisationId('settlement'), demoOrganisationId('welfare')]
  const today = dayInJapan(instant(Date.now()))
  const place = { organisationId: welfare, memberId: null, categories: ['basic'], from: today, until: null }
  const consent = {
    kind: 'consent',
    consent: WRITTEN_CONSENT,
    discloserId: settlement,
    recipientIds: [welfare],
    categories: ['basic'],
  }
  const meeting = { title: '会議', meetingKind: 'caseConference', startsAt: Date.now(), place: '会議室' }

  const { body: opened } = await coordinator.post('/api/cases', {
    ...{ callName: 'くすのき', needs: ['housing'], leadOrganisationId: settlement },
  })
  const path = `/api/cases/${opened.id}`
  await coordinator.post(`${path}/team`, place)
  const { body: basis } = await coordinator.post(`${path}/bases`, { ...consent, from: today, until: null })
  const { body: called } = await coordinator.post('/api/conferences', {
    ...{ caseId: opened.id, basisId: basis.id, inviteeIds: [demoMemberId('B')] },
    ...meeting,
  })
  const conference = `/api/conferences/${called.id}`
  await coordinator.post(`${conference}/opening`)
  await coordinator.send('PUT', `${conference}/attendance/${demoMemberId('B')}`, { state: 'online' })
  await coordinator.post(`${conference}/ending`)
  await coordinator.post(`/api/bases/${basis.id}/ending`)
  await coordinator.post(`${path}/team/${welfare}/ending`, { memberId: null, on: today })

  const records = await server.connection
    .collection('auditRecords')
    .find({ byMemberId: demoMemberId('B'), objectIds: opened.id, kind: { $ne: 'caseRead' } })
    .sort({ at: 1 })
    .toArray()
  const alone = [opened.id]
  const ofCall = [called.id, opened.id]
  expect(records.map(({ kind, objectIds }) => [kind, objectIds])).toEqual([
    ['caseOpened', alone],
    ['teamJoined', alone],
    ['basisRecorded', [opened.id, basis.id]],
    ['conferenceCalled', [...ofCall, called.documentId]],
    ['conferenceOpened', ofCall],
    ['attendanceRecorded', [...ofCall, demoMemberId('B')]],
    ['conferenceEnded', ofCall],
    ['basisEnded', [opened.id, basis.id]],
    ['teamLeft', alone],
  ])
})

/** What the trail holds about a thing by one member, oldest first. */
const recordsOf = async (objectId: string, letter: string) =>
  (
    await server.connection
      .collection('auditRecords')
      .find({
        objectIds: objectId,
        byMemberId: demoMemberId(letter),
        kind: { $nin: ['casesListed', 'conferencesListed'] },
      })
      .sort({ at: 1 })
      .toArray()
  ).map(({ kind, outcome, because }) => [kind, outcome, because])

test('[AC6.1] a conference page that is read again and again within a minute is one record', async () => {
  const reader = await server.as('B')
  const id = fixedId('conference', 2)

  for (let time = 0; time < 3; time += 1) await reader.get(`/api/conferences/${id}`)

  expect(await recordsOf(id, 'B')).toEqual([['conferenceRead', 'done', null]])
})

test('[AC6.2] a refusal leaves the same record for what is not theirs and for what there is not', async () => {
  const administrator = await server.as('A')
  const [theirs, nothing] = [demoCaseId('みずうみ'), fixedId('case', 998)]

  await administrator.get(`/api/cases/${theirs}`)
  await administrator.get(`/api/cases/${nothing}`)
  const member = await server.as('E')
  await member.post(`/api/conferences/${fixedId('conference', 2)}/ending`)

  expect(await recordsOf(theirs, 'A')).toEqual([['accessRefused', 'refused', 'notFound']])
  expect(await recordsOf(nothing, 'A')).toEqual(await recordsOf(theirs, 'A'))
  expect((await recordsOf(fixedId('conference', 2), 'E')).map(([kind]) => kind)).toEqual(['accessRefused'])
})

test('[AC6.6] whoever would call a conference on what is not theirs leaves a record that names the case, of each case its own', async () => {
  const member = await server.as('E')
  const [theirs, nothing] = [demoCaseId('みずうみ'), fixedId('case', 997)]
  const meeting = { title: '第1回', meetingKind: 'anonymousStudy', startsAt: Date.now(), place: '会議室' }
  const callOn = (caseId: string) =>
    member.post('/api/conferences', { ...meeting, caseId, basisId: null, inviteeIds: [] })

  const answers = [await callOn(theirs), await callOn(nothing)]

  expect(answers.map(({ status }) => status)).toEqual([404, 404])
  expect(await recordsOf(theirs, 'E')).toEqual([['accessRefused', 'refused', 'notFound']])
  expect(await recordsOf(nothing, 'E')).toEqual(await recordsOf(theirs, 'E'))
})

test('[AC3.1] whoever may not change a team learns nothing of those they name for it', async () => {
  const outsider = await server.as('E')
  const path = `/api/cases/${demoCaseId('あさひ')}`
  const place = { categories: ['basic'], from: '2026-04-01', until: null, organisationId: demoOrganisationId('city') }
  const answers = [
    await outsider.post(`${path}/team`, { ...place, memberId: demoMemberId('A') }),
    await outsider.post(`${path}/team`, { ...place, memberId: fixedId('member', 999) }),
    await outsider.send('PATCH', path, { leadOrganisationId: fixedId('organisation', 999) }),
    await outsider.send('PATCH', path, { leadOrganisationId: demoOrganisationId('city') }),
  ]

  const [first, ...others] = answers.map(seen)
  expect([first?.status, others]).toEqual([404, others.map(() => first)])
})
