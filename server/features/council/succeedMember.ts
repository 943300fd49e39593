import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import { assertNotClosed } from '#server/access/ofCouncil.ts'
import type { SuccessionRequest } from '#shared/api/council.ts'
import { AppError } from '#shared/core/appError.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { isOverBy, type Member } from '#shared/domain/member.ts'
import { comesAfter, succeededFrom } from '#shared/domain/succession.ts'
import type { CouncilPorts } from './councilPorts.ts'
import { keepHeld } from './keepHeld.ts'
import { newAccount } from './newAccount.ts'

interface Seat {
  /** Who leaves. */
  readonly id: MemberId
  readonly successorId: MemberId
}

/**
 * Puts another in a member's place from a day on (後任): of the same organisation and role, with their offices and the rest of their
 * term. A place that somebody has on a team by name, and an invitation, go along by no rule: a coordinator gives them. One who is there
 * under `successorId` the same request has added.
 *
 * Throws: `notFound`; `conflict` for one's own membership, when another has changed its end meanwhile, when somebody came after already,
 * when the organisation has closed, when the login name is taken, and when nobody would be left to administer.
 */
export const succeedMember =
  (ports: CouncilPorts) =>
  async (actor: Actor, seat: Seat, { account, ...request }: SuccessionRequest): Promise<Member> => {
    authorise('council.administer', actor, null, ports.clock.now())
    if (seat.id === actor.memberId) throw new AppError('conflict', { because: 'ownMembership' })
    const opened = account === null ? null : await newAccount(ports, seat.successorId, account)

    return ports.endings.endingRights(async () => {
      // Hashing takes its time, and whoever waited for it may have lost the right meanwhile.
      authorise('council.administer', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const added = await ports.council.findMember(seat.successorId)
      if (added !== null) return added
      const today = dayInJapan(ports.clock.now())
      const leaving = await leavingAsShown(ports, seat.id, request.shown, today)
      await assertNotClosed(ports.council, leaving.organisationId, request.from < today ? today : request.from)
      const { left, successor } = seatsOf(leaving, seat.successorId, request, today)
      const seated = { ...successor, seatedAt: ports.clock.now() }
      await keepHeld(ports, ['administrator'], async () => {
        await ports.council.saveMember(left)
        await ports.council.saveMember(seated)
        if (opened !== null) await ports.accounts.add(opened)
      })
      const changes = changesIn(['until', 'offices'], leaving, left)
      await ports.audit.append({
        ...{ kind: 'memberSucceeded', by: actor.memberId, objectIds: [leaving.id, seated.id], changes },
      })
      return seated
    })
  }

async function leavingAsShown(
  { council }: CouncilPorts,
  id: MemberId,
  shown: PlainDate | null,
  today: PlainDate,
): Promise<Member> {
  const leaving = await council.findMember(id)
  if (leaving === null) throw new AppError('notFound')
  const followed = (await council.listMembers()).some((one) => comesAfter(one, leaving) && !isOverBy(one, today))
  if (followed) throw new AppError('conflict', { because: 'hasSuccessor' })
  if (leaving.until !== shown) throw new AppError('conflict', { because: 'termChanged' })
  return leaving
}

function seatsOf(
  leaving: Member,
  id: MemberId,
  { name, kana, from }: Omit<SuccessionRequest, 'account'>,
  today: PlainDate,
): { readonly left: Member; readonly successor: Member } {
  const { organisationId, role, volunteerKind } = leaving
  const { left, taken } = succeededFrom(leaving, from, today)
  return {
    left: { ...leaving, ...left },
    successor: { id, name, kana, organisationId, role, volunteerKind, from, ...taken, succeeds: leaving.id },
  }
}
