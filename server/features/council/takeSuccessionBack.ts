import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import { assertNotClosed } from '#server/access/ofCouncil.ts'
import type { SuccessionWithdrawalRequest } from '#shared/api/council.ts'
import { AppError } from '#shared/core/appError.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { addDays, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { isOverBy, type Member, prolonged } from '#shared/domain/member.ts'
import { comesAfter, officesTakenBack } from '#shared/domain/succession.ts'
import type { CouncilPorts } from './councilPorts.ts'
import { keepHeld } from './keepHeld.ts'

/**
 * Takes a succession back that was a slip: the term and the offices of whoever left stand as before, and who came is out at once. What
 * was done meanwhile stays with whoever did it; sign-ins from before the slip do not come back.
 *
 * Throws: `notFound`; `invalidInput` for a last day that would shorten the term; `conflict` for one's own membership, whether they left or came, when another has
 * taken it back or changed it meanwhile, when the organisation has closed, and when nobody would be left to administer.
 */
export const takeSuccessionBack =
  (ports: CouncilPorts) =>
  async (actor: Actor, id: MemberId, { successorId, until }: SuccessionWithdrawalRequest): Promise<Member> => {
    authorise('council.administer', actor, null, ports.clock.now())
    if ([id, successorId].includes(actor.memberId)) throw new AppError('conflict', { because: 'ownMembership' })

    return ports.endings.endingRights(async () => {
      authorise('council.administer', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const today = dayInJapan(ports.clock.now())
      const { left, successor } = await pairOf(ports, { id, successorId }, today)
      await assertNotClosed(ports.council, left.organisationId, today)
      const restored = restoredTo(left, successor, until)
      const wasOver = isOverBy(left, today) && !isOverBy(restored, today)
      if (wasOver) await ports.endSignInsOf(id)
      const next = wasOver ? { ...restored, seatedAt: ports.clock.now() } : restored
      await keepHeld(ports, ['administrator'], async () => {
        await ports.council.saveMember(next)
        await ports.council.saveMember(outOf(successor, today))
      })
      const changes = changesIn(['until', 'offices'], left, next)
      await ports.audit.append({
        ...{ kind: 'successionTakenBack', by: actor.memberId, objectIds: [id, successorId], changes },
      })
      return next
    })
  }

/** Throws: `notFound`; `conflict` when the one does not come after the other any more. */
async function pairOf(
  { council }: CouncilPorts,
  { id, successorId }: { readonly id: MemberId; readonly successorId: MemberId },
  today: PlainDate,
): Promise<{ readonly left: Member; readonly successor: Member }> {
  const [left, successor] = [await council.findMember(id), await council.findMember(successorId)]
  if (left === null || successor === null) throw new AppError('notFound')
  const follows = comesAfter(successor, left) && !isOverBy(successor, today)
  if (!follows) throw new AppError('conflict', { because: 'termChanged' })
  return { left, successor }
}

function restoredTo(left: Member, successor: Member, until: PlainDate | null): Member {
  const next = left.until === until ? { ok: true as const, value: left } : prolonged(left, until)
  if (!next.ok) throw new AppError('invalidInput', { fields: ['until'] })
  return { ...next.value, offices: officesTakenBack(left, successor) }
}

/** They came after nobody, hold nothing, and see nothing from now on. */
function outOf({ succeeds: _, ...successor }: Member, today: PlainDate): Member {
  const { from } = successor
  return { ...successor, offices: [], until: addDays(from < today ? today : from, -1) }
}
