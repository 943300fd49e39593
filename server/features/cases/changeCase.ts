import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { assertAsShown } from '#server/access/asShown.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import { assertOfCouncil } from '#server/access/ofCouncil.ts'
import type { CaseFacts } from '#shared/access/facts.ts'
import type { Action } from '#shared/access/policy.ts'
import type { ChangeCaseRequest, JoinTeamRequest, LeaveTeamRequest } from '#shared/api/cases.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CaseId, OrganisationId } from '#shared/core/ids.ts'
import { addDays, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import type { AuditKind } from '#shared/domain/auditKind.ts'
import { CASE_ROLES, isOverBy } from '#shared/domain/member.ts'
import { letsHold } from '#shared/domain/sharingBasis.ts'
import { closedAsOf, type SupportCase, type TeamPlace } from '#shared/domain/supportCase.ts'
import { type CasePorts, loadCase } from './casePorts.ts'
import { asSeen, needsAfter, seenNeeds } from './seenNeeds.ts'

/** The actions whose facts are a case's. */
export type CaseAction = {
  [A in Action]: A extends `case.${'change' | 'changeTeam' | 'takeAway'}` ? A : never
}[Action]

interface CaseChange {
  readonly action: CaseAction
  readonly kind: AuditKind
  /** Judged already: what it looks up tells nobody of what is not theirs. */
  next(theCase: SupportCase, facts: CaseFacts, who: Actor): SupportCase | Promise<SupportCase>
}

/** Loads, authorises, changes, keeps and records in one transaction, then has every open right judged again. */
async function changed(ports: CasePorts, actor: Actor, id: CaseId, change: CaseChange): Promise<SupportCase> {
  return ports.endings.endingRights(async () => {
    const loaded = await loadCase(ports.cases, id)
    if (loaded === null) throw new AppError('notFound')
    const who = await actorNow(ports.directory, ports.clock, actor)
    authorise(change.action, who, loaded.facts, ports.clock.now())
    const next = await change.next(loaded.theCase, loaded.facts, who)
    const theCase = closedAsOf(loaded.theCase, next, dayInJapan(ports.clock.now()))
    await ports.cases.save(theCase)
    // Who could see what, and when, is asked long after a place was replaced.
    const changes = changesIn(['state', 'closedOn', 'leadOrganisationId', 'team'], loaded.theCase, theCase)
    await ports.audit.append({ kind: change.kind, by: actor.memberId, objectIds: [id], changes })
    return theCase
  })
}

/** The lead holds without a basis what the case has: whoever leads it next has one when they take it over. */
async function assertMayLead(ports: CasePorts, actor: Actor, lead: OrganisationId, facts: CaseFacts): Promise<void> {
  const now = ports.clock.now()
  authorise('case.changeTeam', actor, facts, now)
  await assertOfCouncil(ports.directory, lead, dayInJapan(now))
  if (!facts.bases.some((basis) => letsHold(basis, lead, 'basic', dayInJapan(now)))) {
    throw new AppError('conflict', { because: 'noBasis' })
  }
}

/** The team of a case that `lead` leads: its own place stands from today at the latest, without an end, and sees the frame. */
function ledBy(lead: OrganisationId, { team }: SupportCase, today: PlainDate): readonly TeamPlace[] {
  const own = { organisationId: lead, memberId: null }
  const known = team.find((place) => isPlace(place, own))
  const from = known === undefined || isOverBy(known, today) || known.from > today ? today : known.from
  const categories = [...new Set([...(known?.categories ?? []), 'basic' as const])]
  return [...team.filter((place) => !isPlace(place, own)), { ...own, categories, from, until: null }]
}

/**
 * Changes what is given of a case's facts and leaves the rest.
 *
 * Throws: `notFound`; `conflict` when another was first; `forbidden` for a need that they would not see; for another lead organisation `forbidden` to whoever may not change the team, and `conflict` when no basis
 * lets it hold the case or it is of the council no more.
 */
export const changeCase =
  (ports: CasePorts) =>
  async (actor: Actor, id: CaseId, request: ChangeCaseRequest): Promise<SupportCase> => {
    const { shown: _, ...change } = request
    const { leadOrganisationId } = change
    const given: Partial<SupportCase> = Object.fromEntries(
      Object.entries(change).filter(([, value]) => value !== undefined),
    )
    return changed(ports, actor, id, {
      action: 'case.change',
      kind: 'caseChanged',
      async next(theCase, facts, who) {
        const now = ports.clock.now()
        // Opened again, there would be two of one person without a word of it: what closed it is taken back first.
        const isReopened = change.state !== undefined && change.state !== theCase.state
        if (isReopened && theCase.duplicate != null) throw new AppError('conflict', { because: 'isDuplicate' })
        const seen = seenNeeds(who, facts, now)
        assertAsShown(asSeen(theCase, seen), request, 'factsChanged')
        const next = { ...theCase, ...given, needs: needsAfter(theCase, request, seen) }
        if (leadOrganisationId === undefined || leadOrganisationId === theCase.leadOrganisationId) return next
        await assertMayLead(ports, who, leadOrganisationId, facts)
        return { ...next, team: ledBy(leadOrganisationId, theCase, dayInJapan(now)) }
      },
    })
  }

type PlaceKey = Pick<TeamPlace, 'organisationId' | 'memberId'>

const isPlace = (place: TeamPlace, of: PlaceKey) =>
  place.organisationId === of.organisationId && place.memberId === of.memberId

/** Who can have a place: an organisation of the council, and of its people whoever goes on and sees cases. Throws: as `joinTeam`. */
async function assertMayJoin({ directory }: CasePorts, place: JoinTeamRequest, today: PlainDate): Promise<void> {
  const { organisationId, memberId } = place
  await assertOfCouncil(directory, organisationId, today)
  if (memberId === null) return
  const member = await directory.findMember(memberId)
  if (member?.organisationId !== organisationId) throw new AppError('notFound', { because: 'noSuchMember' })
  if (isOverBy(member, today)) throw new AppError('conflict', { because: 'membershipOver' })
  if (!CASE_ROLES.includes(member.role)) throw new AppError('conflict', { because: 'seesNoCase' })
}

/**
 * Puts an organisation, or one member of it, on the case team; a place it has already is replaced.
 *
 * Throws: `notFound` without such an organisation or member; `invalidInput` when the place ends before it begins; `conflict` for
 * an organisation that is of the council no more, for a member whose membership is over, for an administrator or auditor, who see
 * no case, and for a place of the lead organisation that does not stand now and without end.
 */
export const joinTeam =
  (ports: CasePorts) =>
  async (actor: Actor, id: CaseId, place: JoinTeamRequest): Promise<SupportCase> => {
    if (place.until !== null && place.until < place.from) throw new AppError('invalidInput', { fields: ['until'] })
    const today = dayInJapan(ports.clock.now())
    return changed(ports, actor, id, {
      action: 'case.changeTeam',
      kind: 'teamJoined',
      async next(theCase) {
        await assertMayJoin(ports, place, today)
        const isLead = place.memberId === null && place.organisationId === theCase.leadOrganisationId
        if (isLead && (place.until !== null || place.from > today || !place.categories.includes('basic'))) {
          throw new AppError('conflict', { because: 'leadOrganisation' })
        }
        return { ...theCase, team: [...theCase.team.filter((one) => !isPlace(one, place)), place] }
      },
    })
  }

interface Days {
  readonly until: PlainDate
  readonly today: PlainDate
}

/** The places of a team once one of them ends with `until`. Throws: as `leaveTeam`. */
function withPlaceEnded(theCase: SupportCase, left: PlaceKey, { until, today }: Days): readonly TeamPlace[] {
  const there = theCase.team.find((place) => isPlace(place, left))
  if (there === undefined) throw new AppError('notFound', { because: 'noSuchPlace' })
  if (isOverBy(there, today)) throw new AppError('conflict', { because: 'alreadyEnded' })
  // Whoever may no more than take away gives nobody another day.
  if (isOverBy(there, until)) throw new AppError('conflict', { because: 'endsSooner' })
  if (left.memberId === null && left.organisationId === theCase.leadOrganisationId) {
    throw new AppError('conflict', { because: 'leadOrganisation' })
  }
  return theCase.team.map((place) => (place === there ? { ...place, until } : place))
}

/**
 * Sets the last day of a place on the team. With today or an earlier day, access ends at once.
 *
 * Throws: `notFound` without such a place; `conflict` for the lead organisation, whose case it is, and for a place that is over, or
 * would end before that day by itself.
 */
export const leaveTeam =
  (ports: CasePorts) =>
  (
    actor: Actor,
    id: CaseId,
    left: { readonly organisationId: OrganisationId } & LeaveTeamRequest,
  ): Promise<SupportCase> => {
    const today = dayInJapan(ports.clock.now())
    const until = left.on <= today ? addDays(today, -1) : left.on
    return changed(ports, actor, id, {
      action: 'case.takeAway',
      kind: 'teamLeft',
      next: (theCase) => ({ ...theCase, team: withPlaceEnded(theCase, left, { until, today }) }),
    })
  }
