import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoBasisId } from '#shared/fixtures/demoCases.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

test('[CF1.10] the kind and the basis of a conference are changed by no request that puts right its facts', async () => {
  const coordinator = await server.as('B')
  const path = `/api/conferences/${fixedId('conference', 2)}`
  const { basis, meetingKind } = (await coordinator.get(path)).body

  const answers = [
    await coordinator.send('PATCH', path, { meetingKind: 'practitioners' }),
    await coordinator.send('PATCH', path, { basisId: demoBasisId('かもめ') }),
    await coordinator.send('PATCH', path, { place: '会議室A', basisId: null }),
  ]

  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400])
  expect((await coordinator.get(path)).body).toMatchObject({ basis, meetingKind })
})

test('[CF1.11] of two who put right the hour of a conference at once the second is told, and where they put right other things both are heard', async () => {
  const coordinator = await server.as('B')
  const path = `/api/conferences/${fixedId('conference', 2)}`
  const { startsAt, place } = (await coordinator.get(path)).body
  const [sooner, later] = [startsAt - 3_600_000, startsAt + 3_600_000]
  const move = (to: number) => coordinator.send('PATCH', path, { startsAt: to, shown: { startsAt } })

  const answers = [
    await move(sooner),
    await move(sooner),
    await move(later),
    await coordinator.send('PATCH', path, { place: '会議室C', shown: { place } }),
  ]

  expect(answers.map(({ status, body }) => body.detail?.because ?? status)).toEqual([
    200,
    200,
    'conferenceChanged',
    200,
  ])
  expect((await coordinator.get(path)).body).toMatchObject({ startsAt: sooner, place: '会議室C' })
})
