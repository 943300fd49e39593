import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

let server: CouncilServer

beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

test('[CF1.22] why a conference was called off stands on its page and in the trail until it is planned again; words of one’s own are refused', async () => {
  const [coordinator, staff] = [await server.as('B'), await server.as('D')]
  const path = `/api/conferences/${fixedId('conference', 2)}`

  const typed = await coordinator.post(`${path}/calling-off`, { because: '山田さんが逮捕された' })
  const off = await coordinator.post(`${path}/calling-off`, { because: 'wrongCase' })

  expect([typed.status, off.status, off.body.calledOffBecause]).toEqual([400, 200, 'wrongCase'])
  expect((await staff.get(path)).body.calledOffBecause).toBe('wrongCase')
  const record = await server.connection.collection('auditRecords').findOne({ kind: 'conferenceCalledOff' })
  expect(record).toMatchObject({ because: 'wrongCase', byMemberId: demoMemberId('B'), outcome: 'done' })

  const back = await coordinator.post(`${path}/putting-back`)
  expect([back.body.state, back.body.calledOffBecause]).toEqual(['planned', undefined])
  expect((await coordinator.get(path)).body.calledOffBecause).toBe(undefined)
})
