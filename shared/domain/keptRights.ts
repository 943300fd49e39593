import type { CaseId, MemberId, OrganisationId } from '#shared/core/ids.ts'
import { addDays, type Instant, type PlainDate } from '#shared/core/time.ts'
import type { Appointment, Member, Role, Term } from './member.ts'
import type { Organisation } from './organisation.ts'
import type { SupportCase, TeamPlace } from './supportCase.ts'

/** What a member's rights rested on, as it stood last. */
export interface KeptMember {
  readonly id: MemberId
  readonly organisationId: OrganisationId
  readonly role: Role
  readonly offices: readonly Appointment[]
  readonly from: PlainDate
  readonly until: PlainDate | null
  readonly seatedAt?: Instant | undefined
}

/** The same of an organisation. */
export type KeptOrganisation = Pick<Organisation, 'id' | 'isMember' | 'closedOn'>

/** The same of a case: who was on its team. */
export interface KeptTeam {
  readonly id: CaseId
  readonly team: readonly TeamPlace[]
}

const earlier = (one: PlainDate | null, other: PlainDate | null): PlainDate | null => {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}

const laterOf = <Moment extends PlainDate | Instant>(one: Moment, other: Moment): Moment => (one < other ? other : one)

/** True for whoever had another seat at last, or the same one from a later day on, after a time without it. */
const isMoved = (member: Member, kept: KeptMember): boolean =>
  member.role !== kept.role || member.organisationId !== kept.organisationId || member.from < kept.from

const narrowedTerm = <Kind extends Term>(term: Kind, kept: Term): Kind => ({
  ...term,
  ...{ from: laterOf(term.from, kept.from), until: earlier(term.until, kept.until) },
})

function narrowedOffices({ offices }: Member, kept: KeptMember): readonly Appointment[] {
  return offices.flatMap((own) => {
    const still = kept.offices.find(({ office, from }) => office === own.office && from === own.from)
    return still === undefined ? [] : [narrowedTerm(own, still)]
  })
}

/**
 * A member as a backup brought them back, without what had ended since: their term, their offices, what rests on a seat from before.
 * A seat that had been left for another does not open again, nor is another given by this: the membership is over until somebody
 * gives them theirs. Nothing is ever more than it was.
 */
export function narrowedMember(member: Member, kept: KeptMember, today: PlainDate): Member {
  const lastDay = isMoved(member, kept) ? earlier(kept.until, addDays(today, -1)) : kept.until
  const until = earlier(member.until, lastDay)
  const { seatedAt = kept.seatedAt } = member
  const seated = seatedAt === undefined ? {} : { seatedAt: laterOf(seatedAt, kept.seatedAt ?? seatedAt) }
  return {
    ...{ ...member, ...seated, offices: narrowedOffices(member, kept) },
    until: until !== null && until < member.from ? addDays(member.from, -1) : until,
  }
}

/** The same of an organisation: one that had left, or closed, has. */
export const narrowedOrganisation = (organisation: Organisation, kept: KeptOrganisation): Organisation => ({
  ...organisation,
  ...{ isMember: organisation.isMember && kept.isMember, closedOn: earlier(organisation.closedOn, kept.closedOn) },
})

/** The same of a team: no place is longer, or sees more, than it did last. */
export const narrowedTeam = (theCase: SupportCase, kept: KeptTeam): SupportCase => ({
  ...theCase,
  team: theCase.team.map((place) => {
    const still = kept.team.find(
      (one) => one.organisationId === place.organisationId && one.memberId === place.memberId,
    )
    if (still === undefined) return place
    const categories = place.categories.filter((category) => still.categories.includes(category))
    return { ...narrowedTerm(place, still), categories }
  }),
})
