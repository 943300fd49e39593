import type { Account } from '#server/access/accounts.mongo.ts'
import { type Actor, authorise } from '#server/access/actor.ts'
import { assertOwnPassword } from '#server/access/passwordRules.ts'
import type { OwnPasswordRequest } from '#shared/api/session.ts'
import { AppError } from '#shared/core/appError.ts'
import type { SignInPorts } from './signInPorts.ts'

/**
 * Puts a password that nobody else knows in the place of the one that was made up for somebody: whoever made it up could come in by it
 * as that person. Every other sign-in of theirs is over with it.
 *
 * Throws: `invalidInput` when the present one is wrong, as it is for the demo's people, who have none, when the new one is the same,
 * and when everybody guesses it; `conflict` when it was changed meanwhile.
 */
export const changeOwnPassword =
  (ports: SignInPorts) =>
  async (actor: Actor, { current, password }: OwnPasswordRequest): Promise<void> => {
    authorise('council.read', actor, null, ports.clock.now())
    const account = await provenAccount(ports, actor, current)
    if (password === current) throw new AppError('invalidInput', { fields: ['password'], because: 'samePassword' })
    assertOwnPassword(password, account.loginName)
    const hash = await ports.passwords.hash(password)

    await ports.endings.endingRights(async () => {
      // Hashing takes its time: the membership may have ended meanwhile, or whoever runs the server have given another password.
      if (!(await ports.council.isActive(actor.memberId))) throw new AppError('signInRequired')
      const now = await ports.accounts.findByMember(actor.memberId)
      if (now?.password?.hash !== account.password.hash) throw new AppError('conflict')
      await ports.accounts.keepPassword(account.id, hash, false)
      await ports.audit.append({ kind: 'passwordChanged', by: actor.memberId, objectIds: [actor.memberId] })
    })
    for (const sessionId of await ports.takeOtherSignIns(actor.memberId, actor.sessionId))
      await ports.endings.endingSession(sessionId, async () => undefined)
  }

type WithPassword = Account & { readonly password: NonNullable<Account['password']> }

/** The account of whoever knows its password: an unlocked machine alone is not enough. */
async function provenAccount(ports: SignInPorts, { memberId }: Actor, current: string): Promise<WithPassword> {
  const account = await ports.accounts.findByMember(memberId)
  const kept = account?.password ?? null
  const isRight = await ports.passwords.matches(current, kept)
  if (account !== null && kept !== null && isRight) return { ...account, password: kept }
  const because = 'currentPassword'
  await ports.audit.append({
    kind: 'passwordChanged',
    by: memberId,
    objectIds: [memberId],
    outcome: 'refused',
    because,
  })
  throw new AppError('invalidInput', { fields: ['current'], because })
}
