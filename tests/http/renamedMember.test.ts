import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

test('[CL1.6] a member who has another name stays signed in, on the team and in the attendance under it', async () => {
  const administrator = await server.as('A')
  const staff = await server.as('D')
  const path = `/api/members/${demoMemberId('D')}`
  const name = { name: '見本 花子', kana: 'みほん はなこ' }

  const renamed = await administrator.send('PATCH', path, name)
  const refused = [
    (await administrator.send('PATCH', path, { ...name, name: ' ' })).status,
    (await administrator.send('PATCH', path, { ...name, role: 'administrator' })).status,
    (await administrator.send('PATCH', `/api/members/${fixedId('member', 999)}`, name)).status,
    (await staff.send('PATCH', path, name)).status,
  ]

  expect([renamed.status, refused]).toEqual([200, [400, 400, 404, 403]])
  expect(renamed.body).toMatchObject({ id: demoMemberId('D'), ...name, role: 'staff', hasAccount: true })
  expect((await staff.get('/api/session')).body.signedIn.member).toMatchObject({
    id: demoMemberId('D'),
    name: name.name,
  })
  const { attendance } = (await staff.get(`/api/conferences/${fixedId('conference', 1)}`)).body
  expect(attendance).toContainEqual(expect.objectContaining({ memberId: demoMemberId('D'), name: name.name }))
})

test('[CL1.22] of two who put right a member’s name and its kana at once both are heard', async () => {
  const administrator = await server.as('A')
  const path = `/api/members/${demoMemberId('S')}`

  const answers = await Promise.all([
    administrator.send('PATCH', path, { name: '見本 次郎' }),
    administrator.send('PATCH', path, { kana: 'みほん じろう' }),
  ])

  const { items } = (await administrator.get('/api/members')).body
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(items).toContainEqual(
    expect.objectContaining({ id: demoMemberId('S'), name: '見本 次郎', kana: 'みほん じろう' }),
  )
})

test('[CL1.27] of two who put right the same of a member’s name, or of an organisation, at once the second is told, and nothing is changed', async () => {
  const administrator = await server.as('A')
  const member = `/api/members/${demoMemberId('R')}`
  const organisation = `/api/organisations/${demoOrganisationId('hostel')}`
  const put = async (path: string, change: object) => {
    const { status, body } = await administrator.send('PATCH', path, change)
    return body.detail?.because ?? status
  }
  const [named, days] = [{ name: 'Rさん', kana: 'あーるさん' }, { closedOn: null }]

  const answers = [
    await put(member, { name: '見本 三郎', shown: { name: named.name } }),
    await put(member, { name: '見本 三郎', shown: { name: named.name } }),
    await put(member, { kana: 'みほん さぶろう', shown: { kana: named.kana } }),
    await put(member, { name: '見本 史郎', shown: { name: named.name } }),
    await put(organisation, { closedOn: '2031-04-01', shown: days }),
    await put(organisation, { shortName: '寮', shown: { shortName: 'みなと寮' } }),
    await put(organisation, { closedOn: '2032-04-01', shown: days }),
  ]

  expect(answers).toEqual([200, 200, 200, 'nameChanged', 200, 200, 'organisationChanged'])
})
