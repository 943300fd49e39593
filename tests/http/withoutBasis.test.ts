import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'

let server: CouncilServer
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
})
afterAll(() => server.close())

test('[CF2.12] a coordinator of another organisation than the lead calls a conference off, and ends one that is open, also once the consent is withdrawn', async () => {
  const [coordinator, staff] = [await server.as('B'), await server.as('D')]
  const today = dayInJapan(instant(Date.now()))
  const organisationOf = async (who: typeof staff) =>
    (await who.get('/api/session')).body.signedIn.member.organisationId as string
  const [lead, other] = [await organisationOf(staff), await organisationOf(coordinator)]
  const opened = { callName: 'はまなす', needs: ['housing'], leadOrganisationId: lead }
  const { id } = (await coordinator.post('/api/cases', opened)).body
  const path = `/api/cases/${id}`
  const basis = {
    kind: 'consent',
    consent: WRITTEN_CONSENT,
    discloserId: lead,
    recipientIds: [other],
    categories: ['basic'],
  }
  const recorded = await coordinator.post(`${path}/bases`, { ...basis, from: today, until: null })
  const call = async () => {
    const said = { caseId: id, title: '第1回', meetingKind: 'caseConference', startsAt: Date.now(), place: '会議室' }
    const invited = { basisId: recorded.body.id, inviteeIds: [demoMemberId('B')] }
    return `/api/conferences/${(await coordinator.post('/api/conferences', { ...said, ...invited })).body.id}`
  }
  const [planned, open] = [await call(), await call()]
  await coordinator.post(`${open}/opening`)

  await coordinator.post(`/api/bases/${recorded.body.id}/ending`)

  expect((await coordinator.get(planned)).body).toMatchObject({ noteRight: 'none', basis: { isOver: true } })
  const answers = [await coordinator.post(`${planned}/calling-off`), await coordinator.post(`${open}/ending`)]
  expect(answers.map(({ status, body }) => body.detail?.because ?? body.state ?? status)).toEqual([
    'calledOff',
    'ended',
  ])
  expect(answers.map(({ body }) => body.documentId)).toEqual([null, null])
})
