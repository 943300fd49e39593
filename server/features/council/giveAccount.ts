import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import type { NewAccountRequest } from '#shared/api/council.ts'
import { AppError } from '#shared/core/appError.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { dayInJapan } from '#shared/core/time.ts'
import type { Member } from '#shared/domain/member.ts'
import type { CouncilPorts } from './councilPorts.ts'
import { newAccount } from './newAccount.ts'

/**
 * Gives a member who came on paper until now a way to log in; they stay who they are, with their teams and what they did.
 *
 * Throws: `notFound`; `conflict` when they can log in already, when the membership is over, and when the login name is taken;
 * `invalidInput` for a password everybody guesses.
 */
export const giveAccount =
  (ports: CouncilPorts) =>
  async (actor: Actor, id: MemberId, request: NewAccountRequest): Promise<Member> => {
    authorise('council.administer', actor, null, ports.clock.now())
    const account = await newAccount(ports, id, request)

    return ports.atomically(async () => {
      // Hashing takes its time, and whoever waited for it may have lost the right meanwhile.
      authorise('council.administer', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const member = await ports.council.findMember(id)
      if (member === null) throw new AppError('notFound')
      const isOver = member.until !== null && member.until < dayInJapan(ports.clock.now())
      if (isOver) throw new AppError('conflict', { because: 'alreadyEnded' })
      if ((await ports.accounts.findByMember(id)) !== null) throw new AppError('conflict', { because: 'hasAccount' })
      const next = { ...member, seatedAt: ports.clock.now() }
      await ports.council.saveMember(next)
      await ports.accounts.add(account)
      await ports.audit.append({ kind: 'accountGiven', by: actor.memberId, objectIds: [id] })
      return next
    })
  }
