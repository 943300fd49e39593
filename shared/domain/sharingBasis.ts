import type { BasisId, CaseId, MemberId, OrganisationId } from '#shared/core/ids.ts'
import { addDays, type Instant, type PlainDate } from '#shared/core/time.ts'
import { type Consent, paperAwaitedBy } from './consent.ts'
import type { InformationCategory } from './informationCategory.ts'
import type { Term } from './member.ts'

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
  /** Of a consent alone; left out of those from before it was kept. */
  readonly consent?: Consent
  /** The day it was ended before its time (撤回 or otherwise); it no longer holds on that day. */
  readonly endedOn: PlainDate | null
  /** Who recorded it and when; left out of those from before it was kept. */
  readonly recordedBy?: MemberId
  readonly recordedAt?: Instant
}

/** Whoever tells something of a person without their consent says why, so that the person, or whoever watches over it, can be answered. */
export const needsReason = (kind: BasisKind): boolean => kind !== 'consent'

export type BasisState = 'current' | 'ahead' | 'expired' | 'ended'

type Ending = Pick<SharingBasis, 'until' | 'endedOn'> & { readonly consent?: Consent | undefined }

/** The last day of the agreed term; of a consent by word the last on which it holds without its signed sheet, until that has come. */
export function agreedUntil({ until, consent }: Ending): PlainDate | null {
  const paperBy = paperAwaitedBy(consent)
  return paperBy === null || (until !== null && until < paperBy) ? until : paperBy
}

/** Where a basis stands on a day. An early end takes effect on its day, the agreed term ends with its last day. */
export function basisStateOn(basis: Ending & Pick<SharingBasis, 'from'>, day: PlainDate): BasisState {
  if (basis.endedOn !== null && basis.endedOn <= day) return 'ended'
  const until = agreedUntil(basis)
  // Before its first day, too: the sheet of what begins later may have to come earlier.
  if (until !== null && until < day) return 'expired'
  return day < basis.from ? 'ahead' : 'current'
}

/** True for what holds on a day and what is still to begin. */
export const goesOnAfter = (basis: Parameters<typeof basisStateOn>[0], day: PlainDate): boolean => {
  const state = basisStateOn(basis, day)
  return state === 'current' || state === 'ahead'
}

/** The last day on which the basis can hold: the agreed one or the day before an early end, whichever comes first; null for neither. */
export function lastDayOf(basis: Ending): PlainDate | null {
  const until = agreedUntil(basis)
  if (basis.endedOn === null) return until
  const before = addDays(basis.endedOn, -1)
  return until === null || before < until ? before : until
}

/** True of a consent by word that its missing sheet ends, and not its term. */
export const endsWithoutPaper = ({ until, consent }: Pick<Ending, 'until' | 'consent'>): boolean => {
  const paperBy = paperAwaitedBy(consent)
  return paperBy !== null && (until === null || paperBy < until)
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

/** When something is shared no longer. */
export interface NearestEnd {
  readonly on: PlainDate
  /** All that ends then ends since its signed sheet has not come yet. */
  readonly awaitsPaper: boolean
}

/**
 * The last day, within sixty days, after which an organisation holds a category no longer that a basis lets it hold on `day`: the
 * earliest, where there are several. Null while there is more time, or another basis goes on in its place.
 */
export function nearestEnd(bases: readonly SharingBasis[], day: PlainDate): NearestEnd | null {
  const isOnlyUntil = ({ discloserId, recipientIds, categories }: SharingBasis, last: PlainDate): boolean =>
    [discloserId, ...recipientIds].some((organisation) =>
      categories.some((category) => !bases.some((other) => letsHold(other, organisation, category, addDays(last, 1)))),
    )
  const ends = bases.flatMap((basis) => {
    const last = lastDayOf(basis)
    const isSoon = last !== null && last <= addDays(day, SOON_DAYS) && basisStateOn(basis, day) === 'current'
    return isSoon && isOnlyUntil(basis, last) ? [{ on: last, awaitsPaper: endsWithoutPaper(basis) }] : []
  })
  const on = ends.map((end) => end.on).toSorted()[0]
  if (on === undefined) return null
  return { on, awaitsPaper: ends.every((end) => end.on !== on || end.awaitsPaper) }
}
