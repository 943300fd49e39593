import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import { assertNotClosed } from '#server/access/ofCouncil.ts'
import type { ReturnRequest } from '#shared/api/council.ts'
import { AppError } from '#shared/core/appError.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { backFrom } from '#shared/domain/laterTerm.ts'
import { hasRightKind, isOverBy, type Member } from '#shared/domain/member.ts'
import type { CouncilPorts } from './councilPorts.ts'

/**
 * Makes somebody a member again, from a day on that may lie ahead, after a membership that is over: one human has one. They keep their
 * way to log in, and what they did; nothing opens by itself that was open to them: no office, no place of their own on a team, and no
 * sign-in from before.
 *
 * Throws: `notFound`; `invalidInput` for a first day that is not after the last of the earlier term, a term that ends before it begins,
 * and a volunteer of no kind; `conflict` when the membership is not over, when another was first, and when the organisation has closed.
 */
export const returnMember =
  (ports: CouncilPorts) =>
  async (actor: Actor, id: MemberId, { shown, ...term }: ReturnRequest): Promise<Member> => {
    authorise('council.administer', actor, null, ports.clock.now())
    if (!hasRightKind(term)) throw new AppError('invalidInput', { fields: ['volunteerKind'] })
    if (term.from <= shown) throw new AppError('invalidInput', { fields: ['from'] })
    if (term.until !== null && term.until < term.from) throw new AppError('invalidInput', { fields: ['until'] })

    // As an ending, which only one at a time can be: another may be doing the same, or their organisation be closing, at this moment.
    return ports.endings.endingRights(async () => {
      authorise('council.administer', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const member = await ports.council.findMember(id)
      if (member === null) throw new AppError('notFound')
      const today = dayInJapan(ports.clock.now())
      if (isBackAlready(member, { ...term, shown })) return member
      assertOverAsShown(member, shown, today)
      await assertNotClosed(ports.council, term.organisationId, term.from < today ? today : term.from)
      const next = { ...backFrom(member, shown, term), seatedAt: ports.clock.now() }
      await ports.endSignInsOf(id)
      await ports.council.saveMember(next)
      await ports.teamPlaces.endOwn(id, [...new Set([member.organisationId, term.organisationId])], actor.memberId)
      const changes = changesIn(['organisationId', 'role', 'volunteerKind', 'offices', 'from', 'until'], member, next)
      await ports.audit.append({ kind: 'memberReturned', by: actor.memberId, objectIds: [id], changes })
      return next
    })
  }

/** The same request came before, and its answer was lost. */
const isBackAlready = ({ earlierTerms = [], from, until }: Member, asked: ReturnRequest): boolean =>
  earlierTerms.at(-1)?.until === asked.shown && from === asked.from && until === asked.until

function assertOverAsShown(member: Member, shown: PlainDate, today: PlainDate): void {
  if (member.until !== shown) throw new AppError('conflict', { because: 'termChanged' })
  if (!isOverBy(member, today)) throw new AppError('conflict', { because: 'notEnded' })
}
