import type { Actor } from '#server/access/actor.ts'
import { AppError } from '#shared/core/appError.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { isCouncilMemberOn } from '#shared/domain/organisation.ts'
import type { CouncilPorts } from './councilPorts.ts'

/** Who asks, as the running transaction finds them. Throws: `signInRequired` when they are gone. */
export async function actorNow({ council, clock }: CouncilPorts, actor: Actor): Promise<Actor> {
  const member = await council.findMember(actor.memberId)
  const organisation = member === null ? null : await council.findOrganisation(member.organisationId)
  if (member === null || organisation === null) throw new AppError('signInRequired')
  const { role, organisationId, offices, from, until } = member
  const organisationIsMember = isCouncilMemberOn(organisation, dayInJapan(clock.now()))
  return { ...actor, role, organisationId, offices, from, until, organisationIsMember }
}
