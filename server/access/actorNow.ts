import { AppError } from '#shared/core/appError.ts'
import type { MemberId, OrganisationId } from '#shared/core/ids.ts'
import { type Clock, dayInJapan } from '#shared/core/time.ts'
import type { Member } from '#shared/domain/member.ts'
import { isCouncilMemberOn, type Organisation } from '#shared/domain/organisation.ts'
import type { Actor } from './actor.ts'

/** Where who somebody is can be read anew. */
export interface Seats {
  findMember(id: MemberId): Promise<Member | null>
  findOrganisation(id: OrganisationId): Promise<Organisation | null>
}

/**
 * Who asks, as the running transaction finds them: what they rested on may have ended since the request came in.
 *
 * Throws: `signInRequired` when they are gone.
 */
export async function actorNow(seats: Seats, clock: Clock, actor: Actor): Promise<Actor> {
  const member = await seats.findMember(actor.memberId)
  const organisation = member === null ? null : await seats.findOrganisation(member.organisationId)
  if (member === null || organisation === null) throw new AppError('signInRequired')
  const { role, organisationId, offices, from, until } = member
  const organisationIsMember = isCouncilMemberOn(organisation, dayInJapan(clock.now()))
  return { ...actor, role, organisationId, offices, from, until, organisationIsMember }
}
