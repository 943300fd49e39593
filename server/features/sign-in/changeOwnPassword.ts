import type { Account } from '#server/access/accounts.mongo.ts'
import { type Actor, authorise } from '#server/access/actor.ts'
import { assertOwnPassword } from '#server/access/passwordRules.ts'
import type { OwnPasswordRequest } from '#shared/api/session.ts'
import { AppError } from '#shared/core/appError.ts'
import type { SignInPorts } from './signInPorts.ts'

/**
 * Puts a password that nobody else knows in the place of the one that was made up for somebody: whoever made it up could come in by it
 * as that person. Every other sign-in of theirs is over with it. Sent once more, since its answer was lost, it is done already.
 *
 * Throws: `invalidInput` when the present one is wrong, as it is for the demo's people, who have none, when the new one is the same,
 * and when everybody guesses it; `conflict` when it was changed meanwhile.
 */
export const changeOwnPassword =
  (ports: SignInPorts) =>
  async (actor: Actor, asked: OwnPasswordRequest): Promise<void> => {
    authorise('council.read', actor, null, ports.clock.now())
    const account = await ports.accounts.findByMember(actor.memberId)
    if (await ports.passwords.matches(asked.current, account?.password ?? null))
      await change(ports, actor, asked, account)
    else if (!(await isTheirsAlready(ports, account, asked))) await refuse(ports, actor)
    await endOthers(ports, actor)
  }

async function endOthers(
  { takeOtherSignIns, endings }: SignInPorts,
  { memberId, sessionId: kept }: Actor,
): Promise<void> {
  for (const sessionId of await takeOtherSignIns(memberId, kept))
    await endings.endingSession(sessionId, async () => undefined)
}

/** What is asked for stands there: whoever had no answer would be told that they do not know their own password. */
const isTheirsAlready = async ({ passwords }: SignInPorts, account: Account | null, { password }: OwnPasswordRequest) =>
  (await passwords.matches(password, account?.password ?? null)) && account?.isPasswordGiven !== true

async function change(ports: SignInPorts, actor: Actor, asked: OwnPasswordRequest, account: Account | null) {
  const { memberId } = actor
  const { current, password } = asked
  if (account === null) return
  if (password === current) throw new AppError('invalidInput', { fields: ['password'], because: 'samePassword' })
  assertOwnPassword(password, account.loginName)
  const hash = await ports.passwords.hash(password)
  // Before as well: a kill right behind the commit would leave whoever came in by the old one where they are.
  await endOthers(ports, actor)

  await ports.endings.endingRights(async () => {
    // Hashing takes its time: the membership may have ended meanwhile, or whoever run the server have given another password.
    if (!(await ports.council.isActive(memberId))) throw new AppError('signInRequired')
    const now = await ports.accounts.findByMember(memberId)
    if (now?.password?.hash !== account.password?.hash) throw new AppError('conflict')
    await ports.accounts.keepPassword(account.id, hash, false)
    await ports.audit.append({ kind: 'passwordChanged', by: memberId, objectIds: [memberId] })
  })
}

/** An unlocked machine alone is not enough. */
async function refuse({ audit }: SignInPorts, { memberId }: Actor): Promise<never> {
  const because = 'currentPassword'
  await audit.append({ kind: 'passwordChanged', by: memberId, objectIds: [memberId], outcome: 'refused', because })
  throw new AppError('invalidInput', { fields: ['current'], because })
}
