import type { OrganisationId } from '#shared/core/ids.ts'
import type { PlainDate } from '#shared/core/time.ts'
import type { Named } from './formerName.ts'

/** 機関の種別. An organisation may be of several.. */
export const ORGANISATION_KINDS = [
  'municipality',
  'prefecture',
  'probationOffice',
  'prosecutorsOffice',
  'correctionalInstitution',
  'settlementSupportCentre',
  'rehabilitationFacility',
  'welfareCorporation',
  'socialWelfareCouncil',
  'hospital',
  'employmentOffice',
  'volunteerProbationOfficers',
  'nonProfit',
  'barAssociation',
  'police',
  'other',
] as const
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number]

/** 機関: any body, a member of the council or not. Names are kept as written, never normalised. */
export interface Organisation extends Named {
  readonly id: OrganisationId
  readonly name: string
  readonly kana: string
  readonly shortName: string
  readonly kinds: readonly OrganisationKind[]
  /** Six digits with the check digit (全国地方公共団体コード); null when not known. */
  readonly areaCode: string | null
  readonly isMember: boolean
  /** The day it ceased to be; its name stays in everything of the past. */
  readonly closedOn: PlainDate | null
}

/** What a body with an area is: of a prefecture's code the three digits of the municipality are zero. */
export function kindOfArea(areaCode: string | null): OrganisationKind {
  if (areaCode === null) return 'other'
  return areaCode.slice(2, 5) === '000' ? 'prefecture' : 'municipality'
}

/** True from the day on which the organisation has ceased to be. */
export const hasClosedBy = ({ closedOn }: Organisation, day: PlainDate): boolean => closedOn !== null && closedOn <= day

/** True while the organisation belongs to the council on a day. */
export const isCouncilMemberOn = (organisation: Organisation, day: PlainDate): boolean =>
  organisation.isMember && !hasClosedBy(organisation, day)
