import type { Actor } from '#server/access/actor.ts'
import { type Action, decide } from '#shared/access/policy.ts'
import type { BasisView, CaseDetail, CaseSummary, TeamPlaceView } from '#shared/api/cases.ts'
import type { ConferenceSummary } from '#shared/api/conferences.ts'
import type { May } from '#shared/api/fields.ts'
import type { MemberId, OrganisationId } from '#shared/core/ids.ts'
import { addDays, dayInJapan, type Instant, type PlainDate } from '#shared/core/time.ts'
import type { NeedCategory } from '#shared/domain/informationCategory.ts'
import { isOverBy, type Member, type Role } from '#shared/domain/member.ts'
import { isCouncilMemberOn, type Organisation } from '#shared/domain/organisation.ts'
import { basisStateOn, nearestEnd, type SharingBasis } from '#shared/domain/sharingBasis.ts'
import { goesOn, missingMarks, type SupportCase, type TeamPlace } from '#shared/domain/supportCase.ts'
import type { KnownCase } from './casePorts.ts'
import { asSeen, seenNeeds } from './seenNeeds.ts'

/** The council's people and bodies of the moment, looked up once per answer. */
export interface Names {
  organisation(id: OrganisationId): { readonly id: OrganisationId; readonly name: string }
  member(id: MemberId): { readonly id: MemberId; readonly name: string }
  /** True while somebody can stand in a place: its organisation is of the council, and its member, if it is one's own, goes on there. */
  fills(place: TeamPlace, day: PlainDate): boolean
}

export function namesOf(organisations: readonly Organisation[], members: readonly Member[]): Names {
  const bodies = new Map(organisations.map((one) => [one.id, one]))
  const people = new Map(members.map((one) => [one.id, one]))
  return {
    organisation: (id) => ({ id, name: bodies.get(id)?.name ?? '' }),
    member: (id) => ({ id, name: people.get(id)?.name ?? '' }),
    fills({ organisationId, memberId }, day) {
      const body = bodies.get(organisationId)
      if (body === undefined || !isCouncilMemberOn(body, day)) return false
      const member = memberId === null ? null : people.get(memberId)
      return member === null || (member?.organisationId === organisationId && !isOverBy(member, day))
    },
  }
}

export const basisView = (basis: SharingBasis, names: Names, day: PlainDate): BasisView => ({
  id: basis.id,
  kind: basis.kind,
  discloser: names.organisation(basis.discloserId),
  recipients: basis.recipientIds.map(names.organisation),
  categories: [...basis.categories],
  from: basis.from,
  until: basis.until,
  ...(basis.reason === undefined ? {} : { reason: basis.reason }),
  ...(basis.consent === undefined ? {} : { consent: basis.consent }),
  endedOn: basis.endedOn,
  state: basisStateOn(basis, day),
  recorded: recordedView(basis, names),
})

function recordedView({ recordedBy, recordedAt }: SharingBasis, names: Names): BasisView['recorded'] {
  if (recordedBy === undefined || recordedAt === undefined) return null
  return { by: names.member(recordedBy).name, on: dayInJapan(recordedAt) }
}

/** What a member is shown of a case besides what everybody is who reads it. */
export interface Shown {
  readonly needs: readonly NeedCategory[]
  readonly basisEnd: boolean
  readonly seenUntil: PlainDate | null
}

/** How long before its last day a right of one's own is said to end. Unit: days. */
const SIGHT_SOON_DAYS = 7

/**
 * The last day on which somebody who stands on a team for themselves sees the case, while it goes on and that day is near; null otherwise, and
 * where it is the last of their term, of which they are told apart.
 */
function sightEndOf(actor: Actor, { theCase, facts }: KnownCase, now: Instant): PlainDate | null {
  if (!STANDS_ALONE.includes(actor.role) || !goesOn(theCase)) return null
  const verdict = decide('case.read', actor, facts, now)
  if (!verdict.allowed || verdict.validUntil === null) return null
  const last = addDays(dayInJapan(verdict.validUntil), -1)
  return last === actor.until || last > addDays(dayInJapan(now), SIGHT_SOON_DAYS) ? null : last
}
const STANDS_ALONE: readonly Role[] = ['adviser', 'volunteer']

export const shownTo = (actor: Actor, known: KnownCase, now: Instant): Shown => ({
  needs: seenNeeds(actor, known.facts, now),
  basisEnd: goesOn(known.theCase) && decide('case.recordBasis', actor, known.facts, now).allowed,
  seenUntil: sightEndOf(actor, known, now),
})

/** A case as one member sees it. */
export function caseSummary({ theCase, facts }: KnownCase, names: Names, shown: Shown, day: PlainDate): CaseSummary {
  const { id, number, callName, areaCode, state, openedOn } = theCase
  const current = facts.bases.filter((basis) => basisStateOn(basis, day) === 'current').length
  const team = theCase.team.filter((place) => names.fills(place, day))
  const leadOrganisation = names.organisation(theCase.leadOrganisationId)
  const end = shown.basisEnd ? nearestEnd(facts.bases, day) : null
  return {
    id,
    number,
    callName,
    needs: [...asSeen(theCase, shown.needs).needs],
    areaCode,
    leadOrganisation,
    state,
    missing: [...missingMarks({ ...theCase, team }, current, day)],
    openedOn,
    ...(end === null ? {} : { basisEnd: end }),
    ...(shown.seenUntil === null ? {} : { seenUntil: shown.seenUntil }),
  }
}

const teamPlaceView = (place: SupportCase['team'][number], names: Names): TeamPlaceView => ({
  organisation: names.organisation(place.organisationId),
  member: place.memberId === null ? null : names.member(place.memberId),
  categories: [...place.categories],
  from: place.from,
  until: place.until,
})

interface DetailParts extends KnownCase, Pick<CaseDetail, 'duplicate' | 'duplicates'> {
  readonly conferences: readonly ConferenceSummary[]
  readonly names: Names
}

export function caseDetail(
  { theCase, facts, conferences, names, ...duplicates }: DetailParts,
  actor: Actor,
  now: Instant,
): CaseDetail {
  const day = dayInJapan(now)
  const may = (
    action: Extract<
      Action,
      `case.${'readTeam' | 'change' | 'recordBasis' | 'changeTeam' | 'takeAway' | 'readTrail'}` | 'conference.call'
    >,
  ): May => {
    const verdict = decide(action, actor, facts, now)
    return verdict.allowed ? { allowed: true } : { allowed: false, because: verdict.because }
  }
  const readTeam = may('case.readTeam')
  const shown = shownTo(actor, { theCase, facts }, now)
  return {
    ...caseSummary({ theCase, facts }, names, shown, day),
    ...duplicates,
    team: readTeam.allowed ? theCase.team.map((place) => teamPlaceView(place, names)) : [],
    bases: readTeam.allowed ? facts.bases.map((basis) => basisView(basis, names, day)) : [],
    conferences: [...conferences],
    can: {
      readTeam,
      seeNeeds: [...shown.needs],
      change: may('case.change'),
      recordBasis: may('case.recordBasis'),
      changeTeam: may('case.changeTeam'),
      takeAway: may('case.takeAway'),
      readTrail: may('case.readTrail'),
      callConference: may('conference.call'),
    },
  }
}
