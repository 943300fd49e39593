import type { Timer, Timers } from '#server/platform/timers.ts'
import type { Clock } from '#shared/core/time.ts'
import { encodeAwareness } from '#shared/protocol/frames.ts'
import { encodePresences, type OwnPresence, type ServerPresence } from './check/checkAwareness.ts'
import type { Session } from './session.ts'

/** Changes of presence wait so long for each other: a stock client echoes every frame it gets. */
const GATHER_MS = 50
/** Presences of one frame; a frame that is too large would come back as an echo that is too large. */
const MAX_PER_FRAME = 60

interface Present {
  readonly session: Session
  readonly presence: OwnPresence
}

export interface PresencePorts {
  readonly clock: Clock
  readonly timers: Timers
}

/**
 * Who is where in one document. A client says where it is; who it is, the server says. Clocks are the server's too, and
 * rise with every frame, so that a client that comes back sees everybody at once and nobody can silence another's id.
 */
export class Presences {
  readonly #present = new Map<number, Present>()
  readonly #ids = new Map<Session, number>()
  readonly #changed = new Set<number>()
  readonly #sessions: ReadonlySet<Session>
  readonly #ports: PresencePorts
  #clock: number
  #gathering: Timer | null = null

  constructor(sessions: ReadonlySet<Session>, ports: PresencePorts) {
    this.#sessions = sessions
    this.#ports = ports
    this.#clock = ports.clock.now()
  }

  /** Says of an id whether it is the session's own: the one it has, or, while it has none, one that no other member shows. */
  ownTest(session: Session): (clientId: number) => boolean {
    const own = this.#ids.get(session)
    if (own !== undefined) return (clientId) => clientId === own
    const { memberId } = session.facts
    return (clientId) => (this.#present.get(clientId)?.session.facts.memberId ?? memberId) === memberId
  }

  /** A session shows itself, moves, or says that it leaves. */
  show(session: Session, presence: OwnPresence): void {
    this.#ids.set(session, presence.clientId)
    if (presence.isLeaving) this.#present.delete(presence.clientId)
    else this.#present.set(presence.clientId, { session, presence })
    this.#change(presence.clientId)
  }

  /** A session's socket is gone: nobody sees it any more, unless the member has taken the id along to a new socket. */
  remove(session: Session): void {
    const clientId = this.#ids.get(session)
    this.#ids.delete(session)
    if (clientId === undefined || this.#present.get(clientId)?.session !== session) return
    this.#present.delete(clientId)
    this.#change(clientId)
  }

  /** Shows everybody to a session that has just come, or come back. */
  introduceTo(session: Session): void {
    const own = this.#ids.get(session)
    for (const frame of this.#framesOf([...this.#present.keys()].filter((id) => id !== own))) session.send(frame)
  }

  stop(): void {
    this.#gathering?.stop()
    this.#gathering = null
  }

  #change(clientId: number): void {
    this.#changed.add(clientId)
    this.#gathering ??= this.#ports.timers.after(GATHER_MS, () => this.#tellEverybody())
  }

  /** One set of frames for everybody; only who has moved gets a set without their own state, which is theirs to say. */
  #tellEverybody(): void {
    this.#gathering = null
    const changed = [...this.#changed]
    this.#changed.clear()
    const frames = this.#framesOf(changed)
    for (const session of this.#sessions) {
      if (!session.takesPresence) continue
      const own = this.#ids.get(session)
      const isMover = own !== undefined && changed.includes(own)
      const theirs = isMover ? this.#framesOf(changed.filter((id) => id !== own)) : frames
      for (const frame of theirs) session.send(frame)
    }
  }

  #framesOf(clientIds: readonly number[]): readonly Uint8Array[] {
    const lines = clientIds.map((clientId) => this.#lineOf(clientId))
    const frames: Uint8Array[] = []
    for (let start = 0; start < lines.length; start += MAX_PER_FRAME) {
      frames.push(encodeAwareness(encodePresences(lines.slice(start, start + MAX_PER_FRAME))))
    }
    return frames
  }

  #lineOf(clientId: number): ServerPresence {
    const clock = this.#nextClock()
    const present = this.#present.get(clientId)
    if (present === undefined) return { clientId, clock, user: null, cursor: null, composing: false }
    const { cursor, composing } = present.presence
    return { clientId, clock, user: present.session.facts.user, cursor, composing }
  }

  /** Ahead of every clock that an earlier process of this server gave out. */
  #nextClock(): number {
    this.#clock = Math.max(this.#clock + 1, this.#ports.clock.now())
    return this.#clock
  }
}
