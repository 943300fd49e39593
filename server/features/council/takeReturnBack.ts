import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import type { ReturnWithdrawalRequest } from '#shared/api/council.ts'
import { AppError } from '#shared/core/appError.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { asBeforeReturn } from '#shared/domain/laterTerm.ts'
import type { Member } from '#shared/domain/member.ts'
import type { CouncilPorts } from './councilPorts.ts'
import { keepHeld } from './keepHeld.ts'

/**
 * Takes back that somebody is a member again, where that was a slip: the membership is over as it was before, and what was open is
 * closed at once. Places on teams that ended with the return stay ended.
 *
 * Throws: `notFound`; `conflict` for one's own membership, when another has changed the term or given an office meanwhile, when it was
 * taken back already, and when nobody would be left to administer.
 */
export const takeReturnBack =
  (ports: CouncilPorts) =>
  async (actor: Actor, id: MemberId, shown: ReturnWithdrawalRequest): Promise<Member> => {
    authorise('council.administer', actor, null, ports.clock.now())
    if (id === actor.memberId) throw new AppError('conflict', { because: 'ownMembership' })

    return ports.endings.endingRights(async () => {
      authorise('council.administer', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const member = await ports.council.findMember(id)
      if (member === null) throw new AppError('notFound')
      const before = asBeforeReturn(member)
      const isAsShown = member.from === shown.from && member.until === shown.until && member.offices.length === 0
      if (before === null || !isAsShown) throw new AppError('conflict', { because: 'termChanged' })
      await keepHeld(ports, ['administrator'], () => ports.council.saveMember(before))
      const changes = changesIn(['organisationId', 'role', 'volunteerKind', 'offices', 'from', 'until'], member, before)
      await ports.audit.append({ kind: 'returnTakenBack', by: actor.memberId, objectIds: [id], changes })
      return before
    })
  }
