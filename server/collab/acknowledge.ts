import type { Log } from '#server/platform/log.ts'
import type { Step } from './batch.ts'
import type { Session } from './session.ts'
import type { WaitingFrame } from './waitingFrame.ts'

export interface AcknowledgePorts {
  readonly log: Log
  /** Asks a session for all that it has and the document lacks. */
  readonly ask: (session: Session) => void
}

/** Says to each sender how many of its frames are durable (KS5); whoever sent what no honest client sends, goes. */
export function acknowledge(steps: readonly Step[], { log, ask }: AcknowledgePorts): void {
  for (const step of steps) {
    const { from, frameNumber, kind } = step.frame
    if (kind === 'syncStep2') from.answered()
    if (step.kind === 'refuse') expel(step.frame, step.fault, log)
    else if (step.kind === 'gap') from.frames.openGap()
    else from.frames.settle(frameNumber, kind)
  }
  for (const session of new Set(steps.map(({ frame }) => frame.from))) {
    session.sendAck()
    if (session.isToBeAsked) ask(session)
  }
}

/** Ends the session of a frame that is at fault, and no other. */
export function expel({ from, frameNumber }: WaitingFrame, fault: string, log: Log): void {
  const { connectionId, documentId, memberId } = from.facts
  log.warn('frame.refused', { connectionId, documentId, memberId, frameNumber, fault })
  from.refuse(frameNumber)
}
