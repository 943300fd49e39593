import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

const PASSWORD = 'みなとの朝はいつも静かです2026'

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

/** When a member was seated, as somebody of the organisation that leads reads it. */
const seatedAt = async (id: string): Promise<number | undefined> => {
  const { items } = (await (await server.as('B')).get('/api/members')).body
  return items.find((one: { readonly id: string }) => one.id === id)?.seatedAt
}

test('[CL1.19] that somebody was added stands for their organisation to read, whatever first day was given, also after they have ended', async () => {
  const [administrator, begun] = [await server.as('A'), Date.now()]
  const { body: added } = await administrator.post('/api/members', {
    ...{ name: 'Zさん', kana: 'ぜっとさん', organisationId: demoOrganisationId('settlement'), role: 'coordinator' },
    ...{ volunteerKind: null, from: '2020-04-01', account: { loginName: 'zed', password: PASSWORD } },
  })
  const before = await seatedAt(added.id)
  await administrator.post(`/api/members/${added.id}/ending`, { on: '2020-04-01' })

  expect(before).toBeGreaterThanOrEqual(begun)
  expect(await seatedAt(added.id)).toBe(before)
})

test('[CL1.19] another role or organisation and a way to log in say when they were given; another office and another name do not', async () => {
  const administrator = await server.as('A')
  const [m, n] = [demoMemberId('M'), demoMemberId('N')]
  await administrator.send('PATCH', `/api/members/${m}`, { name: 'エムさん', kana: 'えむさん' })
  await administrator.send('PATCH', `/api/members/${m}/post`, { offices: [] })
  expect(await seatedAt(m)).toBeUndefined()

  await administrator.send('PATCH', `/api/members/${m}/post`, { role: 'coordinator' })
  await administrator.post(`/api/members/${n}/account`, { loginName: 'en-san', password: PASSWORD })

  expect([typeof (await seatedAt(m)), typeof (await seatedAt(n))]).toEqual(['number', 'number'])
})
