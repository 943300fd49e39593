import { type Actor, authorise } from '#server/access/actor.ts'
import { actorNow } from '#server/access/actorNow.ts'
import { assertAsShown } from '#server/access/asShown.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import type { KeepSupportMeetingRequest } from '#shared/api/council.ts'
import { AppError } from '#shared/core/appError.ts'
import type { SupportMeeting, SupportMeetingLaw } from '#shared/domain/supportMeeting.ts'
import type { CouncilPorts } from './councilPorts.ts'

/**
 * Registers by which rules the council holds the 支援会議 of a law, or puts that right. What was recorded on it stays. Throws:
 * `forbidden`; `notFound` before the council is set up; `invalidInput` for a term that ends before it begins; `conflict` when another was
 * first.
 */
export const keepSupportMeeting =
  (ports: Pick<CouncilPorts, 'council' | 'audit' | 'atomically' | 'clock'>) =>
  async (actor: Actor, law: SupportMeetingLaw, { shown, ...said }: KeepSupportMeetingRequest): Promise<void> => {
    authorise('organisation.keep', actor, null, ports.clock.now())
    if (said.until !== null && said.until < said.from) throw new AppError('invalidInput', { fields: ['until'] })
    await ports.atomically(async () => {
      authorise('organisation.keep', await actorNow(ports.council, ports.clock, actor), null, ports.clock.now())
      const council = await ports.council.readCouncil()
      if (council === null) throw new AppError('notFound')
      const { supportMeetings = [] } = council
      const before = supportMeetings.find((one) => one.law === law)
      const nothing = { charter: null, from: null, until: null }
      assertAsShown(before ?? nothing, { ...said, shown: shown ?? nothing }, 'supportMeetingChanged')
      const next: SupportMeeting = { law, ...said }
      const others = supportMeetings.filter((one) => one.law !== law)
      await ports.council.saveCouncil({ ...council, supportMeetings: [...others, next] })
      // The name of the rules is somebody's own words: the trail has the law and the days.
      const changes = changesIn(['law', 'from', 'until'], { law: null, ...nothing, ...before }, next)
      await ports.audit.append({ kind: 'supportMeetingKept', by: actor.memberId, objectIds: [council.id], changes })
    })
  }
