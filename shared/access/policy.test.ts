import { expect, test } from 'vitest'
import { type Instant, later, startOfDay } from '#shared/core/time.ts'
import { CONFERENCE_STATES } from '#shared/domain/conferenceKind.ts'
import { CASE_ROLES, type Member, ROLES, type Role } from '#shared/domain/member.ts'
import type { TeamPlace } from '#shared/domain/supportCase.ts'
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

/** Everything that is about one case, its conferences or their notes, at any point of a conference. */
const ofCases = printableRules()
  .map(({ action }) => action)
  .filter((action) => /^(case|conference|conferenceNote)\./.test(action) && action !== 'case.open')
const allowedOf = (subject: Subject, facts: Partial<ConferenceFacts>, actions: readonly Action[] = ofCases) =>
  actions.filter((action) =>
    CONFERENCE_STATES.some((conferenceState) => {
      const whole = { ...conferenceFacts({ conferenceState, ...facts }), need: 'medical' }
      return decide(action, subject, whole as never, NOON).allowed
    }),
  )

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
  const answers = ROLES.map((role) => reads(aSubject({ role }), caseFacts()))

  expect(answers).toEqual(['wrongRole', 'allowed', 'notOnTeam', 'allowed', 'notOnTeam', 'notOnTeam', 'wrongRole'])
})

test('[AC2.3] administrators and auditors see no case content, whatever place somebody gives them', () => {
  const own = aTeamPlace({ organisationId: HOSPITAL, memberId: fixedId('member', 2) })

  for (const role of ['administrator', 'auditor'] as const) {
    expect([role, allowedOf(aSubject({ role }), { team: [own] })]).toEqual([role, []])
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

test('[AC2.1] [CF2.10] [CS9.5] whoever is not on the team may do nothing about a case, whatever their role, and that is why', () => {
  const strangers = ROLES.map((role) => aSubject({ role, organisationId: STRANGERS }))

  expect(strangers.map((stranger) => allowedOf(stranger, {}))).toEqual(ROLES.map(() => []))
  const coordinator = aSubject({ role: 'coordinator', organisationId: STRANGERS })
  const verdicts = ofCases.map((action) =>
    decide(action, coordinator, { ...conferenceFacts(), need: 'other' } as never, NOON),
  )
  expect(verdicts).toEqual(ofCases.map(() => ({ allowed: false, because: 'notOnTeam' })))
})

test('[AC2.8] before there is a basis nobody reads a note, destroys its trail or plans a conference again', () => {
  const asked = ofCases.filter((action) => /^conferenceNote|putBack$/.test(action))

  expect(allowedOf(aSubject({ role: 'coordinator' }), { bases: [] }, asked)).toEqual([])
  expect(allowedOf(aSubject({ role: 'coordinator' }), {}, asked)).toEqual(asked)
})

test('[AC2.13] [AC2.14] an observer reads what they were invited to, unless they were noted as absent', () => {
  const observer = aSubject({ role: 'observer' })
  const team = [aTeamPlace({ organisationId: HOSPITAL, memberId: observer.memberId })]
  const may = (facts: Partial<ConferenceFacts>) => allowedOf(observer, { team, ...facts })

  expect(may({ conferenceState: 'ended' })).toEqual(['case.readErased', 'conference.read', 'conferenceNote.read'])
  expect(may({ absentIds: [observer.memberId], conferenceState: 'ended' })).toEqual([
    ...['case.readErased', 'conference.read'],
  ])
  expect(may({ inviteeIds: [] })).toEqual(['case.readErased'])
})

test('[CF5.3] [CF5.6] an invitation is answered by those who do not note the attendance, before it opens and while the case goes on', () => {
  const own = aTeamPlace({ organisationId: HOSPITAL, memberId: fixedId('member', 2) })
  const may = (role: Role, facts: Partial<ConferenceFacts> = {}) =>
    allowedOf(aSubject({ role }), { team: [own], conferenceState: 'planned', ...facts }, ['conference.reply']).length

  expect(CASE_ROLES.filter((role) => may(role) > 0)).toEqual(
    CASE_ROLES.filter((role) => role !== 'coordinator' && role !== 'staff'),
  )
  const facts = [{ inviteeIds: [] }, { conferenceState: 'open' as const }, { state: 'closed' as const }]
  expect(facts.map((one) => may('adviser', one))).toEqual([0, 0, 0])
})

test('[CS9.3] [CS9.4] [AC6.14] the council’s files are the secretariat’s and the chair’s, and the trail is the auditor’s', () => {
  const acts = ['retention.keep', 'disposal.list', 'disposal.hold', 'disposal.ask', 'disposal.approve'] as const
  const holder = (office: 'secretariat' | 'chair') =>
    aSubject({ offices: [{ office, from: inDays(-10), until: null }] })

  expect(ROLES.flatMap((role) => allowedOf(aSubject({ role }), {}, acts))).toEqual([])
  expect(allowedOf(holder('secretariat'), {}, acts)).toEqual(acts)
  expect(allowedOf(holder('chair'), {}, acts)).toEqual(['disposal.list', 'disposal.hold', 'disposal.approve'])
  expect(ROLES.filter((role) => allowedOf(aSubject({ role }), {}, ['audit.read']).length > 0)).toEqual(['auditor'])
})

test('[AC2.15] a need is seen by whoever holds the item of information that it speaks of', () => {
  const team = (...categories: TeamPlace['categories']) => [aTeamPlace({ organisationId: HOSPITAL, categories })]
  const bases = [aBasis({ categories: ['basic', 'health'] })]
  const may = (facts: Partial<ConferenceFacts>) => allowedOf(aSubject(), facts, ['case.seeNeed'])

  expect([may({ team: team('basic'), bases }), may({ team: team('basic', 'health'), bases })]).toEqual([
    [],
    ['case.seeNeed'],
  ])
})
