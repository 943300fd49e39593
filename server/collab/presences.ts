import { isDeepStrictEqual } from 'node:util'
import type { Timer, Timers } from '#server/platform/timers.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import { encodeAwareness } from '#shared/protocol/frames.ts'
import {
  type Cursor,
  encodePresence,
  joinPresences,
  type OwnPresence,
  type PresentMember,
  type ServerPresence,
} from './check/checkAwareness.ts'
import type { Session } from './session.ts'

/** Changes of presence wait so long for each other: a stock client echoes every frame it gets. */
const GATHER_MS = 50
/** Presences of one frame; a frame that is too large would come back as an echo that is too large. */
const MAX_PER_FRAME = 60

interface Present {
  readonly session: Session
  readonly presence: OwnPresence
}

/** Somebody who edits the same document at another node. */
export interface PresenceElsewhere extends OwnPlace {
  readonly user: PresentMember
}

/** Where somebody is, by ids only. */
export interface OwnPlace {
  readonly clientId: number
  readonly writer: number
  readonly memberId: MemberId
  readonly cursor: Cursor | null
  readonly composing: boolean
}

export interface PresencePorts {
  readonly clock: Clock
  readonly timers: Timers
  /** Somebody here has come, moved or gone; called at most once in a short while. */
  readonly onMoved: () => void
}

/**
 * Who is where in one document. A client says where it is; who it is, the server says. Clocks are the server's too, and
 * rise with every frame, so that a client that comes back sees everybody at once and nobody can silence another's id.
 */
export class Presences {
  readonly #present = new Map<number, Present>()
  readonly #elsewhere = new Map<string, ReadonlyMap<number, PresenceElsewhere>>()
  readonly #ids = new Map<Session, number>()
  readonly #changed = new Set<number>()
  /** Who has come and not been told yet who is here. */
  readonly #newcomers = new Set<Session>()
  /** What sessions could not be told, being slow or judged anew: who is still here shows themself again, who is gone does not. */
  readonly #missed = new Map<Session, ReadonlySet<number>>()
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
    return (clientId) => (this.#memberOf(clientId) ?? memberId) === memberId
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
    this.#newcomers.delete(session)
    this.#missed.delete(session)
    if (clientId === undefined || this.#present.get(clientId)?.session !== session) return
    this.#present.delete(clientId)
    this.#change(clientId)
  }

  /** Everybody who is here, for the other nodes. */
  places(): readonly OwnPlace[] {
    return [...this.#present.values()].map(({ session, presence: { clientId, writer, cursor, composing } }) => ({
      ...{ clientId, writer, cursor, composing },
      memberId: session.facts.memberId,
    }))
  }

  /** True while the page of the member who writes under an id is here, or at another node; nobody can say it for another. */
  isHere(writer: number, memberId: MemberId): boolean {
    const elsewhere = [...this.#elsewhere.values()].flatMap((there) => [...there.values()])
    return [...this.places(), ...elsewhere].some((place) => place.writer === writer && place.memberId === memberId)
  }

  /** Says who is at another node now; nobody, when it has gone quiet. */
  showElsewhere(node: string, everybody: readonly PresenceElsewhere[]): void {
    const known = this.#elsewhere.get(node) ?? new Map<number, PresenceElsewhere>()
    const now = new Map(everybody.map((one) => [one.clientId, one]))
    if (now.size > 0) this.#elsewhere.set(node, now)
    else this.#elsewhere.delete(node)
    for (const clientId of new Set([...known.keys(), ...now.keys()])) {
      if (!isDeepStrictEqual(known.get(clientId), now.get(clientId))) this.#change(clientId)
    }
  }

  /**
   * Shows everybody, in a moment, to a session that has just come, or come back: by then it has shown itself, and is told
   * nothing of itself, though the server may still believe it on a socket, or at a node, that is gone.
   */
  introduceTo(session: Session): void {
    this.#newcomers.add(session)
    this.#gather()
  }

  /** Tells whoever can be told again what they missed meanwhile. */
  tick(): void {
    for (const [session, clientIds] of [...this.#missed]) {
      if (!session.takesPresence) continue
      this.#missed.delete(session)
      this.#tell(session, this.#linesOf(clientIds))
    }
  }

  stop(): void {
    this.#gathering?.stop()
    this.#gathering = null
  }

  #change(clientId: number): void {
    this.#changed.add(clientId)
    this.#gather()
  }

  #gather(): void {
    this.#gathering ??= this.#ports.timers.after(GATHER_MS, () => this.#tellEverybody())
  }

  /** The same lines for everybody; only who has moved gets them without their own, which is theirs to say. */
  #tellEverybody(): void {
    this.#gathering = null
    this.#introduce()
    if (this.#changed.size === 0) return
    const lines = this.#linesOf(this.#changed)
    this.#changed.clear()
    this.#ports.onMoved()
    const frames = framesOf([...lines.values()])
    for (const session of this.#sessions) this.#tell(session, lines, frames)
  }

  /** Now, or else when it can be told. `frames`: the lines as one who is not among them gets them. */
  #tell(session: Session, lines: ReadonlyMap<number, Uint8Array>, frames = framesOf([...lines.values()])): void {
    const own = this.#ids.get(session)
    const theirs = own === undefined || !lines.has(own) ? frames : framesOf(without(lines, own))
    if (session.takesPresence && theirs.every((frame) => session.send(frame))) return
    this.#missed.set(session, new Set([...(this.#missed.get(session) ?? []), ...lines.keys()]))
  }

  #introduce(): void {
    if (this.#newcomers.size === 0) return
    const elsewhere = [...this.#elsewhere.values()].flatMap((there) => [...there.keys()])
    const everybody = this.#linesOf(new Set([...this.#present.keys(), ...elsewhere]))
    for (const session of this.#newcomers) this.#tell(session, everybody)
    this.#newcomers.clear()
  }

  #linesOf(clientIds: Iterable<number>): ReadonlyMap<number, Uint8Array> {
    return new Map([...clientIds].map((clientId) => [clientId, encodePresence(this.#lineOf(clientId))]))
  }

  #lineOf(clientId: number): ServerPresence {
    const clock = this.#nextClock()
    const present = this.#present.get(clientId)
    if (present !== undefined) {
      const { cursor, composing } = present.presence
      return { clientId, clock, user: present.session.facts.user, cursor, composing }
    }
    const there = this.#whoIsElsewhere(clientId)
    if (there === undefined) return { clientId, clock, user: null, cursor: null, composing: false }
    return { clientId, clock, user: there.user, cursor: there.cursor, composing: there.composing }
  }

  #whoIsElsewhere(clientId: number): PresenceElsewhere | undefined {
    for (const there of this.#elsewhere.values()) if (there.has(clientId)) return there.get(clientId)
    return undefined
  }

  #memberOf(clientId: number): MemberId | undefined {
    return this.#present.get(clientId)?.session.facts.memberId ?? this.#whoIsElsewhere(clientId)?.memberId
  }

  /** Ahead of every clock that an earlier process of this server gave out. */
  #nextClock(): number {
    this.#clock = Math.max(this.#clock + 1, this.#ports.clock.now())
    return this.#clock
  }
}

const without = (lines: ReadonlyMap<number, Uint8Array>, own: number | undefined): readonly Uint8Array[] =>
  [...lines].filter(([clientId]) => clientId !== own).map(([, line]) => line)

function framesOf(lines: readonly Uint8Array[]): readonly Uint8Array[] {
  const frames: Uint8Array[] = []
  for (let start = 0; start < lines.length; start += MAX_PER_FRAME) {
    frames.push(encodeAwareness(joinPresences(lines.slice(start, start + MAX_PER_FRAME))))
  }
  return frames
}
