import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import type { ReappointmentWithdrawalAnswer, ReappointmentWithdrawalRequest } from '#shared/api/council.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { PlainDate } from '#shared/core/time.ts'
import type { Member } from '#shared/domain/member.ts'
import { asBeforeReappointment } from '#shared/domain/reappointment.ts'
import type { CouncilPorts } from './councilPorts.ts'
import { eachMember, type NotDone } from './eachMember.ts'
import { keepHeld } from './keepHeld.ts'

/**
 * Takes 再任 of several back that was a slip: the terms, and the offices that went on with them, end as they did before; whose term was
 * over is out at once. Of whom another has changed it meanwhile, it stays, and that is said.
 *
 * Throws: `conflict` when nobody would be left to administer.
 */
export const takeReappointmentsBack =
  (ports: CouncilPorts) =>
  async (actor: Actor, request: ReappointmentWithdrawalRequest): Promise<ReappointmentWithdrawalAnswer> => {
    authorise('council.administer', actor, null, ports.clock.now())

    return ports.endings.endingRights(async () => {
      authorise('council.administer', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const members = new Map((await ports.council.listMembers()).map((one) => [one.id, one]))
      const around = { own: actor.memberId, until: request.until }
      return keepHeld(ports, ['administrator'], () =>
        eachMember(request.members, async (one) => {
          const ended = asBefore(members.get(one.id), one, around)
          return 'because' in ended ? ended : keep(ports, ended, actor.memberId)
        }),
      )
    })
  }

interface Ended {
  readonly member: Member
  readonly next: Member
}

function asBefore(
  member: Member | undefined,
  { before, offices }: ReappointmentWithdrawalRequest['members'][number],
  { own, until }: { readonly own: MemberId; readonly until: PlainDate },
): Ended | NotDone {
  if (member === undefined) return { because: 'noSuchMember' }
  if (member.id === own) return { because: 'ownMembership' }
  // A day that is no earlier, or before they came, is none that stood there.
  if (member.until !== until || before >= until || before < member.from) return { because: 'overtaken' }
  const next = asBeforeReappointment(member, { before, offices, until })
  return next.ok ? { member, next: next.value } : { because: 'overtaken' }
}

async function keep({ council, audit }: CouncilPorts, { member, next }: Ended, by: MemberId) {
  await council.saveMember(next)
  const changes = changesIn(['until', 'offices'], member, next)
  await audit.append({ kind: 'reappointmentTakenBack', by, objectIds: [next.id], changes })
  return { id: next.id }
}
