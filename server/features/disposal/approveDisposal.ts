import { type Actor, authorise } from '#server/access/actor.ts'
import type { ApproveDisposalRequest } from '#shared/api/disposal.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CaseId, CouncilId } from '#shared/core/ids.ts'
import { type Clock, dayInJapan } from '#shared/core/time.ts'
import { type DisposalRequest, type ErasedCase, waitingRequest } from '#shared/domain/retention.ts'
import { assertDisposable, authoriseNow, type Disposable, type DisposalPorts, loadDisposable } from './disposalPorts.ts'
import type { Erasures } from './eraseCases.ts'

interface Approval {
  readonly councilId: CouncilId
  readonly actor: Actor
  readonly clock: Clock
}

/** The request that waits, which is the one its approver was shown, and is another's. Throws: `conflict`. */
function seenRequest({ disposal, rule }: Disposable, askedAt: number, { actor, clock }: Approval): DisposalRequest {
  const asked = waitingRequest(disposal, { today: dayInJapan(clock.now()), rule })
  if (asked === null) throw new AppError('conflict', { because: 'disposalNotAsked' })
  if (asked.at !== askedAt) throw new AppError('conflict', { because: 'disposalOtherAsked' })
  if (asked.by === actor.memberId) throw new AppError('conflict', { because: 'disposalOwn' })
  return asked
}

function recordOf({ theCase, rule, conferences }: Disposable, asked: DisposalRequest, approval: Approval): ErasedCase {
  const { id, number, openedOn, closedOn, leadOrganisationId, team } = theCase
  if (closedOn === undefined || rule === null || rule.years === null) throw new Error('nothing of this is ever due')
  return {
    ...{ id, councilId: approval.councilId, number, openedOn, closedOn, leadOrganisationId },
    ...{ documentClass: rule.documentClass, years: rule.years },
    ...{ askedBy: asked.by, askedAt: asked.at, approvedBy: approval.actor.memberId, approvedAt: approval.clock.now() },
    team: team.map(({ organisationId, memberId, from, until }) => ({ organisationId, memberId, from, until })),
    conferences: conferences.map((one) => ({ id: one.id, documentId: one.documentId, startsAt: one.startsAt })),
    ...{ hashes: [], clearedAt: null },
  }
}

/**
 * Disposes of a case that another has asked to be disposed of: from the commit on it is gone for everybody, and what its notes
 * said is erased, keys included. What a stop interrupts goes on at the next start, and whoever is in a note is shown out.
 *
 * Throws: `notFound`; `conflict` when nothing is asked, or something else than the approver was shown, or by the same person, or
 * something stands in the way; nothing is erased then.
 */
export const approveDisposal =
  (ports: DisposalPorts, erasures: Erasures) =>
  async (actor: Actor, caseId: CaseId, { askedAt }: ApproveDisposalRequest): Promise<void> => {
    authorise('disposal.approve', actor, null, ports.clock.now())
    const erased = await ports.endings.endingRights(async () => {
      await authoriseNow(ports, actor, 'disposal.approve')
      const council = await ports.council.readCouncil()
      if (council === null) throw new AppError('notFound')
      const disposable = await loadDisposable(ports, caseId)
      assertDisposable(disposable, ports.clock)
      const approval = { councilId: council.id, actor, clock: ports.clock }
      const record = recordOf(disposable, seenRequest(disposable, askedAt, approval), approval)
      await erasures.begin(record)
      const parts = record.conferences.flatMap(({ id, documentId }) => [id, documentId])
      await ports.audit.append({ kind: 'caseDisposed', by: actor.memberId, objectIds: [caseId, ...parts] })
      return record
    })
    await erasures.finish(erased)
  }
