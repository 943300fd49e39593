import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Log } from '#server/platform/log.ts'
import type { CloseReason } from '#shared/protocol/closeCodes.ts'
import type { Session } from './session.ts'

export interface ExpelPorts {
  readonly log: Log
  readonly audit: Pick<AuditTrail, 'append'>
}

/** What a session has to go for. */
export interface FrameFault {
  /** Counted in write frames: the one at fault, or the last before something else that is. */
  readonly frameNumber: number
  readonly fault: string
  readonly reason?: CloseReason
}

/** Ends a session for a frame that is not taken, and no other session, and has the audit trail name its member (KS3). */
export function expel(from: Session, at: FrameFault, { log, audit }: ExpelPorts): void {
  const { frameNumber, fault, reason = 'badFrame' } = at
  const { connectionId, documentId, memberId } = from.facts
  log.warn('frame.refused', { connectionId, documentId, memberId, frameNumber, fault })
  const record = { kind: 'frameRefused', by: memberId, objectIds: [documentId], outcome: 'refused' } as const
  // Nobody waits for it: whoever sent the frame is not to hold up the others in the room.
  audit
    .append({ ...record, because: fault })
    .catch((cause: unknown) => log.error('frame.notRecorded', cause, { documentId, memberId }))
  if (reason === 'badFrame') from.refuse(frameNumber)
  else from.end(reason)
}
