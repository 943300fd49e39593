import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dayInJapan, instant } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const newCase = (callName: string, lead = demoOrganisationId('settlement')) => ({
  callName,
  needs: ['housing'],
  leadOrganisationId: lead,
})

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

test('[CS1.3] a case is opened in three fields, has its number at once and says what is 未整備', async () => {
  const coordinator = await server.as('B')

  const opened = await coordinator.post('/api/cases', newCase('あじさい'))

  expect(opened.status).toBe(201)
  expect(opened.body).toMatchObject({
    callName: 'あじさい',
    number: expect.stringMatching(/^R\d{2}-\d{3}$/),
    state: 'intake',
    missing: ['area', 'basis', 'team'],
    can: { change: { allowed: true }, recordBasis: { allowed: true }, changeTeam: { allowed: true } },
  })
})

test('[CS1.3] a coordinator who opens a case for another organisation still sees it, and nobody of that organisation does before a basis', async () => {
  const [coordinator, staff] = [await server.as('B'), await server.as('D')]

  const opened = await coordinator.post('/api/cases', newCase('つばき', demoOrganisationId('hostel')))

  expect([opened.status, opened.body.leadOrganisation.id]).toEqual([201, demoOrganisationId('hostel')])
  expect((await coordinator.get(`/api/cases/${opened.body.id}`)).status).toBe(200)
  expect((await staff.get(`/api/cases/${opened.body.id}`)).status).toBe(404)
})

test('[CS1.1] cases opened at the same moment get different numbers', async () => {
  const coordinator = await server.as('B')

  const opened = await Promise.all(
    ['い', 'ろ', 'は', 'に', 'ほ', 'へ'].map((name) => coordinator.post('/api/cases', newCase(name))),
  )

  expect(opened.map(({ status }) => status)).toEqual(opened.map(() => 201))
  expect(new Set(opened.map(({ body }) => body.number)).size).toBe(opened.length)
})

test('[CS4.3] with team and basis recorded, the organisation named there sees the case, and nothing is 未整備', async () => {
  const [coordinator, staff] = [await server.as('B'), await server.as('D')]
  const welfare = demoOrganisationId('welfare')
  const { body: opened } = await coordinator.post('/api/cases', newCase('かえで'))
  const path = `/api/cases/${opened.id}`
  const term = { from: opened.openedOn, until: null }

  await coordinator.send('PATCH', path, { areaCode: '990019' })
  await coordinator.post(`${path}/team`, { organisationId: welfare, memberId: null, categories: ['basic'], ...term })
  const onTeamOnly = await staff.get(path)
  const basis = await coordinator.post(`${path}/bases`, {
    ...{
      kind: 'consent',
      consent: WRITTEN_CONSENT,
      discloserId: demoOrganisationId('settlement'),
      recipientIds: [welfare],
    },
    ...{ categories: ['basic'], ...term },
  })
  const both = await staff.get(path)

  expect([onTeamOnly.status, basis.status, both.status]).toEqual([404, 201, 200])
  expect(both.body).toMatchObject({
    callName: 'かえで',
    missing: [],
    bases: [{ kind: 'consent', state: 'current', recipients: [{ id: welfare }] }],
    can: { recordBasis: { allowed: false, because: 'wrongRole' } },
  })
})

test('[CF1.14] a basis says who recorded it on which day, and one from before that was kept says nothing of it', async () => {
  const coordinator = await server.as('B')
  const path = `/api/cases/${demoCaseId('かもめ')}`
  const [settlement, welfare] = [demoOrganisationId('settlement'), demoOrganisationId('welfare')]
  await coordinator.post(`${path}/bases`, {
    ...{
      kind: 'consent',
      consent: WRITTEN_CONSENT,
      discloserId: settlement,
      recipientIds: [welfare],
      categories: ['basic'],
    },
    ...{ from: '2026-04-01', until: null },
  })
  const { bases } = (await coordinator.get(path)).body
  const said = bases.map(({ recorded }: { recorded: unknown }) => recorded)

  expect(said).toContainEqual({ by: 'Bさん', on: dayInJapan(instant(Date.now())) })
  expect(said).toContain(null)
})

test('[CS4.9] the day a basis ends is told to whoever may record the next, in the list and on the case, until one goes on in its place', async () => {
  const [coordinator, staff] = [await server.as('B'), await server.as('D')]
  const { body: opened } = await coordinator.post('/api/cases', newCase('すみれ'))
  const path = `/api/cases/${opened.id}`
  const welfare = demoOrganisationId('welfare')
  const place = { organisationId: welfare, memberId: null, categories: ['basic'] }
  await coordinator.post(`${path}/team`, { ...place, from: opened.openedOn, until: null })
  const basis = {
    ...{
      kind: 'consent',
      consent: WRITTEN_CONSENT,
      discloserId: demoOrganisationId('settlement'),
      recipientIds: [welfare],
    },
    ...{ categories: ['basic'], from: opened.openedOn },
  }
  const until = addDays(opened.openedOn, 20)
  await coordinator.post(`${path}/bases`, { ...basis, until })
  const told = async (visitor: Visitor) => {
    const { items } = (await visitor.get('/api/cases')).body
    const listed = items.find(({ id }: { id: string }) => id === opened.id)
    return [listed.basisEnd?.on, (await visitor.get(path)).body.basisEnd?.on]
  }

  expect(await told(coordinator)).toEqual([until, until])
  expect(await told(staff)).toEqual([undefined, undefined])
  await coordinator.post(`${path}/bases`, { ...basis, until: null })
  expect(await told(coordinator)).toEqual([undefined, undefined])
})

test('[CS4.4] a basis that discloses to the discloser, ends before it begins or names a stranger is refused', async () => {
  const coordinator = await server.as('B')
  const { body: opened } = await coordinator.post('/api/cases', newCase('さくら'))
  const settlement = demoOrganisationId('settlement')
  const basis = {
    ...{
      kind: 'consent',
      consent: WRITTEN_CONSENT,
      discloserId: settlement,
      recipientIds: [demoOrganisationId('city')],
    },
    ...{ categories: ['basic'], from: opened.openedOn, until: null },
  }
  const record = async (given: object) =>
    (await coordinator.post(`/api/cases/${opened.id}/bases`, { ...basis, ...given })).status

  expect(await record({ recipientIds: [settlement] })).toBe(400)
  expect(await record({ until: '2020-01-01' })).toBe(400)
  expect(await record({ recipientIds: [`org_${'9'.repeat(26)}`] })).toBe(404)
  expect(await record({ kind: 'goodwill' })).toBe(400)
})

test('[CS1.4] an administrator or auditor is put on no team, not even by a coordinator', async () => {
  const coordinator = await server.as('B')
  const { body: opened } = await coordinator.post('/api/cases', newCase('うめ'))
  const { body: members } = await coordinator.get('/api/members')
  const place = (role: string) => {
    const member = members.items.find((one: { role: string }) => one.role === role)
    const term = { categories: ['basic'], from: opened.openedOn, until: null }
    return coordinator.post(`/api/cases/${opened.id}/team`, {
      ...{ organisationId: member.organisationId, memberId: member.id },
      ...term,
    })
  }

  const answers = [await place('administrator'), await place('auditor')]

  expect(answers.map(({ status, body }) => [status, body.detail.because])).toEqual([
    [409, 'seesNoCase'],
    [409, 'seesNoCase'],
  ])
})

test('[CS1.7] of two who change the same fact of a case at once the second is told, and what the other changed stays', async () => {
  const coordinator = await server.as('B')
  const { body: theCase } = await coordinator.post('/api/cases', {
    ...{ callName: 'あらし', needs: ['housing'], leadOrganisationId: demoOrganisationId('settlement') },
  })
  const path = `/api/cases/${theCase.id}`
  const change = (facts: object, shown: object) => coordinator.send('PATCH', path, { ...facts, shown })

  const answers = [
    await change({ state: 'closed' }, { state: 'intake' }),
    await change({ state: 'closed' }, { state: 'intake' }),
    await change({ state: 'supporting', callName: 'なぎ' }, { state: 'intake', callName: 'あらし' }),
    await change({ needs: ['medical'] }, { needs: ['housing'] }),
  ]

  expect(answers.map(({ status, body }) => body.detail?.because ?? status)).toEqual([200, 200, 'factsChanged', 200])
  expect((await coordinator.get(path)).body).toMatchObject({ state: 'closed', callName: 'あらし', needs: ['medical'] })
})

test('[AC2.15] of a case’s needs each is shown to whoever holds its item, in the case and in the list, and whoever changes those that they see takes away no other', async () => {
  const [coordinator, staff, volunteer] = [await server.as('B'), await server.as('D'), await server.as('E')]
  const path = `/api/cases/${demoCaseId('かもめ')}`
  const kept = ['housing', 'medical', 'addiction', 'justice']
  await coordinator.send('PATCH', path, { needs: kept })
  const seenBy = async (visitor: typeof staff) => {
    const { body: listed } = await visitor.get('/api/cases')
    const line = listed.items.find(({ id }: { id: string }) => id === demoCaseId('かもめ'))
    return [(await visitor.get(path)).body.needs, line.needs]
  }

  expect(await seenBy(coordinator)).toEqual([kept, kept])
  expect(await seenBy(staff)).toEqual([
    ['housing', 'medical'],
    ['housing', 'medical'],
  ])
  expect(await seenBy(volunteer)).toEqual([['housing'], ['housing']])

  const unseen = await staff.send('PATCH', path, { needs: ['housing', 'addiction'] })
  const seen = await staff.send('PATCH', path, { needs: ['money'], shown: { needs: ['housing', 'medical'] } })
  expect([unseen.status, unseen.body.detail.because, seen.status, seen.body.needs]).toEqual([
    ...[403, 'noCategory', 200],
    ['money'],
  ])
  expect((await coordinator.get(path)).body.needs.toSorted()).toEqual(['addiction', 'justice', 'money'])
})

test('[AC2.15] a coordinator for another organisation sees the needs until there is a basis, and from then on what it lets them hold', async () => {
  const coordinator = await server.as('B')
  const [hostel, settlement] = [demoOrganisationId('hostel'), demoOrganisationId('settlement')]
  const needs = ['housing', 'medical']
  const { body: opened } = await coordinator.post('/api/cases', { ...newCase('つきよ', hostel), needs })
  const path = `/api/cases/${opened.id}`

  await coordinator.post(`${path}/bases`, {
    ...{
      kind: 'consent',
      consent: WRITTEN_CONSENT,
      discloserId: hostel,
      recipientIds: [settlement],
      categories: ['basic', 'housing'],
    },
    ...{ from: opened.openedOn, until: null },
  })

  expect([opened.needs, (await coordinator.get(path)).body.needs]).toEqual([needs, ['housing']])
})
