import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { assertAsShown } from '#server/access/asShown.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import { assertNotClosed } from '#server/access/ofCouncil.ts'
import type { EndMembershipRequest, NewMemberRequest, RenameMemberRequest } from '#shared/api/council.ts'
import { AppError } from '#shared/core/appError.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { addDays, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { hasRightKind, isOverBy, type Member } from '#shared/domain/member.ts'
import { calledSince } from './calledSince.ts'
import type { CouncilPorts } from './councilPorts.ts'
import { keepHeld } from './keepHeld.ts'
import { newAccount } from './newAccount.ts'

/**
 * Adds a member, with an account or without: half the council never logs in. A member who is there under `id` was added by the same
 * request before.
 *
 * Throws: `notFound` without such an organisation; `conflict` when it has closed and when the login name is taken; `invalidInput` for a password everybody guesses
 * and for a volunteer of no kind.
 */
export const addMember =
  (ports: CouncilPorts) =>
  async (actor: Actor, { account, ...input }: NewMemberRequest, id: MemberId): Promise<Member> => {
    authorise('council.administer', actor, null, ports.clock.now())
    if (!hasRightKind(input)) throw new AppError('invalidInput', { fields: ['volunteerKind'] })
    const member: Member = { id, ...input, offices: [], until: null, seatedAt: ports.clock.now() }
    const opened = account === null ? null : await newAccount(ports, id, account)

    // As an ending, which only one at a time can be: their organisation may be closing at this moment.
    return ports.endings.endingRights(async () => {
      // Hashing takes its time, and whoever waited for it may have lost the right meanwhile.
      authorise('council.administer', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const added = await ports.council.findMember(id)
      if (added !== null) return added
      await assertNotClosed(ports.council, input.organisationId, dayInJapan(ports.clock.now()))
      await ports.council.saveMember(member)
      if (opened !== null) await ports.accounts.add(opened)
      await ports.audit.append({ kind: 'memberAdded', by: actor.memberId, objectIds: [member.id] })
      return member
    })
  }

/** Gives a member the name they have now; whoever they are, what they may do and what they did stays theirs. Throws: `notFound`; `invalidInput` for a day ahead; `conflict` when another was first. */
export const renameMember =
  (ports: CouncilPorts) =>
  async (actor: Actor, id: MemberId, change: RenameMemberRequest): Promise<Member> =>
    ports.atomically(async () => {
      authorise('council.administer', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const member = await ports.council.findMember(id)
      if (member === null) throw new AppError('notFound')
      assertAsShown(member, change, 'nameChanged')
      const { name = member.name, kana = member.kana } = change
      const next = { ...member, name, kana, ...calledSince(member, change, dayInJapan(ports.clock.now())) }
      await ports.council.saveMember(next)
      await ports.audit.append({ kind: 'memberRenamed', by: actor.memberId, objectIds: [id] })
      return next
    })

/**
 * Sets the last day of a membership. With today or an earlier day, access ends at once.
 *
 * Throws: `notFound`; `conflict` when it would end one's own, or that of the last who goes on as an administrator, so that a council
 * is never left without one by a slip, when another has set an end meanwhile, and when the membership is over, which no other end may
 * open again.
 */
export const endMembership =
  (ports: CouncilPorts) =>
  async (actor: Actor, id: MemberId, { on, shown }: EndMembershipRequest): Promise<Member> => {
    authorise('council.administer', actor, null, ports.clock.now())
    if (id === actor.memberId) throw new AppError('conflict', { because: 'ownMembership' })
    const today = dayInJapan(ports.clock.now())

    return ports.endings.endingRights(async () => {
      // Of two who end each other at once, the second has ended.
      authorise('council.administer', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const member = await ports.council.findMember(id)
      if (member === null) throw new AppError('notFound')
      const next = endedOn(member, on, today)
      const isOvertaken = shown !== undefined && shown !== member.until && next.until !== member.until
      if (isOvertaken) throw new AppError('conflict', { because: 'termChanged' })
      await keepHeld(ports, ['administrator'], () => ports.council.saveMember(next))
      const changes = changesIn(['until'], member, next)
      await ports.audit.append({ kind: 'membershipEnded', by: actor.memberId, objectIds: [id], changes })
      return next
    })
  }

function endedOn(member: Member, on: PlainDate, today: PlainDate): Member {
  if (isOverBy(member, today)) throw new AppError('conflict', { because: 'alreadyEnded' })
  const until = on <= today ? addDays(today, -1) : on
  return { ...member, until: until < member.from ? addDays(member.from, -1) : until }
}
