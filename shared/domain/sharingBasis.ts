import type { BasisId, CaseId, MemberId, OrganisationId } from '#shared/core/ids.ts'
import { addDays, type Instant, type PlainDate } from '#shared/core/time.ts'
import type { InformationCategory } from './informationCategory.ts'
import { coversDay, type Term } from './member.ts'

/**
 * 情報共有の根拠: on what a disclosure rests. It belongs to the pair of discloser and recipient, never to a meeting.
 *
 * Source: 個人情報の保護に関する法律 27条1項・69条2項, 社会福祉法 106条の6, 生活困窮者自立支援法 9条.
 */
export const BASIS_KINDS = [
  'consent',
  'socialWelfareAct106_6',
  'selfRelianceAct9',
  'privacyAct69_2_1',
  'privacyAct69_2_2',
  'privacyAct69_2_3',
  'privacyAct69_2_4',
  'privacyAct27_1',
] as const
export type BasisKind = (typeof BASIS_KINDS)[number]

export interface SharingBasis extends Term {
  readonly id: BasisId
  readonly caseId: CaseId
  readonly kind: BasisKind
  readonly discloserId: OrganisationId
  readonly recipientIds: readonly OrganisationId[]
  readonly categories: readonly InformationCategory[]
  /** Why it is told without the person's consent; left out of a consent, and of those from before it was asked for. */
  readonly reason?: string
  /** The day it was ended before its time (撤回 or otherwise); it no longer holds on that day. */
  readonly endedOn: PlainDate | null
  /** Who recorded it and when; left out of those from before it was kept. */
  readonly recordedBy?: MemberId
  readonly recordedAt?: Instant
}

/** Whoever tells something of a person without their consent says why, so that the person, or whoever watches over it, can be answered. */
export const needsReason = (kind: BasisKind): boolean => kind !== 'consent'

export type BasisState = 'current' | 'ahead' | 'expired' | 'ended'

/** Where a basis stands on a day. An early end takes effect on its day, the agreed term ends with its last day. */
export function basisStateOn(basis: Pick<SharingBasis, 'from' | 'until' | 'endedOn'>, day: PlainDate): BasisState {
  if (basis.endedOn !== null && basis.endedOn <= day) return 'ended'
  if (coversDay(basis, day)) return 'current'
  return day < basis.from ? 'ahead' : 'expired'
}

/** The last day on which the basis can hold: the agreed one or the day before an early end, whichever comes first; null for neither. */
export function lastDayOf(basis: Pick<SharingBasis, 'until' | 'endedOn'>): PlainDate | null {
  if (basis.endedOn === null) return basis.until
  const before = addDays(basis.endedOn, -1)
  return basis.until === null || before < basis.until ? before : basis.until
}

/** True when the basis lets an organisation hold a category on a day: as the discloser or as a recipient. */
export const letsHold = (
  basis: SharingBasis,
  organisationId: OrganisationId,
  category: InformationCategory,
  day: PlainDate,
): boolean =>
  basisStateOn(basis, day) === 'current' &&
  basis.categories.includes(category) &&
  (basis.discloserId === organisationId || basis.recipientIds.includes(organisationId))

/** How long before its last day a basis is said to end soon: whoever is to consent anew may have to be visited first. Unit: days. */
const SOON_DAYS = 60

/**
 * The last day, within sixty days, after which an organisation holds a category no longer that a basis lets it hold on `day`: the
 * earliest, where there are several. Null while there is more time, or another basis goes on in its place.
 */
export function basisEndsOn(bases: readonly SharingBasis[], day: PlainDate): PlainDate | null {
  const isOnlyUntil = ({ discloserId, recipientIds, categories }: SharingBasis, last: PlainDate): boolean =>
    [discloserId, ...recipientIds].some((organisation) =>
      categories.some((category) => !bases.some((other) => letsHold(other, organisation, category, addDays(last, 1)))),
    )
  const lastDays = bases.flatMap((basis) => {
    const last = lastDayOf(basis)
    const isSoon = last !== null && last <= addDays(day, SOON_DAYS) && basisStateOn(basis, day) === 'current'
    return isSoon && isOnlyUntil(basis, last) ? [last] : []
  })
  return lastDays.toSorted()[0] ?? null
}
