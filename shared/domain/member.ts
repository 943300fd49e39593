import type { MemberId, OrganisationId } from '#shared/core/ids.ts'
import { ok, type Result, refused } from '#shared/core/result.ts'
import type { Instant, PlainDate } from '#shared/core/time.ts'
import type { Named } from './formerName.ts'

/** 保護司 and other volunteers have different rights. */
export const VOLUNTEER_KINDS = ['hogoshi', 'supporter'] as const
export type VolunteerKind = (typeof VOLUNTEER_KINDS)[number]

/** 役割: what a member may do in general; in a case the team, the basis, the category and the dates decide. */
export const ROLES = ['administrator', 'coordinator', 'adviser', 'staff', 'volunteer', 'observer', 'auditor'] as const
export type Role = (typeof ROLES)[number]

/** Administrators and auditors keep the council's order and see no case. */
export const CASE_ROLES: readonly Role[] = ['coordinator', 'adviser', 'staff', 'volunteer', 'observer']

/** Those who say before a conference whether they come; coordinators and staff note it themselves. */
export const REPLYING_ROLES: readonly Role[] = ['adviser', 'volunteer', 'observer']

/** 役職: a dated appointment, apart from the role. It opens council acts, never a case. */
export const OFFICES = ['chair', 'viceChair', 'committee', 'deputy', 'secretariat'] as const
export type Office = (typeof OFFICES)[number]

export interface Appointment {
  readonly office: Office
  readonly from: PlainDate
  readonly until: PlainDate | null
}

/** An organisation somebody acted for until a day, that one included. */
export interface FormerSeat {
  readonly organisationId: OrganisationId
  readonly until: PlainDate
}

/** A term that is over, of somebody who is a member again: what they were then. It opens nothing. */
export interface EarlierTerm extends Pick<Member, 'role' | 'volunteerKind' | 'offices' | 'succeeds'> {
  readonly from: PlainDate
  readonly until: PlainDate
}

/** 構成員: a person acting for an organisation. Half of them have no account. */
export interface Member extends Named {
  readonly id: MemberId
  readonly name: string
  readonly kana: string
  readonly organisationId: OrganisationId
  readonly role: Role
  readonly volunteerKind: VolunteerKind | null
  readonly offices: readonly Appointment[]
  readonly from: PlainDate
  /** The last day of the membership; null while no end is set. */
  readonly until: PlainDate | null
  /** Earliest first; left out by whoever has never moved. It opens nothing: the record of what was says it. */
  readonly formerSeats?: readonly FormerSeat[]
  /** When somebody last gave them a seat, another role or organisation, or a way to log in; left out where nobody has since it is kept. */
  readonly seatedAt?: Instant
  /** In whose place they came (後任); left out by whoever came after nobody. It opens nothing. */
  readonly succeeds?: MemberId
  /** Earliest first; left out by whoever never came back after their membership was over. */
  readonly earlierTerms?: readonly EarlierTerm[]
}

/** A volunteer is of one kind or the other, and nobody else of any. */
export const hasRightKind = ({ role, volunteerKind }: Pick<Member, 'role' | 'volunteerKind'>): boolean =>
  (role === 'volunteer') === (volunteerKind !== null)

/** A stretch of whole days; `until` is the last day of it. */
export interface Term {
  readonly from: PlainDate
  readonly until: PlainDate | null
}

/** True when `day` lies within the term, its first and last day included. */
export const coversDay = (term: Term, day: PlainDate): boolean =>
  term.from <= day && (term.until === null || day <= term.until)

/** True when the last day of a term, a membership's or a place's, is past on `day`. */
export const isOverBy = ({ until }: Pick<Term, 'until'>, day: PlainDate): boolean => until !== null && until < day

/** Puts the end of a membership off, or sets none: it counts as never broken. Refuses: `notLater` for what would shorten it. */
export function prolonged(member: Member, until: PlainDate | null): Result<Member, 'notLater'> {
  const isLater = until === null || (member.until !== null && member.until <= until)
  return isLater ? ok({ ...member, until }) : refused('notLater')
}

/** The offices a member holds on a day. */
export const officesOn = (member: Pick<Member, 'offices'>, day: PlainDate): readonly Office[] =>
  member.offices.filter((appointment) => coversDay(appointment, day)).map((appointment) => appointment.office)

/** The organisation a member acted for on a day. */
export const organisationOn = (
  { organisationId, formerSeats = [] }: Pick<Member, 'organisationId' | 'formerSeats'>,
  day: PlainDate,
): OrganisationId => formerSeats.find(({ until }) => day <= until)?.organisationId ?? organisationId
