import type { Model } from 'mongoose'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { dayInJapan, instant } from '#shared/core/time.ts'
import { WRITTEN_CONSENT } from '#shared/fixtures/builders.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { demoOrganisationId } from '#shared/fixtures/demoOrganisations.ts'
import { type CouncilServer, startCouncilServer } from '#tests/support/councilServer.ts'
import { keepCouncil } from '#tests/support/keepCouncil.ts'
import type { Answer, Visitor } from '#tests/support/visitor.ts'

const TODAY = dayInJapan(instant(Date.now()))
const ACCOUNT = { loginName: 'someone-new', password: 'みなとの朝はいつも静かです2026' }
const CASE = `/api/cases/${demoCaseId('かもめ')}`
const PLACE = { memberId: null, categories: ['basic'], from: TODAY, until: null }
/** S is of its case's team, and not on its list yet. */
const CONFERENCE = `/api/conferences/${fixedId('conference', 1)}`

let server: CouncilServer
let administrator: Visitor
let coordinator: Visitor
let putBack: () => Promise<void>
beforeAll(async () => {
  server = await startCouncilServer()
  await server.seedDemo()
  administrator = await server.as('A')
  coordinator = await server.as('B')
  putBack = await keepCouncil(server)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await putBack()
})
afterAll(() => server.close())

const outcome = ({ status, body }: Answer) => body?.detail?.because ?? status
const close = (key: Parameters<typeof demoOrganisationId>[0]) =>
  administrator.send('PATCH', `/api/organisations/${demoOrganisationId(key)}`, { closedOn: TODAY })
const end = (letter: string) => administrator.post(`/api/members/${demoMemberId(letter)}/ending`, { on: TODAY })

const invite = (memberId: string) => coordinator.post(`${CONFERENCE}/invitations`, { memberIds: [memberId] })
const call = (memberId: string) =>
  coordinator.post('/api/conferences', {
    ...{
      caseId: demoCaseId('かもめ'),
      title: '第9回',
      meetingKind: 'caseConference',
      startsAt: Date.now(),
      place: '庁舎',
    },
    ...{ basisId: demoBasisId('かもめ'), inviteeIds: [memberId] },
  })

test('[CL1.21] an organisation that has closed is given no member, no way to log in, no place, no basis and no case', async () => {
  await close('hospital')
  const organisationId = demoOrganisationId('hospital')
  const basis = {
    kind: 'consent',
    consent: WRITTEN_CONSENT,
    discloserId: demoOrganisationId('settlement'),
    ...PLACE,
    memberId: undefined,
  }

  const answers = [
    await administrator.post('/api/members', {
      ...{
        name: 'Xさん',
        kana: 'えっくす',
        organisationId,
        role: 'staff',
        volunteerKind: null,
        from: TODAY,
        account: null,
      },
    }),
    await administrator.send('PATCH', `/api/members/${demoMemberId('D')}/post`, { organisationId }),
    await administrator.post(`/api/members/${demoMemberId('N')}/account`, ACCOUNT),
    await coordinator.post(`${CASE}/team`, { ...PLACE, organisationId }),
    await coordinator.post(`${CASE}/bases`, { ...basis, recipientIds: [organisationId] }),
    await coordinator.send('PATCH', CASE, { leadOrganisationId: organisationId }),
    await coordinator.post('/api/cases', {
      callName: 'けやき',
      needs: ['housing'],
      leadOrganisationId: organisationId,
    }),
  ]

  expect(answers.map(outcome)).toEqual(answers.map(() => 'organisationGone'))
})

test('[CL1.21] whose membership has ended is given no place on a team and is invited to no conference', async () => {
  await end('S')
  const place = { ...PLACE, organisationId: demoOrganisationId('welfare'), memberId: demoMemberId('S') }

  const answers = [await coordinator.post(`${CASE}/team`, place), await invite(demoMemberId('S'))]

  expect(answers.map(outcome)).toEqual(['membershipOver', 'inviteeNotOnTeam'])
})

test('[CL1.21] nobody of an organisation that has closed is invited, nor shown among those who can be', async () => {
  await close('welfare')
  const { invitable } = (await coordinator.get(CONFERENCE)).body

  const answers = [await invite(demoMemberId('S')), await call(demoMemberId('S'))]

  expect(answers.map(outcome)).toEqual(['inviteeNotOnTeam', 'inviteeNotOnTeam'])
  expect(invitable.map(({ memberId }: { readonly memberId: string }) => memberId)).not.toContain(demoMemberId('S'))
})

/** Has something happen when an act has been judged already and is about to be kept in the audit trail. */
function beforeRecording(happen: () => Promise<Answer>): () => number {
  let status = 0
  const records = server.connection.models.AuditRecord as Model<unknown>
  const create = records.create.bind(records)
  const late = (rows: never) =>
    happen().then((answer) => {
      status = answer.status
      return create(rows)
    })
  vi.spyOn(records, 'create').mockImplementationOnce(late as never)
  return () => status
}

test.for([
  ['invited', 'inviteeNotOnTeam', invite],
  ['called', 'inviteeNotOnTeam', call],
  [
    'put on the team',
    'membershipOver',
    (memberId: string) =>
      coordinator.post(`${CASE}/team`, { ...PLACE, organisationId: demoOrganisationId('welfare'), memberId }),
  ],
] as const)('[CL1.21] whose membership ends at the moment in which they are %s is not', async ([, because, ask]) => {
  const ended = beforeRecording(() => end('S'))

  const answer = await ask(demoMemberId('S'))

  expect([outcome(answer), ended()]).toEqual([because, 200])
})

test('[CL1.21] whose organisation closes at the moment in which they are given a way to log in gets none', async () => {
  const closed = beforeRecording(() => close('hospital'))

  const answer = await administrator.post(`/api/members/${demoMemberId('N')}/account`, ACCOUNT)

  expect([outcome(answer), closed()]).toEqual(['organisationGone', 200])
})

const atHospital = { organisationId: demoOrganisationId('hospital') }

test.for([
  [
    'a member',
    () =>
      administrator.post('/api/members', {
        ...{ name: 'Xさん', kana: 'えっくす', ...atHospital, role: 'staff', volunteerKind: null },
        ...{ from: TODAY, account: null },
      }),
  ],
  [
    'a basis',
    () => {
      const { memberId: _, ...term } = PLACE
      const recipientIds = [atHospital.organisationId]
      return coordinator.post(`${CASE}/bases`, {
        ...{
          kind: 'consent',
          consent: WRITTEN_CONSENT,
          discloserId: demoOrganisationId('settlement'),
          recipientIds,
          ...term,
        },
      })
    },
  ],
  [
    'a case',
    () =>
      coordinator.post('/api/cases', {
        ...{ callName: 'けやき', needs: ['housing'], leadOrganisationId: atHospital.organisationId },
      }),
  ],
] as const)(
  '[CL1.28] an organisation that closes at the moment in which it is given %s is given none',
  async ([, give]) => {
    const closed = beforeRecording(() => close('hospital'))

    const answer = await give()

    expect([outcome(answer), closed()]).toEqual(['organisationGone', 200])
  },
)

test('[CS1.6] a place whose organisation has closed, or whose member has gone, fills the team no more', async () => {
  const organisationId = demoOrganisationId('welfare')
  const opened = { callName: 'けやき', needs: ['housing'], leadOrganisationId: demoOrganisationId('settlement') }
  const { body: theCase } = await coordinator.post('/api/cases', opened)
  const path = `/api/cases/${theCase.id}`
  const isTeamMissing = async () => (await coordinator.get(path)).body.missing.includes('team')

  await coordinator.post(`${path}/team`, { ...PLACE, organisationId, memberId: demoMemberId('S') })
  const seen = [await isTeamMissing()]
  await end('S')
  seen.push(await isTeamMissing())
  await coordinator.post(`${path}/team`, { ...PLACE, organisationId })
  seen.push(await isTeamMissing())
  await close('welfare')
  seen.push(await isTeamMissing())

  expect(seen).toEqual([false, true, false, true])
})
