import { changesIn } from '#server/access/auditTrail.ts'
import type { CaseId } from '#shared/core/ids.ts'
import { dayInJapan, type Instant } from '#shared/core/time.ts'
import type { SupportCase } from '#shared/domain/supportCase.ts'
import type { DisposalPorts } from './disposalPorts.ts'

export interface DatingPorts extends Pick<DisposalPorts, 'cases' | 'audit' | 'atomically' | 'log'> {
  /** When a case was last changed, as the trail says; null where it says nothing of it. */
  lastChangedAt(id: CaseId): Promise<Instant | null>
}

/**
 * Gives the cases that closed before the day of it was kept the day of their last change in the trail: they closed on it or before, so
 * that none is kept for a shorter time than it is to be. Of a case of which the trail says nothing the day stays unknown.
 *
 * Never throws: what could not be dated is told of in the log, and dated at the next start.
 */
export async function dateClosings(ports: DatingPorts): Promise<void> {
  const { cases, log } = ports
  try {
    for (const { id, closedOn } of await cases.listFinished()) if (closedOn === undefined) await date(ports, id)
  } catch (cause) {
    log.error('case.notDated', cause)
  }
}

const date = ({ cases, audit, atomically, lastChangedAt }: DatingPorts, id: CaseId): Promise<void> =>
  atomically(async () => {
    const theCase = await cases.find(id)
    const changedAt = await lastChangedAt(id)
    // Of two nodes that start at once one is second.
    if (theCase === null || theCase.closedOn !== undefined || changedAt === null) return
    const dated: SupportCase = { ...theCase, closedOn: dayInJapan(changedAt) }
    await cases.save(dated)
    const changes = changesIn(['closedOn'], theCase, dated)
    await audit.append({ kind: 'closingDated', by: null, objectIds: [id], changes })
  })
