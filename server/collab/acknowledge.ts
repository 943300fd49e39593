import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Log } from '#server/platform/log.ts'
import type { Step } from './batch.ts'
import type { Session } from './session.ts'
import type { WaitingFrame } from './waitingFrame.ts'

export interface ExpelPorts {
  readonly log: Log
  readonly audit: Pick<AuditTrail, 'append'>
}

/**
 * Says to each sender how many of its frames are durable (KS5); whoever sent what no honest client sends, goes. `ask` asks a
 * session for all that it has and the document lacks.
 */
export function acknowledge(steps: readonly Step[], ports: ExpelPorts, ask: (session: Session) => void): void {
  for (const step of steps) {
    const { from, frameNumber, kind } = step.frame
    if (kind === 'syncStep2') from.answered()
    if (step.kind === 'refuse') expel(step.frame, step.fault, ports)
    else if (step.kind === 'gap') from.frames.openGap()
    else from.frames.settle(frameNumber, kind)
  }
  for (const session of new Set(steps.map(({ frame }) => frame.from))) {
    session.sendAck()
    if (session.isToBeAsked) ask(session)
  }
}

/** Ends the session of a frame that is at fault, and no other, and has the audit trail name its member. */
export function expel({ from, frameNumber }: WaitingFrame, fault: string, { log, audit }: ExpelPorts): void {
  const { connectionId, documentId, memberId } = from.facts
  log.warn('frame.refused', { connectionId, documentId, memberId, frameNumber, fault })
  const record = { kind: 'frameRefused', by: memberId, objectIds: [documentId], outcome: 'refused' } as const
  // Nobody waits for it: whoever sent the frame is not to hold up the others in the room.
  audit
    .append({ ...record, because: fault })
    .catch((cause: unknown) => log.error('frame.notRecorded', cause, { documentId, memberId }))
  from.refuse(frameNumber)
}
