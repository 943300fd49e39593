import { expect, test } from 'vitest'
import { type Instant, type PlainDate, startOfDay } from '#shared/core/time.ts'
import type { ConferenceState } from '#shared/domain/conferenceKind.ts'
import { type Member, type Office, ROLES, type Role } from '#shared/domain/member.ts'
import { aBasis, aCase, aMember, aTeamPlace } from '#shared/fixtures/builders.ts'
import { fixedId, hourOf, inDays, TODAY } from '#shared/fixtures/days.ts'
import type { ConferenceFacts, Subject } from './facts.ts'
import { type Action, decide } from './policy.ts'

const NOON: Instant = hourOf(TODAY, 12)
const HOSPITAL = fixedId('organisation', 2)
const STATES: readonly ConferenceState[] = ['planned', 'open', 'ended', 'calledOff']
/** Those in which a conference takes place. */
const HELD = STATES.slice(0, 3)

function aSubject(given: Partial<Member> = {}): Subject {
  const { id, ...member } = aMember({ id: fixedId('member', 2), role: 'staff', organisationId: HOSPITAL, ...given })
  return { ...member, memberId: id, organisationIsMember: true }
}

/** The conference states in which a role may do something: its member is on the team in person, invited, and holds the basic facts. */
function statesOf(action: Action, role: Role, given: Partial<ConferenceFacts> = {}): readonly ConferenceState[] {
  const { id, leadOrganisationId, state } = aCase()
  const team = [aTeamPlace({ organisationId: HOSPITAL, memberId: fixedId('member', 2) })]
  const facts = {
    caseId: id,
    leadOrganisationId,
    state,
    team,
    bases: [aBasis()],
    inviteeIds: [fixedId('member', 2)],
    absentIds: [],
  }
  return STATES.filter((conferenceState) => {
    const verdict = decide(action, aSubject({ role }), { ...facts, conferenceState, ...given } as never, NOON)
    return verdict.allowed
  })
}

/** Said a second time, so that a slip in the table of rules is seen. What every member may do is left out. */
const ROLES_OF_ACTS: { readonly [A in Action]?: readonly Role[] } = {
  'council.administer': ['administrator'],
  'organisation.keep': ['administrator'],
  'case.open': ['coordinator', 'staff'],
  'case.read': ['coordinator', 'adviser', 'staff', 'volunteer'],
  'case.readTeam': ['coordinator', 'staff'],
  'case.change': ['coordinator', 'staff'],
  'case.recordBasis': ['coordinator'],
  'case.changeTeam': ['coordinator'],
  'case.takeAway': ['coordinator'],
  'case.readTrail': ['coordinator'],
  'consent.withdraw': ['coordinator'],
  'conference.call': ['coordinator'],
  'conference.read': ['coordinator', 'adviser', 'staff', 'volunteer', 'observer'],
  'conference.change': ['coordinator'],
  'conference.open': ['coordinator'],
  'conference.end': ['coordinator'],
  'conference.callOff': ['coordinator'],
  'conference.putBack': ['coordinator'],
  'conference.recordAttendance': ['coordinator', 'staff'],
  'conferenceNote.edit': ['coordinator', 'staff'],
  'conferenceNote.read': ['coordinator', 'adviser', 'staff', 'observer'],
  'conferenceNote.readNames': ['coordinator', 'adviser', 'staff'],
  'conferenceNote.readVersions': ['coordinator', 'staff'],
  'conferenceNote.askTrailDestruction': ['coordinator'],
  'conferenceNote.confirmTrailDestruction': ['coordinator', 'staff'],
  'councilDocument.edit': ['coordinator'],
  'councilDocument.readVersions': ['coordinator'],
  'councilDocument.askTrailDestruction': ['coordinator'],
  'councilDocument.confirmTrailDestruction': ['coordinator'],
}
test('[AC3.4] each act is for its roles and for no other, whoever else is on the team and invited', () => {
  const found = Object.keys(ROLES_OF_ACTS).map((action) => [
    action,
    ROLES.filter((role) => statesOf(action as Action, role).length > 0),
  ])

  expect(Object.fromEntries(found)).toEqual(ROLES_OF_ACTS)
})

test('[AC2.5] [CF2.5] a conference is opened once, its attendance and note are finished by its coordinator, and its trail destroyed only after it', () => {
  const ofCoordinator = [
    'conference.open',
    'conference.end',
    'conference.callOff',
    'conference.putBack',
    'conference.change',
    'conference.recordAttendance',
    'conferenceNote.edit',
    'conferenceNote.readVersions',
    'conferenceNote.askTrailDestruction',
    'conferenceNote.confirmTrailDestruction',
  ] as const
  const untilItsEnd = ['conference.recordAttendance', 'conferenceNote.edit', 'conferenceNote.readVersions'] as const

  expect(ofCoordinator.map((action) => statesOf(action, 'coordinator'))).toEqual([
    ...[['planned'], ['open'], ['planned'], ['calledOff'], HELD, HELD, HELD, STATES],
    ...Array(2).fill(['ended', 'calledOff']),
  ])
  expect(new Set(untilItsEnd.flatMap((action) => statesOf(action, 'staff')))).toEqual(new Set(['planned', 'open']))
  expect(statesOf('conferenceNote.read', 'staff')).toEqual(STATES)
})

test.each(['closed', 'outOfScope', 'declined', 'transferred'] as const)(
  '[AC2.9] a case that is %s takes no basis, no team and no conference; a consent is withdrawn, and it is opened again',
  (state) => {
    const refused = [
      'case.recordBasis',
      'case.changeTeam',
      'conference.call',
      'conference.change',
      'conference.open',
    ] as const
    const written = ['conferenceNote.edit', 'conferenceNote.readVersions', 'conference.recordAttendance'] as const

    expect([...refused, ...written].flatMap((action) => statesOf(action, 'coordinator', { state }))).toEqual([])
    expect(statesOf('case.change', 'coordinator', { state })).toEqual(STATES)
    expect(statesOf('case.takeAway', 'coordinator', { state })).toEqual(STATES)
    expect(statesOf('conference.end', 'coordinator', { state })).toEqual(['open'])
    expect(statesOf('conference.callOff', 'coordinator', { state })).toEqual(['planned'])
  },
)

test('[AC2.8] without a basis the coordinator ends and calls off a conference and nobody opens one, and staff change nothing', () => {
  expect(statesOf('conference.end', 'coordinator', { bases: [] })).toEqual(['open'])
  expect(statesOf('conference.callOff', 'coordinator', { bases: [] })).toEqual(['planned'])
  expect(statesOf('conference.open', 'coordinator', { bases: [] })).toEqual([])
  expect(statesOf('case.change', 'staff', { bases: [] })).toEqual([])
  expect(statesOf('case.change', 'coordinator', { bases: [] })).toEqual(STATES)
})

test('[AC2.6] each office opens its own acts and no other, until it ends, whatever term of it begins later', () => {
  const acts = ['edit', 'readVersions', 'askTrailDestruction', 'confirmTrailDestruction'] as const
  const actsOf = (subject: Subject) =>
    acts.filter((act) => decide(`councilDocument.${act}`, subject, null, NOON).allowed)
  const holder = (office: Office, from: PlainDate = inDays(-10)) =>
    aSubject({ offices: [{ office, from, until: inDays(90) }] })
  const again = aSubject({
    offices: [
      { office: 'secretariat', from: inDays(-10), until: inDays(2) },
      { office: 'secretariat', from: inDays(30), until: inDays(60) },
    ],
  })

  expect([holder('secretariat'), holder('chair'), holder('secretariat', inDays(1)), aSubject()].map(actsOf)).toEqual([
    acts,
    ['confirmTrailDestruction'],
    [],
    [],
  ])
  expect(
    [holder('secretariat'), holder('chair')].map((one) => decide('organisation.keep', one, null, NOON).allowed),
  ).toEqual([true, false])
  expect(decide('councilDocument.edit', again, null, NOON)).toEqual({
    allowed: true,
    validUntil: startOfDay(inDays(3)),
  })
})
