import type { MemberView, OrganisationView } from '#shared/api/council.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { Member } from '#shared/domain/member.ts'
import type { Organisation } from '#shared/domain/organisation.ts'

export const organisationView = (organisation: Organisation): OrganisationView => organisation

/** A member as others see them. `organisations` holds the name of theirs. */
export const memberView = (
  member: Member,
  organisations: readonly Organisation[],
  withAccount: ReadonlySet<MemberId>,
): MemberView => ({
  ...member,
  organisationName: organisations.find((one) => one.id === member.organisationId)?.name ?? '',
  hasAccount: withAccount.has(member.id),
})
