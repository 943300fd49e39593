import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

const PASSWORD = 'みなとの朝はいつも静かです2026'

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

const giveTo = async (letter: string, loginName: string, password = PASSWORD) =>
  (await server.as('A')).post(`/api/members/${demoMemberId(letter)}/account`, { loginName, password })

/** Whose password is known to be one that they were given, to whoever asks. */
const givenIn = async (letter: string): Promise<readonly string[]> =>
  (await (await server.as(letter)).get('/api/members')).body.items.flatMap(
    ({ name, isPasswordGiven }: { name: string; isPasswordGiven?: boolean }) =>
      isPasswordGiven === true ? [name] : [],
  )

test('[CL1.17] [CL1.37] a member who came on paper until now can log in, as who they were, and the record says who gave it', async () => {
  const { status, body } = await giveTo('M', 'em-san')
  const person = server.visitor()
  await person.signIn('ＥＭ-san', PASSWORD)
  const { member } = (await person.get('/api/session')).body.signedIn

  expect([status, body.hasAccount, body.loginName]).toEqual([201, true, 'em-san'])
  expect([body.isPasswordGiven, await givenIn('A'), await givenIn('B')]).toEqual([true, ['Mさん'], []])
  expect([member.id, member.name]).toEqual([demoMemberId('M'), 'Mさん'])
  const record = await server.connection.collection('auditRecords').findOne({ kind: 'accountGiven' })
  expect(record).toMatchObject({ byMemberId: demoMemberId('A'), objectIds: [demoMemberId('M')] })
})

test('[CL1.17] of two who give one member an account at once only one does, and nobody’s login name or password is put over', async () => {
  const given = await Promise.all([giveTo('N', 'en-san'), giveTo('N', 'another')])
  const refusals = [
    await giveTo('B', 'b-san'),
    await giveTo('P', 'EM-san'),
    await giveTo('P', 'pe-san', 'passwordpassword'),
  ]

  expect(given.map(({ status }) => status).toSorted()).toEqual([201, 409])
  expect(refusals.map(({ status, body }) => [status, body.detail?.because])).toEqual([
    [409, 'hasAccount'],
    [409, 'loginNameTaken'],
    [400, 'tooCommon'],
  ])
  const rows = await server.connection.collection('accounts').countDocuments({ memberId: demoMemberId('N') })
  expect(rows).toBe(1)
})

test('[CL1.17] a membership that is over, and one that is not there, are given no account', async () => {
  const administrator = await server.as('A')
  await administrator.post(`/api/members/${demoMemberId('Q')}/ending`, { on: '2020-01-01' })
  const over = await giveTo('Q', 'cue-san')
  const missing = await administrator.post('/api/members/mem_00000000000000000000000000/account', {
    ...{ loginName: 'nobody', password: PASSWORD },
  })

  expect([over.status, over.body.detail?.because, missing.status]).toEqual([409, 'alreadyEnded', 404])
  expect(await server.connection.collection('accounts').countDocuments({ loginName: 'cue-san' })).toBe(0)
})
