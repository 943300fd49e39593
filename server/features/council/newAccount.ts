import type { Account } from '#server/access/accounts.mongo.ts'
import { assertOwnPassword } from '#server/access/passwordRules.ts'
import type { NewAccountRequest } from '#shared/api/council.ts'
import { AppError } from '#shared/core/appError.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { CouncilPorts } from './councilPorts.ts'

/**
 * The account a member is to have; it is not kept yet. Cost: the hash of a password, about a tenth of a second.
 *
 * Throws: `conflict` when somebody else has the login name; `invalidInput` for a password everybody guesses.
 */
export async function newAccount(
  { accounts, passwords, ids }: CouncilPorts,
  memberId: MemberId,
  { loginName, password }: NewAccountRequest,
): Promise<Account> {
  const holder = await accounts.findByLoginName(loginName)
  if (holder !== null && holder.memberId !== memberId) throw new AppError('conflict', { because: 'loginNameTaken' })
  assertOwnPassword(password, loginName)
  const kept = await passwords.hash(password)
  return { id: ids.next('account'), memberId, loginName, password: kept, isDemo: false, isPasswordGiven: true }
}
