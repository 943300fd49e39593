import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import { assertNotClosed } from '#server/access/ofCouncil.ts'
import type { RestoreMembershipRequest } from '#shared/api/council.ts'
import { AppError } from '#shared/core/appError.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { isOverBy, type Member, type Office, officesOn, prolonged } from '#shared/domain/member.ts'
import { officesGone } from '#shared/domain/succession.ts'
import type { CouncilPorts } from './councilPorts.ts'

/**
 * Takes back the end of a membership that was set by mistake. What rested on it holds again: the way to log in, and offices, places on
 * teams and invitations that nobody has ended meanwhile. Sign-ins from before it was over do not: who has one may be another by now.
 *
 * Throws: `notFound`; `invalidInput` for a last day that would shorten the term or is past; `conflict` for one's own, when another has
 * changed the end meanwhile, when an office that is to come back is not free, and when their organisation has closed.
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
      const restored = restoredTo(member, request, today)
      const next = withOfficesBack(restored, request.offices, await ports.council.listMembers(), today)
      await assertNotClosed(ports.council, member.organisationId, today)
      const wasOver = isOverBy(member, today)
      if (wasOver) await ports.endSignInsOf(id)
      const kept = wasOver ? { ...next, seatedAt: ports.clock.now() } : next
      await ports.council.saveMember(kept)
      const changes = changesIn(['until', 'offices'], member, kept)
      await ports.audit.append({ kind: 'membershipRestored', by: actor.memberId, objectIds: [id], changes })
      return kept
    })
  }

/** Throws: `conflict` when another end stands there by now than was shown, and not yet what is asked for. */
function restoredTo(member: Member, { until, shown }: RestoreMembershipRequest, today: PlainDate): Member {
  if (isOverBy({ until }, today)) throw new AppError('invalidInput', { fields: ['until'] })
  if (member.until === until) return member
  if (member.until !== shown) throw new AppError('conflict', { because: 'termChanged' })
  const next = prolonged(member, until)
  if (!next.ok) throw new AppError('invalidInput', { fields: ['until'] })
  return next.value
}

/** One that is theirs by now stays as it is: the same request may have given it. Throws: `conflict` when one is not free. */
function withOfficesBack(
  member: Member,
  asked: readonly Office[] = [],
  members: readonly Member[],
  today: PlainDate,
): Member {
  const free = officesGone(member, members, today).filter(({ state }) => state === 'free')
  const missing = asked.filter((office) => !officesOn(member, today).includes(office))
  const back = free.map((gone) => gone.back).filter(({ office }) => missing.includes(office))
  const isThere = (office: Office) => back.some((one) => one.office === office)
  if (!missing.every(isThere)) throw new AppError('conflict', { because: 'officeHeld' })
  return back.length === 0 ? member : { ...member, offices: [...member.offices, ...back] }
}
