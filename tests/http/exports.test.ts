import { afterAll, beforeAll, expect, test } from 'vitest'
import { EXPORTS_PER_HOUR } from '#server/access/exportLimit.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import type { Visitor } from '#tests/support/visitor.ts'

const CONFERENCE = `/api/conferences/${fixedId('conference', 1)}`

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

/** How something is had by each route by which anything is, and who has not been asking yet. */
const EXPORTS = [
  ['get /api/members', 'A', async () => '/api/members?use=file'],
  ['get /api/organisations', 'C', async () => '/api/organisations?use=file'],
  [
    'get /api/documents/:documentId/extract',
    'D',
    async (visitor: Visitor) => {
      const { body } = await visitor.get(CONFERENCE)
      return `/api/documents/${body.documentId}/extract?use=sheet`
    },
  ],
] as const

const refusals = (letter: string) =>
  server.connection
    .collection('auditRecords')
    .countDocuments({ byMemberId: demoMemberId(letter), kind: 'accessRefused', because: 'tooManyExports' })

const counted = () =>
  server.routes
    .filter((route) => route.access !== 'public' && route.takesOut !== undefined)
    .map(({ method, path }) => `${method} ${path}`)
    .toSorted()

test('[AC8.6] every route by which somebody is in the trail as having had something as a file or on paper counts it, and these are all', async () => {
  const [coordinator, auditor] = [await server.as('B'), await server.as('G')]
  const { body } = await coordinator.get(CONFERENCE)
  const places = { ':documentId': body.documentId, ':conferenceId': body.id, ':caseId': body.case.id }
  const kind = { $in: ['membersSaved', 'organisationsSaved', 'notePrinted'] }
  const recorded = () => server.connection.collection('auditRecords').countDocuments({ kind })
  const found = new Set<string>()
  for (const { method, path, access } of server.routes) {
    if (method !== 'get' || access === 'public') continue
    const address = path.replace(/:\w+/g, (place) => places[place as keyof typeof places])
    for (const use of ['file', 'sheet']) {
      const before = await recorded()
      for (const visitor of [coordinator, auditor]) await visitor.get(`${address}?use=${use}`)
      if ((await recorded()) > before) found.add(`${method} ${path}`)
    }
  }

  expect([...found].toSorted()).toEqual(counted())
  expect(counted()).toEqual(EXPORTS.map(([route]) => route).toSorted())
})

test.each(EXPORTS)(
  '[AC8.5] who has had twenty things within an hour is refused by %s with when it is possible again, and is in the trail with that once',
  async (_route, letter, addressFor) => {
    const visitor = await server.as(letter)
    const address = await addressFor(visitor)
    for (let count = 0; count < EXPORTS_PER_HOUR; count += 1)
      expect((await visitor.get('/api/organisations?use=file')).status).toBe(200)

    const refused = await visitor.get(address)
    await visitor.get(address)

    expect([refused.status, refused.body.error]).toEqual([429, 'tooManyRequests'])
    expect(refused.body.detail).toEqual({ because: 'tooManyExports', minutes: expect.any(Number) })
    expect([60, 59]).toContain(refused.body.detail.minutes)
    expect(await refusals(letter)).toBe(1)
    expect((await visitor.get(address.replace(/.use=.*/, ''))).status).toBe(200)
    expect((await (await server.as('F')).get('/api/members?use=file')).status).toBe(200)
  },
)

test('[AC8.5] of many that are asked for at once no more go out, and what is refused to somebody takes nothing from them', async () => {
  const visitor = await server.as('E')
  const missing = `/api/documents/${fixedId('document', 9)}/extract?use=sheet`
  for (let count = 0; count < EXPORTS_PER_HOUR; count += 1) expect((await visitor.get(missing)).status).toBe(404)

  const answers = await Promise.all(
    Array.from({ length: EXPORTS_PER_HOUR + 10 }, () => visitor.get('/api/members?use=file')),
  )

  expect(answers.filter(({ status }) => status === 200)).toHaveLength(EXPORTS_PER_HOUR)
  expect(await refusals('E')).toBe(1)
})
