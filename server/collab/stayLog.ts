import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Log } from '#server/platform/log.ts'
import { type Clock, hasPassed, type Instant } from '#shared/core/time.ts'
import type { Session } from './session.ts'

export interface StayLogPorts {
  readonly audit: Pick<AuditTrail, 'append'>
  readonly clock: Clock
  readonly log: Log
}

/** Unit: milliseconds. As long as one record stands for whoever reads an extract. */
const ONE_STAY_MS = 15 * 60_000

/** Keeps in the trail who is in a document still: they see what is written there long after they came. */
export class StayLog {
  readonly #ports: StayLogPorts
  readonly #keptAt = new WeakMap<Session, Instant>()

  constructor(ports: StayLogPorts) {
    this.#ports = ports
  }

  /** Looks at everybody who is connected; that they came is kept already. */
  look(present: readonly Session[]): void {
    const now = this.#ports.clock.now()
    for (const session of present) {
      const since = this.#keptAt.get(session) ?? now
      if (!this.#keptAt.has(session)) this.#keptAt.set(session, since)
      if (!session.isEnded && hasPassed(ONE_STAY_MS, { since, now })) this.#keep(session, now)
    }
  }

  #keep(session: Session, now: Instant): void {
    const { memberId, documentId } = session.facts
    this.#keptAt.set(session, now)
    this.#ports.audit
      .append({ kind: 'documentStayed', by: memberId, objectIds: [documentId] })
      .catch((cause: unknown) => this.#ports.log.error('stay.notKept', cause, { documentId }))
  }
}
