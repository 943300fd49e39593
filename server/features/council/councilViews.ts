import type { SignInByName } from '#server/access/accounts.mongo.ts'
import type { MemberView, OrganisationView, SupportMeetingView } from '#shared/api/council.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { PlainDate } from '#shared/core/time.ts'
import type { Member } from '#shared/domain/member.ts'
import type { Organisation } from '#shared/domain/organisation.ts'
import { meetingGap, SUPPORT_MEETING_LAWS, type SupportMeetingFacts } from '#shared/domain/supportMeeting.ts'

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

/** The 支援会議 of each law that provides for one, registered or not. */
export const supportMeetingViews = (facts: SupportMeetingFacts, today: PlainDate): readonly SupportMeetingView[] =>
  SUPPORT_MEETING_LAWS.map((law) => {
    const held = facts.meetings.find((one) => one.law === law)
    const registered = held === undefined ? null : { charter: held.charter, from: held.from, until: held.until }
    return { law, registered, gap: meetingGap(law, facts, { today, from: today }) }
  })
