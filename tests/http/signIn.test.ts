import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

const PASSWORD = 'みなとの朝はいつも静かです'.concat('2026')
const MINUTE_MS = 60_000

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterEach(() => vi.useRealTimers())
afterAll(() => server.close())

/** A member of the welfare corporation with an account; answers with the login name. */
async function askForMember(loginName: string, password = PASSWORD) {
  const administrator = await server.as('A')
  return administrator.post('/api/members', {
    name: 'Tさん',
    kana: 'てぃーさん',
    organisationId: demoOrganisationId('welfare'),
    role: 'staff',
    volunteerKind: null,
    from: '2020-04-01',
    account: { loginName, password },
  })
}

/** The same where it must not be refused, as it is for a name that another test has taken. */
async function addMember(loginName: string, password?: string) {
  const added = await askForMember(loginName, password)
  expect(added.status).toBe(201)
  return added
}

/** The id that a session's cookie carries before its signature. */
const sessionIdOf = (cookie: string): string => /tsunagi=s%3A([^.]+)/.exec(cookie)?.[1] ?? ''

test('[AC7.1] a member signs in with name and password, under a new session id, and out again', async () => {
  await addMember('t-san')
  const visitor = server.visitor()
  visitor.cookie = 'tsunagi=s%3Aprepared.by-somebody-else'

  const signedIn = await visitor.signIn('T-San', PASSWORD)
  const cookie = visitor.cookie
  const seen = await visitor.get('/api/cases')
  const left = await visitor.send('DELETE', '/api/session')
  visitor.cookie = cookie
  const after = await visitor.get('/api/cases')

  expect([signedIn.status, signedIn.body.signedIn.member.name]).toEqual([200, 'Tさん'])
  expect(cookie).not.toContain('prepared')
  // The session's, and the one by which the browser is known again.
  expect(signedIn.headers.getSetCookie()).toEqual(Array(2).fill(expect.stringMatching(/; HttpOnly; SameSite=Strict/)))
  expect([seen.status, left.status, after.status, after.body.error]).toEqual([200, 204, 401, 'signInRequired'])
})

test('[AC8.8] a browser lets go of what it has kept of ours at a log-out, also where nobody is signed in any more, and of no other system’s', async () => {
  const visitor = await server.as('D')
  const kept = await visitor.get('/api/cases')
  const left = await visitor.send('DELETE', '/api/session')
  await visitor.readSession()
  const again = await visitor.send('DELETE', '/api/session')

  expect(kept.headers.get('cache-control')).toBe('no-store')
  expect([left, again].map(({ status, headers }) => [status, headers.get('clear-site-data')])).toEqual([
    [204, '"cache"'],
    [204, '"cache"'],
  ])
})

test('[AC7.1] a password is the same on a machine that writes で as two characters', async () => {
  await addMember('n-san')
  const decomposed = PASSWORD.normalize('NFD')

  expect(decomposed).not.toBe(PASSWORD)
  expect((await server.visitor().signIn('n-san', decomposed)).status).toBe(200)
})

test('[AC7.2] whose membership has ended signs in no more, and is told what a wrong password is told', async () => {
  const { body: member } = await addMember('left-san')
  const ended = { on: dayInJapan(instant(Date.now())) }
  await (await server.as('A')).post(`/api/members/${member.id}/ending`, ended)

  const [gone, wrong] = [await server.visitor().signIn('left-san', PASSWORD), await server.visitor().signIn('A', 'x')]

  expect([gone.status, gone.body.error]).toEqual([wrong.status, wrong.body.error])
})

test('[AC7.1] signing in as another gives the browser a new session and ends the one before', async () => {
  const visitor = await server.as('D')
  const before = visitor.cookie

  await visitor.signInAsDemo(demoMemberId('B'))
  const after = visitor.cookie
  visitor.cookie = before

  expect(after).not.toBe(before)
  expect((await visitor.get('/api/cases')).status).toBe(401)
})

test('[AC4.2] signing in as another tells the open documents of the sign-in before, by name as by one click', async () => {
  await addMember('u-san')
  const visitor = await server.as('D')
  const first = sessionIdOf(visitor.cookie)
  const ended: string[] = []
  server.revocation.onSessionEnded((sessionId) => ended.push(sessionId))

  await visitor.signIn('u-san', PASSWORD)
  const second = sessionIdOf(visitor.cookie)
  await visitor.signInAsDemo(demoMemberId('B'))

  expect(ended).toEqual([first, second])
})

test('[CL1.2] in a demo too, whoever has a password comes in by no click', async () => {
  const { body } = await addMember('v-san')

  const clicked = await server.visitor().signInAsDemo(body.id)

  expect(clicked.status).toBe(404)
})

test('[AC7.2] an unknown name, a wrong password and an account without one get the same answer', async () => {
  await addMember('only-san')
  const visitor = server.visitor()

  const answers = [
    await visitor.signIn('only-san', 'not the right password'),
    await visitor.signIn('nobody-of-that-name', 'not the right password'),
    await visitor.signIn('demo-coordinator', 'not the right password'),
  ]

  expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body.error, body.detail]))).size).toBe(1)
  expect(answers[0]?.status).toBe(401)
})

test('[AC7.3] after ten wrong passwords for a name it has to wait, and other names and pages do not', async () => {
  await addMember('held-san')
  await addMember('w-san')
  const visitor = server.visitor()

  const statuses: number[] = []
  for (let round = 0; round < 11; round += 1) statuses.push((await visitor.signIn('held-san', 'wrong again')).status)

  expect(statuses).toEqual([...Array(10).fill(401), 429])
  const held = await visitor.signIn('held-san', PASSWORD)
  expect([held.status, held.body.detail]).toEqual([429, { because: 'tooManyTries' }])
  expect((await server.visitor().signIn('w-san', PASSWORD)).status).toBe(200)
  expect((await server.visitor().readSession()).status).toBe(200)
})

test('[AC7.3] sign-ins without a name keep nobody from the page', async () => {
  const visitor = server.visitor()
  await visitor.readSession()

  for (let round = 0; round < 12; round += 1) await visitor.post('/api/session', { password: 'guess' })

  expect((await server.visitor().readSession()).status).toBe(200)
})

test('[AC7.33] whoever has a password and signs in by it without end has to wait, and nobody else does', async () => {
  await addMember('endless', PASSWORD)
  await addMember('somebody', PASSWORD)
  const visitor = server.visitor()
  await visitor.readSession()
  const statuses: number[] = []
  for (let time = 0; time < 70; time += 1) statuses.push((await visitor.signIn('endless', PASSWORD)).status)

  expect(statuses.filter((status) => status === 200)).toHaveLength(60)
  expect(statuses.slice(60)).toEqual(Array(10).fill(429))
  expect((await server.visitor().signIn('somebody', PASSWORD)).status).toBe(200)
})

test('[AC7.4] half an hour without a request ends a session, and so do twelve hours with requests', async () => {
  const begun = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: begun })
  const [idle, busy] = [await server.as('D'), await server.as('B')]

  for (let minutes = 20; minutes < 12 * 60; minutes += 20) {
    vi.setSystemTime(begun + minutes * MINUTE_MS)
    expect([minutes, (await busy.get('/api/cases')).status]).toEqual([minutes, 200])
  }
  const idleAnswer = await idle.get('/api/cases')
  vi.setSystemTime(begun + 12 * 60 * MINUTE_MS)

  expect([idleAnswer.status, (await busy.get('/api/cases')).status]).toEqual([401, 401])
})

test('[AC7.15] a sign-in begun while the clock was ahead is over once the clock is set right', async () => {
  const now = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: now + 9 * 60 * MINUTE_MS })
  const early = await server.as('D')
  vi.setSystemTime(now)
  const barelyAhead = await server.as('B')
  vi.setSystemTime(now - 5 * MINUTE_MS)

  expect([(await early.get('/api/cases')).status, (await barelyAhead.get('/api/cases')).status]).toEqual([401, 200])
})

test('[AC7.5] a password is at least fifteen characters long and not one that everybody guesses', async () => {
  const statuses = [
    (await askForMember('x1', 'fourteen chars')).status,
    (await askForMember('x2', 'aaaaaaaaaaaaaaaaaaaa')).status,
    (await askForMember('x3', 'passwordpassword')).status,
    (await askForMember('x4', '123456789012345678')).status,
    (await askForMember('long-login-name', 'long-login-name-1')).status,
    (await askForMember('x5', PASSWORD)).status,
  ]

  expect(statuses).toEqual([400, 400, 400, 400, 400, 201])
})

test('[AC4.2] logging out tells the open documents of this session, and of no other', async () => {
  const ended: string[] = []
  server.revocation.onSessionEnded((sessionId) => ended.push(sessionId))
  const [first, second] = [await server.as('B'), await server.as('B')]

  await first.send('DELETE', '/api/session')

  expect(ended).toHaveLength(1)
  expect((await second.get('/api/cases')).status).toBe(200)
})

test('[CL1.2] [CL1.36] the demo is entered by one click as any of the seven, and by nobody else', async () => {
  const visitor = server.visitor()
  const { body } = await visitor.get('/api/demo-accounts')

  const entered = await visitor.signInAsDemo(demoMemberId('D'))
  const stranger = await visitor.signInAsDemo(demoMemberId('H'))

  const shown = body.items.flatMap(({ name, offices }: { name: string; offices: readonly string[] }) =>
    offices.map((office) => `${name} ${office}`),
  )
  expect(shown).toEqual(['Aさん secretariat', 'Cさん chair', 'Dさん committee'])
  expect(body.items.map(({ name }: { name: string }) => name)).toEqual([
    'Aさん',
    'Bさん',
    'Cさん',
    'Dさん',
    'Eさん',
    'Fさん',
    'Gさん',
  ])
  expect([entered.body.signedIn.member.role, entered.body.council.isDemo, stranger.status]).toEqual([
    'staff',
    true,
    404,
  ])
})
