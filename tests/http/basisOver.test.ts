import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

test('[CF1.15] a conference whose basis is over by now is not opened, and says so; a study without identifiers, and what is open by then, go on', async () => {
  const coordinator = await server.as('B')
  const call = async (given: object) => {
    const { body } = await coordinator.post('/api/conferences', {
      ...{ caseId: demoCaseId('しらかば'), title: '第2回', meetingKind: 'caseConference', startsAt: Date.now() },
      ...{ place: '会議室', basisId: demoBasisId('しらかば'), inviteeIds: [demoMemberId('B')], ...given },
    })
    return `/api/conferences/${body.id}`
  }
  const step = async (path: string, word: string) => {
    const { status, body } = await coordinator.post(`${path}/${word}`)
    return body.detail?.because ?? status
  }
  const isOver = async (path: string) => (await coordinator.get(path)).body.basis?.isOver
  const [planned, open] = [await call({}), await call({})]
  const study = await call({ meetingKind: 'anonymousStudy', basisId: null })
  expect([await step(open, 'opening'), await isOver(planned)]).toEqual([200, false])

  await coordinator.post(`/api/bases/${demoBasisId('しらかば')}/ending`)

  expect(await step(planned, 'opening')).toBe('basisOver')
  expect([await isOver(planned), await isOver(open), await isOver(study)]).toEqual([true, false, undefined])
  expect([await step(planned, 'calling-off'), await step(study, 'opening'), await step(open, 'ending')]).toEqual([
    200, 200, 200,
  ])
})
