import { assertOwnPassword } from '#server/access/passwordRules.ts'
import type { SetUpRequest } from '#shared/api/session.ts'
import { AppError } from '#shared/core/appError.ts'
import type { AccountId, MemberId } from '#shared/core/ids.ts'
import { dayInJapan } from '#shared/core/time.ts'
import type { CouncilPorts } from './councilPorts.ts'

/** The one-time code that the terminal shows while there is no council; null when there is one. */
export interface SetUpCode {
  current(): string | null
  spend(): void
  /** Makes another and shows it: there is no council any more. */
  renew(): void
}

import { kindOfArea } from '#shared/domain/organisation.ts'

/**
 * Makes the council, its first organisation and its first administrator.
 *
 * Refuses: `conflict` when there is a council, also to whoever made it and had no answer; `forbidden` with a wrong code.
 */
export const setUpCouncil =
  (ports: CouncilPorts, code: SetUpCode) =>
  async (input: SetUpRequest): Promise<{ readonly accountId: AccountId; readonly memberId: MemberId }> => {
    if ((await ports.council.readCouncil()) !== null) throw new AppError('conflict', { because: 'councilExists' })
    if (code.current() === null || code.current() !== input.code)
      throw new AppError('forbidden', { because: 'setUpCode' })
    assertOwnPassword(input.password, input.loginName)
    const { ids, clock } = ports
    const organisationId = ids.next('organisation')
    const memberId = ids.next('member')
    const accountId = ids.next('account')
    const password = await ports.passwords.hash(input.password)
    const { name, kana, loginName } = input

    // As an ending, which only one at a time can be: two who read that there is no council would both make one.
    await ports.endings.endingRights(async () => {
      if ((await ports.council.readCouncil()) !== null) throw new AppError('conflict', { because: 'councilExists' })
      await ports.council.saveCouncil({ id: ids.next('council'), name: input.councilName, isDemo: false })
      await ports.council.saveOrganisation({
        id: organisationId,
        name: input.organisationName,
        kana: input.organisationKana,
        shortName: input.organisationName,
        kinds: [kindOfArea(input.areaCode)],
        areaCode: input.areaCode,
        isMember: true,
        closedOn: null,
      })
      await ports.council.saveMember({
        ...{ id: memberId, name, kana, organisationId, role: 'administrator', volunteerKind: null, offices: [] },
        ...{ from: dayInJapan(clock.now()), until: null },
      })
      await ports.accounts.add({ id: accountId, memberId, loginName, password, isDemo: false })
      await ports.audit.append({ kind: 'councilSetUp', by: memberId, objectIds: [memberId, organisationId] })
    })
    code.spend()
    return { accountId, memberId }
  }
