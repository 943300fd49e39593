import type { SignInByName } from '#server/access/accounts.mongo.ts'
import type { MemberView, OrganisationView } from '#shared/api/council.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { Member } from '#shared/domain/member.ts'
import type { Organisation } from '#shared/domain/organisation.ts'

export const organisationView = ({ formerNames: _, ...organisation }: Organisation): OrganisationView => organisation

/** What is looked up once for all members of an answer. */
interface Around {
  readonly organisations: readonly Organisation[]
  readonly withAccount: ReadonlySet<MemberId>
  /** Empty for whoever does not administer the council. */
  readonly signIns: ReadonlyMap<MemberId, SignInByName>
}

/** A member as others see them. */
export const memberView = (
  { formerSeats: _, formerNames: __, earlierTerms, ...member }: Member,
  { organisations, withAccount, signIns }: Around,
): MemberView => ({
  ...member,
  organisationName: organisations.find((one) => one.id === member.organisationId)?.name ?? '',
  hasAccount: withAccount.has(member.id),
  loginName: signIns.get(member.id)?.loginName ?? null,
  ...(earlierTerms === undefined ? {} : { earlierTerms: earlierTerms.map(({ from, until }) => ({ from, until })) }),
  ...(signIns.get(member.id)?.isPasswordGiven === true ? { isPasswordGiven: true } : {}),
})
