import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

const PASSWORD = 'みなとの朝はいつも静かです'.concat('2026')

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

async function addMember(loginName: string) {
  const administrator = await server.as('A')
  return administrator.post('/api/members', {
    ...{ name: 'Tさん', kana: 'てぃーさん', organisationId: demoOrganisationId('welfare') },
    ...{ role: 'staff', volunteerKind: null, from: '2020-04-01', account: { loginName, password: PASSWORD } },
  })
}

test('[AC7.14] a login name is the same in wide and narrow letters, small and capital, where it is kept and where it is typed', async () => {
  const wide = await addMember('Ｋ－ＳＡＮ１')

  const [narrow, typedWide] = [
    await server.visitor().signIn('k-san1', PASSWORD),
    await server.visitor().signIn('ｋ－ｓａｎ１', PASSWORD),
  ]

  expect([wide.status, (await addMember('k-san1')).status]).toEqual([201, 409])
  expect([narrow.status, typedWide.status]).toEqual([200, 200])
})

test('[AC7.19] a sign that nobody sees, as comes along from a mail or a table, makes no other login name and keeps nobody out', async () => {
  const pasted = await addMember('\u200bv-\u00adsan\ufeff\u200e')

  const typed = await server.visitor().signIn('v-san', PASSWORD)
  const pastedAgain = await server.visitor().signIn('v-san\u200b', PASSWORD)
  const twin = await addMember('v-\u2060san')

  expect([pasted.status, typed.status, pastedAgain.status, twin.status]).toEqual([201, 200, 200, 409])
})

test('[AC7.3] a name is one name to whoever guesses at it, with control characters, wide letters or capitals', async () => {
  await addMember('g-san')
  const visitor = server.visitor()
  const written = [
    'g-san',
    '\u0000g-san',
    'g-san\u0007',
    '\u0001\u0002g-san',
    'ｇ-ｓａｎ',
    'G-SAN',
    'Ｇ-san\u0085',
    '\u3000g-san ',
  ]

  const statuses: number[] = []
  for (const name of [...written, 'g-san', 'ｇ-san']) statuses.push((await visitor.signIn(name, 'wrong again')).status)
  const last = await visitor.signIn('\u0003g-san', PASSWORD)

  expect(statuses).toEqual(Array(10).fill(401))
  expect(last.status).toBe(429)
})

test('[AC7.13] such a browser has ten tries of its own, and what it carries is worth nothing elsewhere', async () => {
  await addMember('j-san')
  const own = server.visitor()
  await own.signIn('j-san', PASSWORD)
  const [known = ''] = own.cookie.split('; ').filter((pair) => pair.includes('known'))
  const forged = server.visitor()
  forged.cookie = known.replace(/=.{4}/, '=AAAA')

  const statuses: number[] = []
  for (let round = 0; round < 11; round += 1) statuses.push((await own.signIn('j-san', 'wrong again')).status)
  const byForged: number[] = []
  for (let round = 0; round < 11; round += 1) byForged.push((await forged.signIn('j-san', 'wrong again')).status)
  const owner = server.visitor()
  owner.cookie = known

  expect(statuses).toEqual([...Array(10).fill(401), 429])
  expect(byForged).toEqual([...Array(10).fill(401), 429])
  expect([known.includes('j-san'), (await owner.get('/api/cases')).status]).toEqual([false, 401])
})

test('[AC7.13] a browser that has signed in by the name is not kept waiting by what strangers try', async () => {
  await addMember('h-san')
  await addMember('i-san')
  const own = server.visitor()
  await own.signIn('H-san', PASSWORD)
  await own.send('DELETE', '/api/session')
  const [stranger, neighbour] = [server.visitor(), server.visitor()]
  for (let round = 0; round < 10; round += 1) await stranger.signIn('h-san', 'wrong again')
  for (let round = 0; round < 50; round += 1) await neighbour.signIn(`stranger-${round}`, 'wrong again')

  const [elsewhere, ofAnother, again] = [
    await stranger.signIn('h-san', PASSWORD),
    await own.signIn('i-san', PASSWORD),
    await own.signIn('h-san', PASSWORD),
  ]

  expect([elsewhere.status, ofAnother.status, again.status]).toEqual([429, 429, 200])
  expect(again.body.signedIn.member.name).toBe('Tさん')
})
