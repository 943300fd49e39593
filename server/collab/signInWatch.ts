import type { DocumentAccess } from '#server/access/documentAccess.ts'
import type { SignIns } from '#server/access/signInActivity.ts'
import type { Log } from '#server/platform/log.ts'
import type { DocumentId } from '#shared/core/ids.ts'
import { type Clock, hasPassed, type Instant } from '#shared/core/time.ts'
import type { Session } from './session.ts'

export interface SignInWatchPorts {
  readonly signIns: SignIns
  readonly access: Pick<DocumentAccess, 'isUnderWay'>
  readonly clock: Clock
  readonly log: Log
}

/** Unit: milliseconds between two looks. */
const LOOK_EVERY_MS = 10_000
/** Whether a conference is under way has to be asked of the store. */
const ASK_EVERY_MS = 60_000
/** The answer to our first question, which a page gives by itself at each connection. */
const FRAMES_OF_NOBODY = 1

const isTime = (before: Instant | null, everyMs: number, now: Instant): boolean =>
  before === null || hasPassed(everyMs, { since: before, now })

/** Keeps the sign-ins of those who write, or sit in a conference that goes on, and closes the sockets of sign-ins that are over. */
export class SignInWatch {
  readonly #ports: SignInWatchPorts
  readonly #seenFrames = new WeakMap<Session, number>()
  #lookedAt: Instant | null = null
  #askedAt: Instant | null = null

  constructor(ports: SignInWatchPorts) {
    this.#ports = ports
  }

  /** Looks at everybody who is connected, if it is time to. */
  look(present: readonly Session[]): void {
    const now = this.#ports.clock.now()
    if (!isTime(this.#lookedAt, LOOK_EVERY_MS, now)) return
    this.#lookedAt = now
    for (const session of present) if (this.#hasWritten(session)) this.#note(session)
    void this.#lookAtTheRest(present, now).catch((cause: unknown) => this.#ports.log.error('signIn.notLookedAt', cause))
  }

  async #lookAtTheRest(present: readonly Session[], now: Instant): Promise<void> {
    if (isTime(this.#askedAt, ASK_EVERY_MS, now)) {
      this.#askedAt = now
      await this.#noteThoseInConference(present)
    }
    for (const session of present) {
      if (!session.isEnded && !(await this.#ports.signIns.goesOn(session.facts.sessionId))) session.end('sessionEnded')
    }
  }

  async #noteThoseInConference(present: readonly Session[]): Promise<void> {
    const byDocument = new Map<DocumentId, Session[]>()
    for (const session of present) {
      const { documentId } = session.facts
      byDocument.set(documentId, [...(byDocument.get(documentId) ?? []), session])
    }
    for (const [documentId, sessions] of byDocument) {
      if (await this.#ports.access.isUnderWay(documentId)) for (const session of sessions) this.#note(session)
    }
  }

  #hasWritten(session: Session): boolean {
    const { received } = session.frames
    const seen = this.#seenFrames.get(session) ?? FRAMES_OF_NOBODY
    this.#seenFrames.set(session, Math.max(received, FRAMES_OF_NOBODY))
    return received > seen
  }

  #note(session: Session): void {
    this.#ports.signIns.noteActivity(session.facts.sessionId)
  }
}
