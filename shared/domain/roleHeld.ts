import { addDays, type PlainDate } from '#shared/core/time.ts'
import { coversDay, type Member, type Role } from './member.ts'
import { isCouncilMemberOn, type Organisation } from './organisation.ts'

/** What is asked of the council's people; the role alone lets nobody in who has no account. */
export interface Seated {
  readonly members: readonly (Pick<Member, 'id' | 'organisationId' | 'role' | 'from' | 'until'> & {
    readonly hasAccount: boolean
  })[]
  readonly organisations: readonly Organisation[]
}

/** True when on a day somebody holds the role who can sign in: in term, with an account, of an organisation of the council. */
export function isRoleHeldOn(role: Role, { members, organisations }: Seated, day: PlainDate): boolean {
  const seated = new Set(organisations.filter((one) => isCouncilMemberOn(one, day)).map(({ id }) => id))
  return members.some(
    (member) =>
      member.role === role && member.hasAccount && coversDay(member, day) && seated.has(member.organisationId),
  )
}

/** The days on which somebody in a role begins, or is there no more. */
function turnsOf({ members, organisations }: Seated, role: Role): readonly PlainDate[] {
  const terms = members.filter((member) => member.role === role)
  return [
    ...terms.flatMap(({ from, until }) => (until === null ? [from] : [from, addDays(until, 1)])),
    ...organisations.flatMap(({ closedOn }) => (closedOn === null ? [] : [closedOn])),
  ]
}

/** Who is seated before a change, and after it. */
export interface Reseated {
  readonly before: Seated
  readonly after: Seated
}

/**
 * True when a change leaves nobody in a role on a day, `today` or later, on which somebody would have been. An end may lie ahead, and
 * so may the day on which another begins.
 */
export function leavesUnheld(role: Role, { before, after }: Reseated, today: PlainDate): boolean {
  const days = [today, ...turnsOf(before, role), ...turnsOf(after, role)].filter((day) => day >= today)
  return days.some((day) => isRoleHeldOn(role, before, day) && !isRoleHeldOn(role, after, day))
}
