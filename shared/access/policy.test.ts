import { expect, test } from 'vitest'
import { type Instant, later, startOfDay } from '#shared/core/time.ts'
import type { Member, Role } from '#shared/domain/member.ts'
import { aBasis, aCase, aMember, aTeamPlace } from '#shared/fixtures/builders.ts'
import { fixedId, hourOf, inDays, TODAY } from '#shared/fixtures/days.ts'
import type { CaseFacts, ConferenceFacts, Subject } from './facts.ts'
import { type Action, decide, printableRules } from './policy.ts'

const NOON: Instant = hourOf(TODAY, 12)
const HOSPITAL = fixedId('organisation', 2)
const STRANGERS = fixedId('organisation', 3)

/** A member of the hospital, which is a recipient of the basis, unless said otherwise. */
function aSubject(given: Partial<Member> = {}): Subject {
  const { id, ...member } = aMember({ id: fixedId('member', 2), role: 'staff', organisationId: HOSPITAL, ...given })
  return { ...member, memberId: id, organisationIsMember: true }
}

/** A case led by the first organisation, with the hospital on the team for basic facts, on a consent. */
function caseFacts(given: Partial<CaseFacts> = {}): CaseFacts {
  const { id, leadOrganisationId, state } = aCase()
  const team = [aTeamPlace(), aTeamPlace({ organisationId: HOSPITAL })]
  return { caseId: id, leadOrganisationId, state, team, bases: [aBasis()], ...given }
}

const conferenceFacts = (given: Partial<ConferenceFacts> = {}): ConferenceFacts => ({
  ...caseFacts(),
  conferenceState: 'open',
  inviteeIds: [fixedId('member', 2)],
  absentIds: [],
  ...given,
})

const reads = (subject: Subject, facts: CaseFacts, now: Instant = NOON) => {
  const verdict = decide('case.read', subject, facts, now)
  return verdict.allowed ? 'allowed' : verdict.because
}

test('[AC1.1] whoever is not an active member of the council may do nothing at all', () => {
  const gone = [
    aSubject({ role: 'coordinator', until: inDays(-1) }),
    aSubject({ role: 'coordinator', from: inDays(1) }),
    { ...aSubject({ role: 'administrator' }), organisationIsMember: false },
  ]
  const actions = printableRules().map(({ action }) => action)

  const answers = gone.flatMap((subject) =>
    actions.map((action: Action) => decide(action, subject, conferenceFacts() as never, NOON)),
  )

  expect(actions.length).toBeGreaterThan(10)
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set(['{"allowed":false,"because":"notActive"}']),
  )
})

test('[AC2.1] a case is open by team, basis, category and dates together: each one alone missing closes it', () => {
  const staff = aSubject()

  expect(reads(staff, caseFacts())).toBe('allowed')
  expect(reads(staff, caseFacts({ team: [aTeamPlace()] }))).toBe('notOnTeam')
  expect(reads(staff, caseFacts({ bases: [] }))).toBe('noBasis')
  expect(reads(staff, caseFacts({ bases: [aBasis({ recipientIds: [STRANGERS] })] }))).toBe('noBasis')
  expect(reads(staff, caseFacts({ bases: [aBasis({ categories: ['housing'] })] }))).toBe('noBasis')
  expect(reads(staff, caseFacts({ team: [aTeamPlace({ organisationId: HOSPITAL, categories: ['housing'] })] }))).toBe(
    'noCategory',
  )
  expect(reads(staff, caseFacts({ bases: [aBasis({ endedOn: TODAY })] }))).toBe('noBasis')
  expect(reads(staff, caseFacts({ bases: [aBasis({ until: inDays(-1) })] }))).toBe('noBasis')
  expect(reads(staff, caseFacts({ bases: [aBasis({ from: inDays(1) })] }))).toBe('noBasis')
  expect(reads(staff, caseFacts({ team: [aTeamPlace({ organisationId: HOSPITAL, until: inDays(-1) })] }))).toBe(
    'notOnTeam',
  )
})

test('[AC2.2] a place of one’s organisation serves coordinators and staff; everybody else needs a place of their own', () => {
  const roles: readonly Role[] = [
    'administrator',
    'coordinator',
    'adviser',
    'staff',
    'volunteer',
    'observer',
    'auditor',
  ]

  const answers = roles.map((role) => reads(aSubject({ role }), caseFacts()))

  expect(answers).toEqual(['wrongRole', 'allowed', 'notOnTeam', 'allowed', 'notOnTeam', 'notOnTeam', 'wrongRole'])
})

test('[AC2.3] administrators and auditors see no case content, whatever place somebody gives them', () => {
  const own = aTeamPlace({ organisationId: HOSPITAL, memberId: fixedId('member', 2) })
  const facts = conferenceFacts({ team: [own] })

  for (const role of ['administrator', 'auditor'] as const) {
    for (const action of ['case.read', 'conference.read', 'conferenceNote.edit', 'conferenceNote.read'] as const) {
      expect([role, action, decide(action, aSubject({ role }), facts, NOON).allowed]).toEqual([role, action, false])
    }
  }
})

test('[AC2.4] a right ends by itself on the day after the earliest last day, and the verdict says when', () => {
  const facts = (basisEnds: number, placeEnds: number) =>
    caseFacts({
      bases: [aBasis({ until: inDays(basisEnds) })],
      team: [aTeamPlace({ organisationId: HOSPITAL, until: inDays(placeEnds) })],
    })
  const staff = aSubject({ until: inDays(30) })
  const lastMoment = later(startOfDay(inDays(6)), -1)

  expect(decide('case.read', staff, facts(5, 20), NOON)).toEqual({ allowed: true, validUntil: startOfDay(inDays(6)) })
  expect(decide('case.read', staff, facts(20, 4), NOON)).toEqual({ allowed: true, validUntil: startOfDay(inDays(5)) })
  expect(decide('case.read', staff, facts(60, 60), NOON)).toEqual({ allowed: true, validUntil: startOfDay(inDays(31)) })
  expect([reads(staff, facts(5, 20), lastMoment), reads(staff, facts(5, 20), later(lastMoment, 1))]).toEqual([
    'allowed',
    'noBasis',
  ])
})

test('[AC2.4] an end that was set ahead ends the right on its day', () => {
  const facts = caseFacts({ bases: [aBasis({ endedOn: inDays(3) })] })

  const verdict = decide('case.read', aSubject(), facts, NOON)

  expect(verdict).toEqual({ allowed: true, validUntil: startOfDay(inDays(3)) })
})

test('[AC2.4] of two bases that both suffice the right lives as long as the later one', () => {
  const bases = [aBasis({ until: inDays(5) }), aBasis({ id: fixedId('basis', 2), until: inDays(9) })]

  const verdict = decide('case.read', aSubject(), caseFacts({ bases }), NOON)

  expect(verdict).toEqual({ allowed: true, validUntil: startOfDay(inDays(10)) })
})

test('[AC2.10] names in a note are for the team, and for an adviser until the last consent that names their organisation ends', () => {
  const own = aTeamPlace({ organisationId: HOSPITAL, memberId: fixedId('member', 2) })
  const facts = (...bases: CaseFacts['bases']) => conferenceFacts({ team: [own], bases })
  const sees = (role: Role, of: ConferenceFacts) => decide('conferenceNote.readNames', aSubject({ role }), of, NOON)
  const lawful = aBasis({ id: fixedId('basis', 2), kind: 'selfRelianceAct9', until: inDays(90) })
  const consent = aBasis({ until: inDays(9) })

  expect(sees('adviser', facts(consent, lawful))).toEqual({ allowed: true, validUntil: startOfDay(inDays(10)) })
  expect(sees('adviser', facts(lawful))).toEqual({ allowed: false, because: 'noBasis' })
  expect(sees('observer', facts(consent, lawful))).toEqual({ allowed: false, because: 'wrongRole' })
  expect(sees('adviser', { ...facts(consent), inviteeIds: [] })).toEqual({ allowed: false, because: 'notInvited' })
})

test('[AC2.5] a note is written by coordinators and staff of the team; advisers and observers who were invited read it', () => {
  const own = (role: Role) => aSubject({ role })
  const team = [
    aTeamPlace({ organisationId: HOSPITAL }),
    aTeamPlace({ organisationId: HOSPITAL, memberId: fixedId('member', 2) }),
  ]
  const roles: readonly Role[] = ['coordinator', 'staff', 'adviser', 'observer', 'volunteer']
  const may = (action: 'conferenceNote.edit' | 'conferenceNote.read', facts: ConferenceFacts) =>
    roles.map((role) => decide(action, own(role), facts, NOON).allowed)

  expect(may('conferenceNote.edit', conferenceFacts({ team }))).toEqual([true, true, false, false, false])
  expect(may('conferenceNote.read', conferenceFacts({ team }))).toEqual([true, true, true, true, false])
  expect(may('conferenceNote.read', conferenceFacts({ team, inviteeIds: [] }))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

test('[AC2.6] an office opens council acts, never a case; 事務局 and coordinators write council documents', () => {
  const secretary = aSubject({
    role: 'observer',
    organisationId: STRANGERS,
    offices: [{ office: 'secretariat', from: inDays(-10), until: inDays(2) }],
  })
  const former = aSubject({
    role: 'observer',
    offices: [{ office: 'secretariat', from: inDays(-10), until: inDays(-1) }],
  })

  expect(decide('councilDocument.edit', secretary, null, NOON)).toEqual({
    allowed: true,
    validUntil: startOfDay(inDays(3)),
  })
  expect(decide('councilDocument.edit', former, null, NOON).allowed).toBe(false)
  expect(decide('councilDocument.read', former, null, NOON).allowed).toBe(true)
  expect(reads(secretary, caseFacts())).toBe('notOnTeam')
})

test('[AC2.8] before there is a basis a coordinator on the team keeps the case’s frame, and nobody holds its content', () => {
  const facts = conferenceFacts({ bases: [] })
  const may = (role: Role, action: 'case.read' | 'case.recordBasis' | 'case.changeTeam' | 'conferenceNote.edit') =>
    decide(action, aSubject({ role }), facts, NOON).allowed

  expect([
    may('coordinator', 'case.read'),
    may('coordinator', 'case.recordBasis'),
    may('coordinator', 'case.changeTeam'),
  ]).toEqual([true, true, true])
  expect([
    may('coordinator', 'conferenceNote.edit'),
    may('staff', 'case.read'),
    may('staff', 'case.recordBasis'),
  ]).toEqual([false, false, false])
})

test('[AC2.4] a right ends with the place that gives the category, not with another that goes on', () => {
  const team = [
    aTeamPlace({ organisationId: HOSPITAL, categories: ['housing'], until: null }),
    aTeamPlace({ organisationId: HOSPITAL, memberId: fixedId('member', 2), categories: ['basic'], until: inDays(1) }),
  ]
  const facts = {
    ...{ caseId: aCase().id, leadOrganisationId: aCase().leadOrganisationId, state: 'supporting' as const },
    ...{
      team,
      bases: [aBasis({ until: inDays(60) })],
      conferenceState: 'open' as const,
      inviteeIds: [fixedId('member', 2)],
      absentIds: [],
    },
  }
  expect(decide('conferenceNote.edit', aSubject(), facts, NOON)).toEqual({
    allowed: true,
    validUntil: startOfDay(inDays(2)),
  })
  expect(decide('conferenceNote.edit', aSubject(), facts, hourOf(inDays(2), 1)).allowed).toBe(false)
})
