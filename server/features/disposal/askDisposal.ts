import { type Actor, authorise } from '#server/access/actor.ts'
import type { DisposalReasonRequest } from '#shared/api/disposal.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CaseId } from '#shared/core/ids.ts'
import { instant } from '#shared/core/time.ts'
import type { AuditKind } from '#shared/domain/auditKind.ts'
import { type CaseDisposal, holdOf } from '#shared/domain/retention.ts'
import { assertDisposable, authoriseNow, type Disposable, type DisposalPorts, loadDisposable } from './disposalPorts.ts'

interface Saying {
  readonly action: 'disposal.hold' | 'disposal.ask'
  readonly kind: AuditKind
  next(disposable: Disposable): CaseDisposal
}

/** Loads, judges, keeps and records in one transaction what somebody says of the disposal of a case. */
async function say(ports: DisposalPorts, actor: Actor, caseId: CaseId, saying: Saying): Promise<void> {
  authorise(saying.action, actor, null, ports.clock.now())
  await ports.endings.endingRights(async () => {
    await authoriseNow(ports, actor, saying.action)
    await ports.disposals.save(saying.next(await loadDisposable(ports, caseId)))
    await ports.audit.append({ kind: saying.kind, by: actor.memberId, objectIds: [caseId] })
  })
}

/** Holds a closed case back from being disposed of; what was asked before waits no more. Throws: `notFound`; `conflict` when it is held back. */
export const holdDisposal =
  (ports: DisposalPorts) =>
  (actor: Actor, caseId: CaseId, { reason }: DisposalReasonRequest): Promise<void> =>
    say(ports, actor, caseId, {
      action: 'disposal.hold',
      kind: 'disposalHeld',
      next({ disposal }) {
        if (holdOf(disposal) !== null) throw new AppError('conflict', { because: 'onHold' })
        const hold = { reason, by: actor.memberId, at: ports.clock.now(), lifted: null }
        return { ...disposal, holds: [...disposal.holds, hold], asked: null }
      },
    })

/** Lifts the hold of a case. Throws: `notFound`; `conflict` when there is none. */
export const liftHold =
  (ports: DisposalPorts) =>
  (actor: Actor, caseId: CaseId, { reason }: DisposalReasonRequest): Promise<void> =>
    say(ports, actor, caseId, {
      action: 'disposal.hold',
      kind: 'disposalHoldLifted',
      next({ disposal }) {
        const standing = holdOf(disposal)
        if (standing === null) throw new AppError('conflict', { because: 'notOnHold' })
        const lifted = { reason, by: actor.memberId, at: ports.clock.now() }
        return { ...disposal, holds: disposal.holds.map((hold) => (hold === standing ? { ...hold, lifted } : hold)) }
      },
    })

/** Asks for a case to be disposed of; nothing is before another approves it. Throws: `notFound`; `conflict` with what stands in the way. */
export const askDisposal =
  (ports: DisposalPorts) =>
  (actor: Actor, caseId: CaseId, { reason }: DisposalReasonRequest): Promise<void> =>
    say(ports, actor, caseId, {
      action: 'disposal.ask',
      kind: 'disposalAsked',
      next(disposable) {
        assertDisposable(disposable, ports.clock)
        const { disposal, rule } = disposable
        // No two requests for one case have the same moment: whoever approves says by it which they were shown.
        const at = instant(Math.max(ports.clock.now(), (disposal.asked?.at ?? 0) + 1))
        return { ...disposal, asked: { reason, by: actor.memberId, at, ...(rule === null ? {} : { under: rule }) } }
      },
    })
