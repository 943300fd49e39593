import type { Account } from '#server/access/accounts.mongo.ts'
import type { SignInRequest } from '#shared/api/session.ts'
import { AppError } from '#shared/core/appError.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { SignInPorts } from './signInPorts.ts'

/**
 * Finds whose name and password these are, taking as long for an unknown name as for a wrong password.
 *
 * Throws: `signInRequired`, the same for an unknown name, a wrong password and an ended membership.
 */
export const signIn =
  (ports: SignInPorts) =>
  async ({ loginName, password }: SignInRequest): Promise<Account> => {
    const account = await ports.accounts.findByLoginName(loginName)
    const isRight = await ports.passwords.matches(password, account?.password ?? null)
    if (account === null || !isRight || !(await ports.council.isActive(account.memberId))) {
      const objectIds = account === null ? [] : [account.id]
      await ports.audit.append({ kind: 'signIn', by: null, objectIds, outcome: 'refused', because: 'credentials' })
      throw new AppError('signInRequired', { because: 'credentials' })
    }
    await ports.audit.append({ kind: 'signIn', by: account.memberId, objectIds: [account.id] })
    return account
  }

/**
 * Signs in to a demo account without a password.
 *
 * Throws: `notFound` in production and for every account that is not of the demo.
 */
export const signInToDemo =
  (ports: SignInPorts) =>
  async (memberId: MemberId): Promise<Account> => {
    const account = ports.mode === 'trial' ? await ports.accounts.findByMember(memberId) : null
    if (account === null || !account.isDemo || !(await ports.council.isActive(memberId))) throw new AppError('notFound')
    await ports.audit.append({ kind: 'signIn', by: memberId, objectIds: [account.id] })
    return account
  }
