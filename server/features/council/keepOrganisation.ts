import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { assertAsShown } from '#server/access/asShown.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import type { ChangeOrganisationRequest, NewOrganisationRequest } from '#shared/api/council.ts'
import { AppError } from '#shared/core/appError.ts'
import type { OrganisationId } from '#shared/core/ids.ts'
import { dayInJapan } from '#shared/core/time.ts'
import type { Organisation, OrganisationKind } from '#shared/domain/organisation.ts'
import { calledSince } from './calledSince.ts'
import type { CouncilPorts } from './councilPorts.ts'
import { keepHeld } from './keepHeld.ts'

/** Adds an organisation to the council's list, a member of the council or not; one that is there under `id` the same request has added. */
export const addOrganisation =
  (ports: CouncilPorts) =>
  async (actor: Actor, input: NewOrganisationRequest, id: OrganisationId): Promise<Organisation> => {
    authorise('organisation.keep', actor, null, ports.clock.now())
    const organisation: Organisation = { id, ...input, closedOn: null }

    return ports.atomically(async () => {
      authorise('organisation.keep', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const added = await ports.council.findOrganisation(id)
      if (added !== null) return added
      await ports.council.saveOrganisation(organisation)
      await ports.audit.append({ kind: 'organisationAdded', by: actor.memberId, objectIds: [organisation.id] })
      return organisation
    })
  }

/** Throws: `invalidInput` when none would be left: what goes, another may have left as the last. */
function kindsAfter({ kinds }: Organisation, change: ChangeOrganisationRequest): readonly OrganisationKind[] {
  if (change.kinds === undefined) return kinds
  const { removed, added } = change.kinds
  const after = [...new Set([...kinds.filter((kind) => !removed.includes(kind)), ...added])]
  if (after.length === 0) throw new AppError('invalidInput', { fields: ['kinds'] })
  return after
}

/**
 * Changes what is given and leaves the rest. One that leaves the council takes its members' access along at once.
 *
 * Throws: `notFound`; `invalidInput` when no kind would be left and for a name that begins after today; `conflict` when another was first, when it would take one's own organisation out, and oneself with it, or the last who goes on as an
 * administrator.
 */
export const changeOrganisation =
  (ports: CouncilPorts) =>
  async (actor: Actor, id: OrganisationId, change: ChangeOrganisationRequest): Promise<Organisation> => {
    authorise('organisation.keep', actor, null, ports.clock.now())

    const takesOut = change.isMember === false || (change.closedOn ?? null) !== null
    if (takesOut && id === actor.organisationId) throw new AppError('conflict', { because: 'ownOrganisation' })

    return ports.endings.endingRights(async () => {
      authorise('organisation.keep', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const organisation = await ports.council.findOrganisation(id)
      if (organisation === null) throw new AppError('notFound')
      assertAsShown(organisation, change, 'organisationChanged')
      const { shown: _, since: __, ...facts } = change
      const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
      const names = calledSince(organisation, change, dayInJapan(ports.clock.now()))
      const next: Organisation = { ...organisation, ...given, ...names, kinds: kindsAfter(organisation, change) }
      await keepHeld(ports, ['administrator'], () => ports.council.saveOrganisation(next))
      const changes = changesIn(['kinds', 'areaCode', 'isMember', 'closedOn'], organisation, next)
      await ports.audit.append({ kind: 'organisationChanged', by: actor.memberId, objectIds: [id], changes })
      return next
    })
  }
