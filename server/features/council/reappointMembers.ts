import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import type { ReappointmentAnswer, ReappointmentRequest } from '#shared/api/council.ts'
import { AppError } from '#shared/core/appError.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { addDays, dayInJapan, type PlainDate } from '#shared/core/time.ts'
import { isOverBy, type Member } from '#shared/domain/member.ts'
import { hasClosedBy, type Organisation } from '#shared/domain/organisation.ts'
import { type ReappointmentMade, reappointed } from '#shared/domain/reappointment.ts'
import type { CouncilPorts } from './councilPorts.ts'
import { eachMember, type NotDone } from './eachMember.ts'

/** What is looked up once for all of them. */
interface Around {
  readonly own: MemberId
  readonly today: PlainDate
  readonly members: ReadonlyMap<MemberId, Member>
  readonly organisations: readonly Organisation[]
}

/**
 * Lets the terms of several go on until a day (再任), all of those of whom nothing stands against it: of each there is a record, and of
 * the others is said why not. One that is over goes on too, as a restored one does: sign-ins from before do not.
 *
 * Throws: `invalidInput` for a day that is past.
 */
export const reappointMembers =
  (ports: CouncilPorts) =>
  async (actor: Actor, request: ReappointmentRequest): Promise<ReappointmentAnswer> => {
    authorise('council.administer', actor, null, ports.clock.now())

    // As an ending, which only one at a time can be: one of the terms may be changed, or an organisation be closed, at this moment.
    return ports.endings.endingRights(async () => {
      authorise('council.administer', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const today = dayInJapan(ports.clock.now())
      if (request.until < today) throw new AppError('invalidInput', { fields: ['until'] })
      const members = new Map((await ports.council.listMembers()).map((one) => [one.id, one]))
      const around = { own: actor.memberId, today, members, organisations: await ports.council.listOrganisations() }
      return eachMember(request.members, async (one) => {
        const next = reappointedAsShown(around, one, request)
        return 'because' in next ? next : { id: one.id, ...(await keep(ports, { ...next, by: actor.memberId, today })) }
      })
    })
  }

interface Reappointed {
  readonly before: Member
  readonly next: Member
  readonly made: ReappointmentMade
}

function reappointedAsShown(
  { own, today, members, organisations }: Around,
  { id, shown }: ReappointmentRequest['members'][number],
  request: ReappointmentRequest,
): Reappointed | NotDone {
  const before = members.get(id)
  if (before === undefined) return { because: 'noSuchMember' }
  if (id === own) return { because: 'ownMembership' }
  if (before.until === request.until) return { because: 'sameTerm' }
  if (before.until !== shown) return { because: 'overtaken' }
  const goesOn = shown < today ? today : addDays(shown, 1)
  const organisation = organisations.find((one) => one.id === before.organisationId)
  if (organisation === undefined || hasClosedBy(organisation, goesOn)) return { because: 'organisationGone' }
  const next = reappointed(before, shown, request)
  return next.ok ? { before, next: next.value.member, made: next.value.made } : { because: next.refusal }
}

async function keep(
  ports: CouncilPorts,
  { before, next, made, by, today }: Reappointed & { readonly by: MemberId; readonly today: PlainDate },
): Promise<ReappointmentMade> {
  const wasOver = isOverBy(before, today)
  if (wasOver) await ports.endSignInsOf(next.id)
  await ports.council.saveMember(wasOver ? { ...next, seatedAt: ports.clock.now() } : next)
  const changes = changesIn(['until', 'offices'], before, next)
  await ports.audit.append({ kind: 'memberReappointed', by, objectIds: [next.id], changes })
  return made
}
