import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import { assertNotClosed } from '#server/access/ofCouncil.ts'
import type { RestoreMembershipRequest } from '#shared/api/council.ts'
import { AppError } from '#shared/core/appError.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { isOverBy, type Member, prolonged } from '#shared/domain/member.ts'
import type { CouncilPorts } from './councilPorts.ts'

/**
 * Takes back the end of a membership that was set by mistake. What rested on it holds again: the way to log in, and offices, places on
 * teams and invitations that nobody has ended meanwhile. Sign-ins from before it was over do not: who has one may be another by now.
 *
 * Throws: `notFound`; `invalidInput` for a last day that would shorten the term or is past; `conflict` for one's own, when another has
 * changed the end meanwhile, and when their organisation has closed.
 */
export const restoreMembership =
  (ports: CouncilPorts) =>
  async (actor: Actor, id: MemberId, request: RestoreMembershipRequest): Promise<Member> => {
    authorise('council.administer', actor, null, ports.clock.now())
    if (id === actor.memberId) throw new AppError('conflict', { because: 'ownMembership' })

    // As an ending, which only one at a time can be: it may be taken back, or their organisation be closed, at this moment.
    return ports.endings.endingRights(async () => {
      authorise('council.administer', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const member = await ports.council.findMember(id)
      if (member === null) throw new AppError('notFound')
      const today = dayInJapan(ports.clock.now())
      const next = restoredTo(member, request)
      if (isOverBy(next, today)) throw new AppError('invalidInput', { fields: ['until'] })
      await assertNotClosed(ports.council, member.organisationId, today)
      const wasOver = isOverBy(member, today)
      if (wasOver) await ports.endSignInsOf(id)
      const kept = wasOver ? { ...next, seatedAt: ports.clock.now() } : next
      await ports.council.saveMember(kept)
      const changes = changesIn(['until'], member, kept)
      await ports.audit.append({ kind: 'membershipRestored', by: actor.memberId, objectIds: [id], changes })
      return kept
    })
  }

/** Throws: `conflict` when another end stands there by now than was shown, and not yet what is asked for. */
function restoredTo(member: Member, { until, shown }: RestoreMembershipRequest): Member {
  if (member.until === until) return member
  if (member.until !== shown) throw new AppError('conflict', { because: 'termChanged' })
  const next = prolonged(member, until)
  if (!next.ok) throw new AppError('invalidInput', { fields: ['until'] })
  return next.value
}
