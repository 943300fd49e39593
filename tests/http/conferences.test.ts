import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

const TODAY = dayInJapan(instant(Date.now()))

const call = (given: object = {}) => ({
  caseId: demoCaseId('しらかば'),
  title: '第2回個別ケース会議',
  meetingKind: 'caseConference',
  startsAt: Date.parse('2026-12-18T14:00:00+09:00'),
  place: 'みなと市役所',
  basisId: demoBasisId('しらかば'),
  inviteeIds: [demoMemberId('B'), demoMemberId('D'), demoMemberId('C')],
  ...given,
})

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

test('[CF1.1] a conference is called on a basis that holds, with its note ready and everybody invited', async () => {
  const coordinator = await server.as('B')

  const called = await coordinator.post('/api/conferences', call())

  expect(called.status).toBe(201)
  expect(called.body).toMatchObject({
    state: 'planned',
    case: { id: demoCaseId('しらかば'), callName: 'しらかば' },
    basis: { id: demoBasisId('しらかば'), kind: 'consent' },
    noteRight: 'edit',
    documentId: expect.stringMatching(/^doc_/),
    attendance: [
      { memberId: demoMemberId('B'), name: 'Bさん', state: 'invited' },
      { memberId: demoMemberId('D'), state: 'invited' },
      { memberId: demoMemberId('C'), state: 'invited' },
    ],
    can: { open: { allowed: true }, end: { allowed: false, because: 'wrongState' } },
  })
})

test('[CF1.7] name, day and place of a conference are put right one by one by whoever called it, also when it is over', async () => {
  const coordinator = await server.as('B')
  const staff = await server.as('D')
  const { body } = await coordinator.post('/api/conferences', call())
  const path = `/api/conferences/${body.id}`
  const startsAt = Date.parse('2026-12-25T10:30:00+09:00')

  expect((await staff.send('PATCH', path, { place: '別の部屋' })).status).toBe(403)
  expect((await coordinator.send('PATCH', path, { place: ' ' })).status).toBe(400)
  expect((await coordinator.send('PATCH', path, { state: 'ended' })).status).toBe(400)
  await coordinator.send('PATCH', path, { startsAt })
  await coordinator.post(`${path}/opening`)
  await coordinator.post(`${path}/ending`)
  const changed = await coordinator.send('PATCH', path, { title: '第3回個別ケース会議' })

  expect(changed.status).toBe(200)
  const said = { title: '第3回個別ケース会議', startsAt, place: 'みなと市役所', state: 'ended' }
  expect((await staff.get(path)).body).toMatchObject({ ...said, attendance: body.attendance, basis: body.basis })
})

test('[CF1.8] who is on the case team is invited later, also after the end, once each, and two at once keep each other’s', async () => {
  const [coordinator, staff, adviser] = [await server.as('B'), await server.as('D'), await server.as('C')]
  const { body: called } = await coordinator.post('/api/conferences', call({ inviteeIds: [demoMemberId('B')] }))
  const path = `/api/conferences/${called.id}`
  const invite = (...letters: string[]) =>
    coordinator.post(`${path}/invitations`, { memberIds: letters.map(demoMemberId) })
  const listed = async (who = coordinator) => {
    const { body } = await who.get(path)
    return [body.attendance, body.invitable].map((people) => people.map(({ name }: { name: string }) => name))
  }
  const rightBefore = (await adviser.get(path)).status

  expect(called.invitable).toContainEqual({
    memberId: demoMemberId('C'),
    name: 'Cさん',
    organisationName: expect.anything(),
  })
  expect((await listed(staff))[1]).toEqual([])
  expect((await staff.post(`${path}/invitations`, { memberIds: [demoMemberId('C')] })).status).toBe(403)
  expect((await invite('C', 'K')).body.detail).toEqual({ because: 'inviteeNotOnTeam' })
  const [one, other] = await Promise.all([invite('C'), invite('D', 'D')])
  await staff.send('PUT', `${path}/attendance/${demoMemberId('C')}`, { state: 'online' })
  await coordinator.post(`${path}/opening`)
  await coordinator.post(`${path}/ending`)
  const late = await invite('C', 'Q')
  const noting = (who: typeof staff) => who.send('PUT', `${path}/attendance/${demoMemberId('Q')}`, { state: 'present' })

  expect([one.status, other.status, late.status]).toEqual([200, 200, 200])
  expect([(await noting(staff)).status, (await noting(coordinator)).status]).toEqual([403, 200])
  expect(
    late.body.attendance.map(({ name, state }: { name: string; state: string }) => `${name} ${state}`).toSorted(),
  ).toEqual(['Bさん invited', 'Cさん online', 'Dさん invited', 'Qさん invited'])
  expect((await listed())[1]).not.toEqual(expect.arrayContaining(['Cさん']))
  expect([rightBefore, (await adviser.get(path)).body.noteRight]).toEqual([404, 'read'])
})

test('[CF1.8] who was invited by mistake is taken off the list and out of the note, unless something was noted of them', async () => {
  const [coordinator, staff, adviser] = [await server.as('B'), await server.as('D'), await server.as('C')]
  const { body: called } = await coordinator.post('/api/conferences', call())
  const path = `/api/conferences/${called.id}`
  const asked = { memberIds: [demoMemberId('C'), demoMemberId('D')] }
  await staff.send('PUT', `${path}/attendance/${demoMemberId('D')}`, { state: 'present' })
  const rightBefore = (await adviser.get(path)).body.noteRight
  const epoch = server.revocation.epoch()

  expect((await staff.post(`${path}/invitations/withdrawal`, asked)).status).toBe(403)
  const { status, body } = await coordinator.post(`${path}/invitations/withdrawal`, asked)

  const left = body.attendance.map(({ memberId }: { memberId: string }) => memberId)
  expect([status, left]).toEqual([200, [demoMemberId('B'), demoMemberId('D')]])
  expect([rightBefore, (await adviser.get(path)).status]).toEqual(['read', 404])
  expect(server.revocation.epoch()).toBeGreaterThan(epoch)
})

test('[CF5.1] whoever is named twice is invited once', async () => {
  const coordinator = await server.as('B')

  const { status, body } = await coordinator.post(
    '/api/conferences',
    call({ inviteeIds: [demoMemberId('B'), demoMemberId('D'), demoMemberId('B')] }),
  )

  const invited = (status === 201 ? body.attendance : []).map(({ memberId }: { memberId: string }) => memberId)
  expect(invited).toEqual([demoMemberId('B'), demoMemberId('D')])
})

test('[CF1.2] no conference stands on another case’s basis, on one that does not hold, or on none; only a study without identifiers needs none', async () => {
  const coordinator = await server.as('B')
  const answer = async (given: object) => {
    const { status, body } = await coordinator.post('/api/conferences', call(given))
    return [status, body.detail?.because]
  }

  expect(await answer({ basisId: demoBasisId('かもめ') })).toEqual([409, 'noBasis'])
  expect(await answer({ basisId: null })).toEqual([409, 'noBasis'])
  expect(await answer({ caseId: demoCaseId('いちょう'), basisId: demoBasisId('いちょう'), inviteeIds: [] })).toEqual([
    409,
    'noBasis',
  ])
  expect(await answer({ basisId: null, meetingKind: 'anonymousStudy' })).toEqual([201, undefined])
  expect(await answer({ basisId: demoBasisId('かもめ'), meetingKind: 'anonymousStudy' })).toEqual([409, 'noBasis'])
})

test('[CF1.3] invitees come from the case team: its organisations’ members of today, and of others only who has a place', async () => {
  const [coordinator, administrator] = [await server.as('B'), await server.as('A')]
  const path = `/api/cases/${demoCaseId('しらかば')}/team`
  const hospital = demoOrganisationId('hospital')
  const invited = async (letter: string) => {
    const { status, body } = await coordinator.post('/api/conferences', call({ inviteeIds: [demoMemberId(letter)] }))
    return [status, body.detail?.because]
  }
  const university = { organisationId: demoOrganisationId('university'), role: 'adviser', volunteerKind: null }
  const { body: colleague } = await administrator.post('/api/members', {
    ...{ name: 'Tさん', kana: 'てぃーさん', ...university, from: TODAY, account: null },
  })

  const outside = await invited('K')
  const byColleague = await coordinator.post('/api/conferences', call({ inviteeIds: [colleague.id] }))
  await coordinator.post(path, {
    organisationId: hospital,
    memberId: null,
    categories: ['basic'],
    from: TODAY,
    until: null,
  })
  const onTeam = await invited('N')
  await coordinator.post(`${path}/${hospital}/ending`, { memberId: null, on: TODAY })
  const takenOff = await invited('N')
  const staff = await invited('Q')
  await administrator.post(`/api/members/${demoMemberId('Q')}/ending`, { on: TODAY })
  const left = await invited('Q')

  expect([onTeam, staff]).toEqual([
    [201, undefined],
    [201, undefined],
  ])
  expect([outside, [byColleague.status, byColleague.body.detail?.because], takenOff, left]).toEqual(
    Array.from({ length: 4 }, () => [409, 'inviteeNotOnTeam']),
  )
})

test('[CF2.3] opened, attended and ended over HTTP; after the end staff read what the coordinator may still finish', async () => {
  const [coordinator, staff, adviser] = [await server.as('B'), await server.as('D'), await server.as('C')]
  const { body: called } = await coordinator.post('/api/conferences', call())
  const path = `/api/conferences/${called.id}`
  const rightOf = async (who: typeof staff) => (await who.get(path)).body.noteRight

  const opened = await coordinator.post(`${path}/opening`)
  const attended = await staff.send('PUT', `${path}/attendance/${demoMemberId('C')}`, { state: 'online' })
  const during = [await rightOf(coordinator), await rightOf(staff), await rightOf(adviser)]
  const epoch = server.revocation.epoch()
  const ended = await coordinator.post(`${path}/ending`)
  const after = [await rightOf(coordinator), await rightOf(staff), await rightOf(adviser)]

  expect([opened.body.state, ended.body.state]).toEqual(['open', 'ended'])
  expect([opened.body.endedAt, Date.now() - ended.body.endedAt < 60_000]).toEqual([null, true])
  expect(attended.body.attendance.at(-1)).toMatchObject({ memberId: demoMemberId('C'), state: 'online' })
  expect([during, after]).toEqual([
    ['edit', 'edit', 'read'],
    ['edit', 'read', 'read'],
  ])
  expect(server.revocation.epoch()).toBeGreaterThan(epoch)
  expect((await coordinator.post(`${path}/opening`)).body.detail).toEqual({ because: 'wrongState' })
})

test('[CF2.5] a planned conference is called off: it is neither opened nor written nor attended until it is put back, and nothing is gone', async () => {
  const [coordinator, staff, adviser] = [await server.as('B'), await server.as('D'), await server.as('C')]
  const { body: called } = await coordinator.post('/api/conferences', call())
  const path = `/api/conferences/${called.id}`
  const epoch = server.revocation.epoch()
  const rights = () =>
    Promise.all([coordinator, staff, adviser].map(async (who) => (await who.get(path)).body.noteRight))
  const attend = (who: typeof staff) => who.send('PUT', `${path}/attendance/${demoMemberId('C')}`, { state: 'absent' })

  expect((await staff.post(`${path}/calling-off`)).status).toBe(403)
  await attend(staff)
  const off = await coordinator.post(`${path}/calling-off`)

  expect([off.status, off.body.state, await rights()]).toEqual([200, 'calledOff', ['read', 'read', 'read']])
  expect(server.revocation.epoch()).toBeGreaterThan(epoch)
  const refused = [
    await coordinator.post(`${path}/opening`),
    await coordinator.post(`${path}/calling-off`),
    await coordinator.send('PATCH', path, { place: '別の部屋' }),
    await coordinator.post(`${path}/invitations`, { memberIds: [demoMemberId('Q')] }),
    await attend(coordinator),
  ]
  expect(refused.map(({ body }) => body.detail)).toEqual(Array(5).fill({ because: 'wrongState' }))

  const trail = await coordinator.get(`/api/documents/${called.documentId}/trail-destruction`)
  expect(trail.body.can).toEqual({ ask: true, confirm: true })

  const back = await coordinator.post(`${path}/putting-back`)
  const { state, can, attendance } = back.body
  expect([state, can.open.allowed, attendance.at(-1).state]).toEqual(['planned', true, 'absent'])
  expect(await rights()).toEqual(['edit', 'edit', 'read'])
})

test('[CF2.5] of opening and calling off at once one is refused, and one in a case that is over is called off, too', async () => {
  const coordinator = await server.as('B')
  const { body: one } = await coordinator.post('/api/conferences', call())
  const steps = ['opening', 'calling-off'].map((step) => coordinator.post(`/api/conferences/${one.id}/${step}`))
  const { body: other } = await coordinator.post('/api/conferences', call())
  const path = `/api/cases/${demoCaseId('しらかば')}`
  await coordinator.send('PATCH', path, { state: 'closed' })
  const inClosed = await coordinator.post(`/api/conferences/${other.id}/calling-off`)
  await coordinator.send('PATCH', path, { state: 'supporting' })

  expect((await Promise.all(steps)).map(({ status }) => status).toSorted()).toEqual([200, 403])
  expect([inClosed.status, inClosed.body.state]).toEqual([200, 'calledOff'])
})

test('[CF1.4] a conference that was open when its case was closed is ended there, and a planned one is not opened', async () => {
  const coordinator = await server.as('B')
  const [{ body: open }, { body: planned }] = [
    await coordinator.post('/api/conferences', call()),
    await coordinator.post('/api/conferences', call()),
  ]
  await coordinator.post(`/api/conferences/${open.id}/opening`)
  const path = `/api/cases/${demoCaseId('しらかば')}`
  await coordinator.send('PATCH', path, { state: 'closed' })

  const opened = await coordinator.post(`/api/conferences/${planned.id}/opening`)
  const ended = await coordinator.post(`/api/conferences/${open.id}/ending`)
  await coordinator.send('PATCH', path, { state: 'supporting' })

  expect([opened.status, opened.body.detail]).toEqual([403, { because: 'caseClosed' }])
  expect([ended.status, ended.body.state, ended.body.noteRight]).toEqual([200, 'ended', 'read'])
})

test('[CF2.4] a volunteer on the team knows of the conference and gets no way to its note', async () => {
  const volunteer = await server.as('E')

  const { status, body } = await volunteer.get(`/api/conferences/${fixedId('conference', 1)}`)

  expect([status, body.noteRight, body.documentId]).toEqual([200, 'none', null])
})
