import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

const PATH = `/api/conferences/${fixedId('conference', 1)}`

test('[CF5.5] who is there and on no list is noted once, told to whoever reads names, and in no record by its words', async () => {
  const staff = await server.as('D')
  const note = async (alsoPresent: string, shown: string) => {
    const { status, body } = await staff.send('PUT', `${PATH}/also-present`, { alsoPresent, shown })
    return body.detail?.because ?? status
  }
  const toldTo = async (letter: string) => (await (await server.as(letter)).get(PATH)).body.alsoPresent

  expect([await note('本人、母', ''), await note('弁護人', ''), await note('本人、母、弁護人', '本人、母')]).toEqual([
    200,
    'conferenceChanged',
    200,
  ])
  expect([await toldTo('B'), await toldTo('D')]).toEqual(['本人、母、弁護人', '本人、母、弁護人'])
  expect([await toldTo('E'), await toldTo('F')]).toEqual([undefined, undefined])
  const records = await server.connection.collection('auditRecords').find({ kind: 'attendanceRecorded' }).toArray()
  expect([records.length, JSON.stringify(records).includes('弁護人')]).toEqual([2, false])
  expect([await note('', '本人、母、弁護人'), await toldTo('B')]).toEqual([200, ''])
})
