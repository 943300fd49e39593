import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { type AuditKind, changesIn } from '#server/access/auditTrail.ts'
import type { Action, CaseFacts } from '#shared/access/policy.ts'
import type { ChangeCaseRequest, JoinTeamRequest, LeaveTeamRequest } from '#shared/api/cases.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CaseId, OrganisationId } from '#shared/core/ids.ts'
import { addDays, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { letsHold } from '#shared/domain/sharingBasis.ts'
import type { SupportCase, TeamPlace } from '#shared/domain/supportCase.ts'
import { type CasePorts, loadCase } from './casePorts.ts'

/** The actions whose facts are a case's. */
export type CaseAction = {
  [A in Action]: A extends `case.${'change' | 'changeTeam' | 'takeAway'}` ? A : never
}[Action]

interface CaseChange {
  readonly action: CaseAction
  readonly kind: AuditKind
  next(theCase: SupportCase, facts: CaseFacts, who: Actor): SupportCase
}

/** Loads, authorises, changes, keeps and records in one transaction, then has every open right judged again. */
async function changed(ports: CasePorts, actor: Actor, id: CaseId, change: CaseChange): Promise<SupportCase> {
  return ports.endings.endingRights(async () => {
    const loaded = await loadCase(ports.cases, id)
    if (loaded === null) throw new AppError('notFound')
    const who = await actorNow(ports.directory, ports.clock, actor)
    authorise(change.action, who, loaded.facts, ports.clock.now())
    const theCase = change.next(loaded.theCase, loaded.facts, who)
    await ports.cases.save(theCase)
    // Who could see what, and when, is asked long after a place was replaced.
    const changes = changesIn(['state', 'leadOrganisationId', 'team'], loaded.theCase, theCase)
    await ports.audit.append({ kind: change.kind, by: actor.memberId, objectIds: [id], changes })
    return theCase
  })
}

/** The lead holds without a basis what the case has: whoever leads it next has one when they take it over. */
function assertMayLead(ports: CasePorts, actor: Actor, lead: OrganisationId, facts: CaseFacts): void {
  const now = ports.clock.now()
  authorise('case.changeTeam', actor, facts, now)
  if (!facts.bases.some((basis) => letsHold(basis, lead, 'basic', dayInJapan(now)))) {
    throw new AppError('conflict', { because: 'noBasis' })
  }
}

/** The team of a case that `lead` leads: its own place stands from today at the latest, without an end, and sees the frame. */
function ledBy(lead: OrganisationId, { team }: SupportCase, today: PlainDate): readonly TeamPlace[] {
  const own = { organisationId: lead, memberId: null }
  const known = team.find((place) => isPlace(place, own))
  const from = known === undefined || isOver(known, today) || known.from > today ? today : known.from
  const categories = [...new Set([...(known?.categories ?? []), 'basic' as const])]
  return [...team.filter((place) => !isPlace(place, own)), { ...own, categories, from, until: null }]
}

/**
 * Changes what is given of a case's facts and leaves the rest.
 *
 * Throws: `notFound`; for another lead organisation `forbidden` to whoever may not change the team, and `conflict` when no basis
 * lets it hold the case.
 */
export const changeCase =
  (ports: CasePorts) =>
  async (actor: Actor, id: CaseId, change: ChangeCaseRequest): Promise<SupportCase> => {
    const { leadOrganisationId } = change
    if (leadOrganisationId !== undefined && (await ports.directory.findOrganisation(leadOrganisationId)) === null) {
      throw new AppError('notFound')
    }
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    return changed(ports, actor, id, {
      action: 'case.change',
      kind: 'caseChanged',
      next(theCase, facts, who) {
        if (leadOrganisationId === undefined || leadOrganisationId === theCase.leadOrganisationId)
          return { ...theCase, ...given }
        assertMayLead(ports, who, leadOrganisationId, facts)
        const team = ledBy(leadOrganisationId, theCase, dayInJapan(ports.clock.now()))
        return { ...theCase, ...given, team }
      },
    })
  }

const isPlace = (place: TeamPlace, of: Pick<TeamPlace, 'organisationId' | 'memberId'>) =>
  place.organisationId === of.organisationId && place.memberId === of.memberId

const isOver = ({ until }: TeamPlace, day: PlainDate) => until !== null && until < day

/**
 * Puts an organisation, or one member of it, on the case team; a place it has already is replaced.
 *
 * Throws: `notFound` without such an organisation or member; `invalidInput` when the place ends before it begins; `conflict` for
 * an administrator or auditor, who see no case, and for a place of the lead organisation that does not stand now and without end.
 */
export const joinTeam =
  (ports: CasePorts) =>
  async (actor: Actor, id: CaseId, place: JoinTeamRequest): Promise<SupportCase> => {
    if (place.until !== null && place.until < place.from) throw new AppError('invalidInput', { fields: ['until'] })
    const today = dayInJapan(ports.clock.now())
    const member = place.memberId === null ? null : await ports.directory.findMember(place.memberId)
    const isKnown = (await ports.directory.findOrganisation(place.organisationId)) !== null
    const isOfIt = place.memberId === null || member?.organisationId === place.organisationId
    if (!isKnown || !isOfIt) throw new AppError('notFound')
    if (member?.role === 'administrator' || member?.role === 'auditor') {
      throw new AppError('conflict', { because: 'seesNoCase' })
    }
    return changed(ports, actor, id, {
      action: 'case.changeTeam',
      kind: 'teamJoined',
      next(theCase) {
        const isLead = place.memberId === null && place.organisationId === theCase.leadOrganisationId
        if (isLead && (place.until !== null || place.from > today || !place.categories.includes('basic'))) {
          throw new AppError('conflict', { because: 'leadOrganisation' })
        }
        return { ...theCase, team: [...theCase.team.filter((one) => !isPlace(one, place)), place] }
      },
    })
  }

/**
 * Sets the last day of a place on the team. With today or an earlier day, access ends at once.
 *
 * Throws: `notFound` without such a place; `conflict` for the lead organisation, whose case it is, and for a place that is over.
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
      next: (theCase) => {
        const there = theCase.team.find((place) => isPlace(place, left))
        if (there === undefined) throw new AppError('notFound', { because: 'noSuchPlace' })
        if (isOver(there, today)) throw new AppError('conflict', { because: 'alreadyEnded' })
        if (left.memberId === null && left.organisationId === theCase.leadOrganisationId) {
          throw new AppError('conflict', { because: 'leadOrganisation' })
        }
        return { ...theCase, team: theCase.team.map((place) => (isPlace(place, left) ? { ...place, until } : place)) }
      },
    })
  }
