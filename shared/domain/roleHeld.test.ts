import { expect, test } from 'vitest'
import { aMember, anOrganisation } from '#shared/fixtures/builders.ts'
import { fixedId, inDays, TODAY } from '#shared/fixtures/days.ts'
import type { Member } from './member.ts'
import type { Organisation } from './organisation.ts'
import { isRoleHeldOn } from './roleHeld.ts'

const isHeld = (member: Partial<Member>, organisation: Partial<Organisation> = {}, hasAccount = true): boolean => {
  const people = { members: [{ ...aMember(member), hasAccount }], organisations: [anOrganisation(organisation)] }
  return isRoleHeldOn('coordinator', people, TODAY)
}

test('[CL1.8] a role is held from the first to the last day of a term, both included', () => {
  const terms = [{ from: TODAY }, { until: TODAY }, { from: inDays(1) }, { until: inDays(-1) }]
  expect(terms.map((term) => isHeld(term))).toEqual([true, true, false, false])
})

test('[CL1.8] nobody holds it who has another role, no account, or an organisation that is not of the council', () => {
  expect([
    isHeld({ role: 'staff' }),
    isHeld({}, {}, false),
    isHeld({}, { isMember: false }),
    isHeld({}, { closedOn: TODAY }),
    isHeld({ organisationId: fixedId('organisation', 2) }),
  ]).toEqual([false, false, false, false, false])
  expect(isHeld({}, { closedOn: inDays(1) })).toBe(true)
})
