import type { DocumentAccess } from '#server/access/documentAccess.ts'
import type { Log } from '#server/platform/log.ts'
import type { Session } from './session.ts'

export interface RejudgingPorts {
  readonly access: DocumentAccess
  readonly epoch: () => number
  readonly log: Log
}

/** Rights that change again while they are being judged; the next tick goes on. */
const MAX_VERDICTS = 5

/** Judges sessions anew when rights have changed or a right's time is over (KS9). */
export class Rejudging {
  readonly #ports: RejudgingPorts
  readonly #underWay = new Set<Session>()

  constructor(ports: RejudgingPorts) {
    this.#ports = ports
  }

  /**
   * Judges a session whose right is in doubt; `goOn` is called when it stands, and it is closed when it does not. A store
   * that cannot be asked changes nothing: until it answers, the session gets nothing, and within a second it is closed.
   */
  judge(session: Session, goOn: () => void): void {
    if (!session.isInDoubt || session.isEnded || this.#underWay.has(session)) return
    this.#underWay.add(session)
    this.#decide(session)
      .then((stands) => stands && goOn())
      .catch((cause: unknown) => {
        this.#ports.log.error('session.notJudged', cause, { connectionId: session.facts.connectionId })
      })
      .finally(() => this.#underWay.delete(session))
  }

  async #decide(session: Session): Promise<boolean> {
    const { memberId, documentId } = session.facts
    for (let attempt = 0; attempt < MAX_VERDICTS && !session.isEnded; attempt++) {
      const epoch = this.#ports.epoch()
      const verdict = await this.#ports.access.judge(memberId, documentId)
      if (verdict.right !== 'edit') {
        session.end(verdict.right === 'erased' ? 'generationChanged' : 'accessEnded')
        return false
      }
      session.renew({ epoch, validUntil: verdict.validUntil })
      if (!session.isInDoubt) return true
    }
    return false
  }
}
