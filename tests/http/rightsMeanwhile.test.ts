import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { callConference } from '#server/features/conferences/callConference.ts'
import { addMember } from '#server/features/council/keepMember.ts'
import { addDays, dayInJapan, instant, startOfDay } from '#shared/core/time.ts'
import { aBasis, aCase, aMember, aTeamPlace } from '#shared/fixtures/builders.ts'
import { fixedId, hourOf, inDays, TODAY } from '#shared/fixtures/days.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { Participant } from '#tests/support/participant.ts'

let server: CouncilServer
const opened: Participant[] = []
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterEach(() => {
  for (const participant of opened.splice(0)) participant.leave()
  vi.restoreAllMocks()
  vi.useRealTimers()
})
afterAll(() => server.close())

test('[AC2.4] [AC2.7] the people of an organisation that is closed from tomorrow on are out of the open note at midnight', async () => {
  const tomorrow = addDays(dayInJapan(instant(Date.now())), 1)
  const midnight = startOfDay(tomorrow)
  vi.useFakeTimers({ toFake: ['Date'], now: midnight - 10 * 60_000 })
  const [administrator, staff] = [await server.as('A'), await server.as('D')]
  const organisation = `/api/organisations/${demoOrganisationId('welfare')}`
  expect((await administrator.send('PATCH', organisation, { closedOn: tomorrow })).status).toBe(200)
  const { body } = await staff.get(`/api/conferences/${fixedId('conference', 1)}`)
  const note = new Participant({
    ...{ address: server.origin.replace('http', 'ws'), documentId: body.documentId },
    ...{ origin: server.origin, cookie: staff.cookie },
  })
  opened.push(note)
  await note.synced()
  vi.setSystemTime(midnight + 60_000)
  const overHttp = (await staff.get('/api/cases')).status
  await expect
    .poll(() => note.lastClose?.reason ?? 'still open')
    .toBe('accessEnded')
    .finally(async () => {
      vi.useRealTimers()
      const again = await server.as('A')
      await again.send('PATCH', organisation, { closedOn: null })
    })
  expect(overHttp).toBe(401)
})

test('[AC4.2] a sign-out whose record cannot be kept ends the documents of the session all the same', async () => {
  const visitor = await server.as('B')
  const ended: string[] = []
  server.revocation.onSessionEnded((sessionId) => ended.push(sessionId))
  const records = server.connection.models.AuditRecord as unknown as { create(): Promise<void> }
  vi.spyOn(records, 'create').mockRejectedValueOnce(new Error('the disk is full'))
  const answer = await visitor.send('DELETE', '/api/session')
  const again = await visitor.send('DELETE', '/api/session')
  expect([answer.status, again.status, ended.length]).toEqual([500, expect.any(Number), 1])
})

test('[CF1.2] [AC2.9] a case that is closed while its conference is being called gets none', async () => {
  const actorOf = (role: 'coordinator') => {
    const { id, ...member } = aMember({ id: fixedId('member', 2), role })
    return {
      ...member,
      memberId: id,
      organisationIsMember: true,
      accountId: fixedId('account', 1),
      sessionId: 's',
      decided: new Set<never>(),
    }
  }
  const actor = actorOf('coordinator')
  let theCase = aCase({
    team: [aTeamPlace({ organisationId: actor.organisationId })],
    leadOrganisationId: actor.organisationId,
  })
  const basis = aBasis({ from: inDays(-1), until: inDays(9) })
  const saved: unknown[] = []
  const known = () => ({
    theCase,
    facts: {
      caseId: theCase.id,
      leadOrganisationId: theCase.leadOrganisationId,
      state: theCase.state,
      team: theCase.team,
      bases: [basis],
    },
  })
  const call = callConference({
    clock: { now: () => hourOf(TODAY, 12) },
    ids: { next: () => fixedId('conference', 9) },
    cases: { load: async () => known(), loadOf: async () => [known()] },
    people: {
      ...{ listMembers: async () => [], listOrganisations: async () => [], listSupportMeetings: async () => [] },
      findMember: async () => ({ ...actor, id: actor.memberId }),
      findOrganisation: async () => ({ isMember: true, closedOn: null }),
    },
    documents: {
      async createNote() {
        theCase = { ...theCase, state: 'closed' }
        return fixedId('document', 9)
      },
    },
    conferences: { find: async () => null, save: async (one: unknown) => void saved.push(one) },
    audit: { append: async () => undefined },
    endings: { endingRights: (work: () => Promise<unknown>) => work() },
  } as never)
  const answer = await call(
    actor as never,
    {
      ...{ caseId: theCase.id, title: '第1回', meetingKind: 'caseConference', startsAt: 1, place: '会議室' },
      ...{ basisId: basis.id, inviteeIds: [] },
    } as never,
    fixedId('conference', 9),
  ).then(
    () => 'called',
    ({ code }) => code,
  )
  expect([answer, saved.length]).toEqual(['forbidden', 0])
})

test('[AC4.6] an administrator whose membership ends while a new password is being hashed adds nobody', async () => {
  const { id, ...member } = aMember({ id: fixedId('member', 2), role: 'administrator' })
  let ended = false
  const kept: unknown[] = []
  const add = addMember({
    clock: { now: () => hourOf(TODAY, 12) },
    ids: { next: () => fixedId('member', 9) },
    council: {
      findOrganisation: async () => ({ isMember: true, closedOn: null }),
      findMember: async () => ({ id, ...member, until: ended ? inDays(-1) : null }),
      saveMember: async (one: unknown) => void kept.push(one),
    },
    accounts: { findByLoginName: async () => null, add: async () => undefined },
    passwords: {
      async hash() {
        ended = true
        return {}
      },
    },
    audit: { append: async () => undefined },
    endings: { endingRights: (work: () => Promise<unknown>) => work() },
  } as never)
  const actor = {
    ...member,
    memberId: id,
    organisationIsMember: true,
    accountId: 'a',
    sessionId: 's',
    decided: new Set(),
  }
  const answer = await add(
    actor as never,
    {
      ...{
        name: 'x',
        kana: 'x',
        organisationId: fixedId('organisation', 1),
        role: 'administrator',
        volunteerKind: null,
      },
      ...{ from: TODAY, account: { loginName: 'back-door', password: 'a long enough pass phrase' } },
    } as never,
    fixedId('member', 9),
  ).then(
    () => 'added',
    ({ code }) => code,
  )
  expect([answer, kept.length]).toEqual(['forbidden', 0])
})

test('[AC7.3] a stranger who never sends a password keeps nobody out', async () => {
  const administrator = await server.as('A')
  await administrator.post('/api/members', {
    ...{
      name: 'Yさん',
      kana: 'わい',
      organisationId: demoOrganisationId('welfare'),
      role: 'staff',
      volunteerKind: null,
    },
    ...{ from: '2020-04-01', account: { loginName: 'y-san', password: 'みなとの朝はいつも静かです2026' } },
  })
  const stranger = server.visitor()
  for (let round = 0; round < 10; round += 1)
    await stranger.raw({
      method: 'POST',
      path: '/api/session',
      body: { loginName: ['y-san'] },
      headers: { origin: server.origin },
    })
  expect((await server.visitor().signIn('y-san', 'みなとの朝はいつも静かです2026')).status).toBe(200)
})

test('[AC4.5] a node that the store of rights does not answer shows nothing to anybody, and goes on when it answers', async () => {
  const visitor = await server.as('B')
  const rights = server.connection.models.RightsEpoch?.collection
  if (rights === undefined) throw new Error('the epoch of rights is kept')
  const cut = vi.spyOn(rights, 'findOne').mockRejectedValue(new Error('a majority is away'))
  await expect.poll(() => server.revocation.epoch()).toBeNaN()

  const cutOff = (await visitor.get('/api/cases')).status
  cut.mockRestore()
  await expect.poll(() => server.revocation.epoch()).not.toBeNaN()

  expect([cutOff, (await visitor.get('/api/cases')).status]).toEqual([503, 200])
})
