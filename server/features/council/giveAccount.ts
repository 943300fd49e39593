import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { assertNotClosed } from '#server/access/ofCouncil.ts'
import type { NewAccountRequest } from '#shared/api/council.ts'
import { AppError } from '#shared/core/appError.ts'
import type { AccountId, MemberId } from '#shared/core/ids.ts'
import { dayInJapan } from '#shared/core/time.ts'
import { isOverBy, type Member } from '#shared/domain/member.ts'
import type { CouncilPorts } from './councilPorts.ts'
import { newAccount } from './newAccount.ts'

/**
 * Gives a member who came on paper until now a way to log in; they stay who they are, with their teams and what they did. An account
 * that is there under `accountId` was given by the same request before.
 *
 * Throws: `notFound`; `conflict` when they can log in already, when the membership is over, when their organisation has closed, and when
 * the login name is taken; `invalidInput` for a password everybody guesses.
 */
export const giveAccount =
  (ports: CouncilPorts) =>
  async (
    actor: Actor,
    { id, accountId }: { readonly id: MemberId; readonly accountId: AccountId },
    request: NewAccountRequest,
  ): Promise<Member> => {
    authorise('council.administer', actor, null, ports.clock.now())
    const account = { ...(await newAccount(ports, id, request)), id: accountId }

    // As an ending, which only one at a time can be: their membership, or their organisation, may be ending at this moment.
    return ports.endings.endingRights(async () => {
      // Hashing takes its time, and whoever waited for it may have lost the right meanwhile.
      authorise('council.administer', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const member = await ports.council.findMember(id)
      if (member === null) throw new AppError('notFound')
      const today = dayInJapan(ports.clock.now())
      if (isOverBy(member, today)) throw new AppError('conflict', { because: 'alreadyEnded' })
      await assertNotClosed(ports.council, member.organisationId, today)
      const before = await ports.accounts.findByMember(id)
      if (before?.id === accountId) return member
      if (before !== null) throw new AppError('conflict', { because: 'hasAccount' })
      const next = { ...member, seatedAt: ports.clock.now() }
      await ports.council.saveMember(next)
      await ports.accounts.add(account)
      await ports.audit.append({ kind: 'accountGiven', by: actor.memberId, objectIds: [id] })
      return next
    })
  }
