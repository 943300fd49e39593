import { afterEach, beforeEach, expect, test } from 'vitest'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { Visitor } from '#tests/support/visitor.ts'

const LISTS = [
  ['/api/members', 'membersSaved'],
  ['/api/organisations', 'organisationsSaved'],
] as const

let server: CouncilServer
beforeEach(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterEach(() => server.close())

const records = (kind: string) => server.connection.collection('auditRecords').find({ kind }).toArray()

test.each(LISTS)(
  '[CL3.17] %s is had as a file as it is shown, and the trail says who had it and who is in it',
  async (path, kind) => {
    const staff = await server.as('D')
    const shown = await staff.get(path)
    expect(await records(kind)).toEqual([])

    const saved = await staff.get(`${path}?use=file`)

    expect([saved.status, saved.body]).toEqual([200, shown.body])
    const ids = saved.body.items.map(({ id }: { id: string }) => id)
    const kept = await records(kind)
    expect(kept.map(({ byMemberId, objectIds }) => [byMemberId, objectIds])).toEqual([[demoMemberId('D'), ids]])
  },
)

test.each(LISTS)('[CL3.17] of %s nobody has a file who is no member, or no member any more', async (path, kind) => {
  const left = await server.as('D')
  const administrator = await server.as('A')
  const on = '2020-01-01'
  const ended = await administrator.post(`/api/members/${demoMemberId('D')}/ending`, { on })
  const stranger = await new Visitor(left.origin).get(`${path}?use=file`)
  const former = await left.get(`${path}?use=file`)
  const odd = await administrator.get(`${path}?use=poster`)

  expect([ended.status, stranger.status, former.status, odd.status]).toEqual([200, 401, 401, 400])
  expect(await records(kind)).toEqual([])
})
