import type { Step } from './batch.ts'
import { type ExpelPorts, expel } from './expel.ts'
import type { Session } from './session.ts'

/**
 * Says to each sender how many of its frames are durable (KS5); whoever sent what no honest client sends, goes. `ask` asks a
 * session for all that it has and the document lacks.
 */
export function acknowledge(steps: readonly Step[], ports: ExpelPorts, ask: (session: Session) => void): void {
  for (const step of steps) {
    const { from, frameNumber, kind } = step.frame
    if (kind === 'syncStep2') from.answered()
    if (step.kind === 'refuse') expel(from, { frameNumber, fault: step.fault }, ports)
    else if (step.kind === 'gap') from.frames.openGap()
    else from.frames.settle(frameNumber, kind)
  }
  for (const session of new Set(steps.map(({ frame }) => frame.from))) {
    session.sendAck()
    if (session.isToBeAsked) ask(session)
  }
}
