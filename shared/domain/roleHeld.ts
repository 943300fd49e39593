import type { PlainDate } from '#shared/core/time.ts'
import { coversDay, type Member, type Role } from './member.ts'
import { isCouncilMemberOn, type Organisation } from './organisation.ts'

/** What is asked of the council's people; the role alone lets nobody in who has no account. */
export interface Seated {
  readonly members: readonly (Pick<Member, 'organisationId' | 'role' | 'from' | 'until'> & {
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
