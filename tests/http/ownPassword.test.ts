import type { Model } from 'mongoose'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { argon2Passwords } from '#server/access/passwords.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

const GIVEN = 'みなとの朝はいつも静かです2026'
const OWN = '裏の畑の大根が今年はよく太った'

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

/** Somebody whom an administrator has just given a way in, signed in by it. */
async function newcomer(letter: string) {
  const loginName = `${letter}-san`.toLowerCase()
  await (await server.as('A')).post(`/api/members/${demoMemberId(letter)}/account`, { loginName, password: GIVEN })
  const by = async (password: string) => {
    const visitor = server.visitor()
    return { visitor, status: (await visitor.signIn(loginName, password)).status }
  }
  return { by, id: demoMemberId(letter), visitor: (await by(GIVEN)).visitor }
}

const change = (current: string, password: string) => ({ current, password })

test('[AC7.28] whom an administrator made a password for is told so, and puts one in its place that nobody else knows', async () => {
  const { visitor, by, id } = await newcomer('M')
  const before = (await visitor.readSession()).body.signedIn.password
  const answer = await visitor.post('/api/own-password', change(GIVEN, OWN))

  expect([before, answer.status, answer.body.signedIn.password]).toEqual(['given', 200, 'own'])
  expect([(await by(GIVEN)).status, (await by(OWN)).status]).toEqual([401, 200])
  const record = await server.connection
    .collection('auditRecords')
    .findOne({ kind: 'passwordChanged', objectIds: [id] })
  expect(record).toMatchObject({ byMemberId: id, outcome: 'done' })
})

test('[AC7.28] every other sign-in of theirs is over with it, wherever it is, and the one at hand goes on', async () => {
  const { visitor, by } = await newcomer('N')
  const elsewhere = (await by(GIVEN)).visitor
  const administrator = await server.as('A')
  const ended: string[] = []
  server.revocation.onSessionEnded((sessionId) => void ended.push(sessionId))
  await visitor.post('/api/own-password', change(GIVEN, OWN))

  expect((await elsewhere.readSession()).body.signedIn).toBeNull()
  expect((await visitor.get('/api/members')).status).toBe(200)
  expect((await administrator.get('/api/members')).status).toBe(200)
  expect(ended).toHaveLength(1)
})

test('[AC7.36] a stop at the very moment of the change leaves nobody signed in who came in by the old password', async () => {
  const { visitor, by } = await newcomer('R')
  const elsewhere = (await by(GIVEN)).visitor
  const accounts = server.connection.models.Account as Model<unknown>
  vi.spyOn(accounts, 'updateOne').mockImplementationOnce((() => Promise.reject(new Error('stopped'))) as never)
  const stopped = await visitor.post('/api/own-password', change(GIVEN, OWN))

  expect([stopped.status, (await elsewhere.readSession()).body.signedIn]).toEqual([500, null])
  expect((await visitor.post('/api/own-password', change(GIVEN, OWN))).status).toBe(200)
})

test('[AC7.28] an unlocked machine is not enough: the present password is asked for, ten times at most, and what stands there stays', async () => {
  const { visitor, by, id } = await newcomer('P')
  const refused = await visitor.post('/api/own-password', change('わたしのものではない長い合言葉', OWN))
  const same = await visitor.post('/api/own-password', change(GIVEN, GIVEN))
  const guessed = await visitor.post('/api/own-password', change(GIVEN, 'passwordpassword'))

  expect([refused, same, guessed].map(({ status, body }) => [status, body.detail])).toEqual([
    [400, { fields: ['current'], because: 'currentPassword' }],
    [400, { fields: ['password'], because: 'samePassword' }],
    [400, { fields: ['password'], because: 'tooCommon' }],
  ])
  const kept = server.connection.collection('auditRecords')
  expect(await kept.findOne({ kind: 'passwordChanged', byMemberId: id })).toMatchObject({ because: 'currentPassword' })

  for (let tries = 3; tries < 10; tries += 1) await visitor.post('/api/own-password', change('まちがい', OWN))
  const late = await visitor.post('/api/own-password', change(GIVEN, OWN))
  expect([late.status, late.body.detail.because]).toEqual([429, 'tooManyTries'])
  expect((await by(GIVEN)).status).toBe(200)
})

test('[AC7.28] of two changes at once one is made, and the other is told', async () => {
  const { visitor, by } = await newcomer('Q')
  const [one, other] = await Promise.all(
    [OWN, `${OWN}よ`].map((password) => visitor.post('/api/own-password', change(GIVEN, password))),
  )

  const [made, told] = [one?.status, other?.status].toSorted()
  expect(made).toBe(200)
  // Judged when the first is made, the present password is another already.
  expect([400, 409]).toContain(told)
  expect((await by(one?.status === 200 ? OWN : `${OWN}よ`)).status).toBe(200)
})

test('[AC7.32] who had no answer and sends the same once more is told that it is done; a guess at the new one is refused as ever', async () => {
  const { visitor, by, id } = await newcomer('I')
  await visitor.post('/api/own-password', change(GIVEN, OWN))
  const again = await visitor.post('/api/own-password', change(GIVEN, OWN))
  const guessed = await visitor.post('/api/own-password', change(GIVEN, `${OWN}よ`))

  expect([again.status, again.body.signedIn?.password]).toEqual([200, 'own'])
  expect([guessed.status, guessed.body.detail.because]).toEqual([400, 'currentPassword'])
  expect((await by(OWN)).status).toBe(200)
  const records = server.connection.collection('auditRecords')
  const kept = records.find({ kind: 'passwordChanged', byMemberId: id }).sort({ at: 1 })
  expect((await kept.toArray()).map(({ outcome }) => outcome)).toEqual(['done', 'refused'])
})

test('[AC7.32] a password that somebody else made up is no own one for being sent as the new one', async () => {
  const { visitor } = await newcomer('J')
  const answer = await visitor.post('/api/own-password', change(OWN, GIVEN))

  expect([answer.status, answer.body.detail.because]).toEqual([400, 'currentPassword'])
  expect((await visitor.readSession()).body.signedIn.password).toBe('given')
})

test('[AC7.34] whoever changes their password again and again has to wait after ten times', async () => {
  const { visitor } = await newcomer('K')
  const passwords = [GIVEN, ...Array.from({ length: 11 }, (_, time) => `${OWN}${time}`)]
  const statuses: number[] = []
  for (const [time, password] of passwords.slice(1).entries())
    statuses.push((await visitor.post('/api/own-password', change(passwords[time] ?? '', password))).status)

  expect(statuses).toEqual([...Array(10).fill(200), 429])
})

test('[AC7.31] a password that is changed while a sign-in by it is being judged lets nobody in', async () => {
  const { visitor, by, id } = await newcomer('H')
  const begun = performance.now()
  // As dear as it takes for the one to be answered while the other is being thought about, on a machine that does much else too.
  const password = await argon2Passwords({ memoryKib: 65_536, passes: 32 }).hash(GIVEN)
  const half = (performance.now() - begun) / 2
  await server.connection.collection('accounts').updateOne({ memberId: id }, { $set: { password } })

  const changing = visitor.post('/api/own-password', change(GIVEN, OWN))
  await new Promise((resolve) => setTimeout(resolve, half))
  const late = await by(GIVEN)

  expect([(await changing).status, late.status]).toEqual([200, 401])
  expect((await late.visitor.get('/api/members')).status).toBe(401)
  expect((await visitor.get('/api/members')).status).toBe(200)
  expect((await by(OWN)).status).toBe(200)
})
