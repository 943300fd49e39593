import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CouncilServer, SET_UP_CODE, startCouncilServer } from '#tests/support/councilServer.ts'

const REQUEST = {
  code: SET_UP_CODE,
  councilName: 'みほん県さんご町再犯防止推進協議会',
  organisationName: 'みほん県さんご町',
  organisationKana: 'みほんけんさんごちょう',
  name: 'Aさん',
  kana: 'えーさん',
  loginName: 'a-san',
  password: 'a long enough pass phrase',
}

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer('production')
})
afterAll(() => server.close())

test('[CL1.3] [CL1.38] the first administrator sets the council up with the one-time code, once; sent again, since its answer was lost, they are told to sign in', async () => {
  const visitor = server.visitor()
  const before = await visitor.readSession()

  const wrong = await visitor.post('/api/setup', { ...REQUEST, code: 'guessed' })
  const right = await visitor.post('/api/setup', REQUEST)
  const again = server.visitor()
  await again.readSession()
  const second = await again.post('/api/setup', REQUEST)

  expect([before.body.council.needsSetUp, wrong.status, right.status]).toEqual([true, 403, 200])
  expect(right.body).toMatchObject({
    signedIn: { member: { name: 'Aさん', role: 'administrator', hasAccount: true } },
    council: { name: REQUEST.councilName, isDemo: false, needsSetUp: false },
    mode: 'production',
  })
  expect([second.status, second.body.detail.because]).toEqual([409, 'councilExists'])
})

test('[CL1.2] production has no demo, not even for an account left over from one: none listed, no entering, no filling', async () => {
  const accounts = server.connection.collection('accounts')
  const row = await accounts.findOneAndUpdate({ loginName: REQUEST.loginName }, { $set: { isDemo: true } })
  const visitor = server.visitor()
  await visitor.readSession()

  const listed = await visitor.get('/api/demo-accounts')
  const entered = await visitor.signInAsDemo(row?.memberId)
  const filled = await visitor.post('/api/demo-council')

  expect(row?.memberId).toMatch(/^mem_/)
  expect([listed.body.items, entered.status, filled.status]).toEqual([[], 404, 404])
  await expect(server.seedDemo()).rejects.toMatchObject({ code: 'forbidden' })
})

test('[CL1.3] the one-time code makes one council, also when it is used twice at once', async () => {
  const fresh = await startCouncilServer()
  const [one, other] = [fresh.visitor(), fresh.visitor()]
  await one.readSession()
  await other.readSession()
  const answers = await Promise.all([
    one.post('/api/setup', REQUEST),
    other.post('/api/setup', { ...REQUEST, loginName: 'b-san' }),
  ])
  const councils = await fresh.connection.collection('councils').countDocuments({})
  expect([answers.map(({ status }) => status).toSorted(), councils]).toEqual([[200, 409], 1])
  await fresh.close()
})

test('[CL1.31] a first organisation with an area code is a municipality or a prefecture, whose area cases can be given; without one it is neither', async () => {
  const madeWith = async (areaCode: string | null | undefined) => {
    const fresh = await startCouncilServer()
    const visitor = fresh.visitor()
    await visitor.readSession()
    const { status } = await visitor.post('/api/setup', { ...REQUEST, areaCode })
    const row = await fresh.connection.collection('organisations').findOne({})
    await fresh.close()
    return [status, row?.areaCode, row?.kinds]
  }

  expect(await madeWith('123455')).toEqual([200, '123455', ['municipality']])
  expect(await madeWith('120006')).toEqual([200, '120006', ['prefecture']])
  expect(await madeWith(undefined)).toEqual([200, null, ['other']])
  expect((await madeWith('12345'))[0]).toBe(400)
  expect((await madeWith('123453'))[0]).toBe(400)
})
