import { changesIn } from '#server/access/auditTrail.ts'
import type { MemberId, OrganisationId } from '#shared/core/ids.ts'
import { addDays, dayInJapan } from '#shared/core/time.ts'
import { isOverBy } from '#shared/domain/member.ts'
import type { SupportCase } from '#shared/domain/supportCase.ts'
import type { CasePorts } from './casePorts.ts'

/**
 * Ends a member's own places on teams, of whatever case, where they stand for one of some organisations: whoever moves takes none
 * along and finds none when they come back. Call it in the transaction of the move.
 */
export const endOwnPlaces =
  (ports: Pick<CasePorts, 'cases' | 'audit' | 'clock'>) =>
  async (of: MemberId, at: readonly OrganisationId[], by: MemberId): Promise<void> => {
    const today = dayInJapan(ports.clock.now())
    const until = addDays(today, -1)
    for (const organisationId of at) {
      for (const theCase of await ports.cases.listOf(organisationId)) {
        const isEnding = (place: SupportCase['team'][number]) =>
          place.memberId === of && place.organisationId === organisationId && !isOverBy(place, today)
        if (!theCase.team.some(isEnding)) continue
        const next = { ...theCase, team: theCase.team.map((place) => (isEnding(place) ? { ...place, until } : place)) }
        await ports.cases.save(next)
        const changes = changesIn(['team'], theCase, next)
        await ports.audit.append({ kind: 'teamLeft', by, objectIds: [theCase.id], changes })
      }
    }
  }
