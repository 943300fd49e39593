import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

test('[CL1.15] a forgotten login name is looked up by an administrator, and told to nobody else, not even in one’s own session', async () => {
  const administrator = await server.as('A')
  const added = await administrator.post('/api/members', {
    ...{ name: 'Xさん', kana: 'えっくす', organisationId: demoOrganisationId('welfare'), role: 'coordinator' },
    ...{ volunteerKind: null, from: '2020-04-01' },
    account: { loginName: 'forgotten-name', password: 'みなとの朝はいつも静かです2026' },
  })
  const person = server.visitor()
  await person.signIn('forgotten-name', 'みなとの朝はいつも静かです2026')

  const { items } = (await administrator.get('/api/members')).body
  const named = items.filter(({ loginName }: { loginName: string | null }) => loginName !== null)
  expect([added.body.loginName, named]).toEqual(['forgotten-name', [added.body]])

  const others = await Promise.all(['B', 'C', 'D', 'E', 'F', 'G'].map((letter) => server.as(letter)))
  const told = await Promise.all([...others, person].map((one) => one.get('/api/members')))
  const own = [await person.get('/api/session'), await administrator.get('/api/session')]
  expect(told.map(({ status }) => status)).toEqual(told.map(() => 200))
  expect([...told, ...own].filter(({ text }) => text.includes('forgotten-name'))).toEqual([])
})
