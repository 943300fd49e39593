import { type Actor, authorise } from '#server/access/actor.ts'
import { changesIn } from '#server/access/auditTrail.ts'
import type { KeepRetentionRequest } from '#shared/api/disposal.ts'
import { AppError } from '#shared/core/appError.ts'
import { isSameRule } from '#shared/domain/retention.ts'
import { authoriseNow, type DisposalPorts } from './disposalPorts.ts'

/** Sets how long closed cases are kept, and in which class. Throws: `forbidden`; `conflict` when another has set it meanwhile. */
export const keepRetention =
  (ports: DisposalPorts) =>
  async (actor: Actor, { shown, ...rule }: KeepRetentionRequest): Promise<void> => {
    authorise('retention.keep', actor, null, ports.clock.now())
    await ports.atomically(async () => {
      await authoriseNow(ports, actor, 'retention.keep')
      const council = await ports.council.readCouncil()
      if (council === null) throw new AppError('notFound')
      const before = await ports.disposals.readRule()
      if (isSameRule(before, rule)) return
      if (!isSameRule(before, shown)) throw new AppError('conflict', { because: 'retentionChanged' })
      await ports.disposals.saveRule(rule)
      // The name of a class is somebody's own words: the trail has the years.
      const changes = changesIn(['years'], before ?? { years: null }, rule)
      await ports.audit.append({ kind: 'retentionChanged', by: actor.memberId, objectIds: [council.id], changes })
    })
  }
