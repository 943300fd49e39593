import * as Y from 'yjs'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { Log } from '#server/platform/log.ts'
import type { Timer, Timers } from '#server/platform/timers.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { type Clock, hasPassed, type Instant } from '#shared/core/time.ts'
import { encodeDigest } from '#shared/protocol/frames.ts'
import { documentHash } from '../documentHash.ts'
import type { Room } from '../room.ts'
import type { Session } from '../session.ts'
import type { Divergences } from './divergences.ts'

export interface DivergencePorts {
  readonly divergences: Divergences
  readonly audit: Pick<AuditTrail, 'append'>
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  /** Unit: milliseconds without a change after which replicas are compared. */
  readonly quietMs: number
}

/** Drawing a digest takes at most this share of the time: a large document is compared less often. */
const LONGEST_SHARE = 1 / 500
/** What a member reports of a document more often than this is passed over, by whatever connection: a page that differs comes in anew anyway. */
const REPORT_EVERY_MS = 5_000
const COMPARE_AGAIN = 3
/** Unit: bytes of one side; a row of MongoDB holds 16 MiB for both. */
const MAX_KEPT_BYTES = 7 * 1_048_576

/**
 * Watches that every page holds what the server holds. When a document has been quiet, everybody is told its digest, drawn
 * once for all and only after a change; a page that finds its own to be another sends its state, and comes in anew.
 */
export class DivergenceWatch {
  readonly #ports: DivergencePorts
  readonly #waiting = new Map<Room, Timer>()
  readonly #restUntil = new WeakMap<Room, number>()
  /** How many more times a room is compared without a change: the one who differed may be coming in anew meanwhile. */
  readonly #doubts = new WeakMap<Room, number>()
  readonly #reportedAt = new WeakMap<Room, Map<MemberId, Instant>>()
  #count = 0

  constructor(ports: DivergencePorts) {
    this.#ports = ports
  }

  /** Divergences found since the start. */
  get count(): number {
    return this.#count
  }

  /** Something has changed, or has to be compared again. */
  later(room: Room): void {
    this.forget(room)
    const rest = (this.#restUntil.get(room) ?? 0) - this.#ports.timers.elapsedMs()
    const waitMs = Math.max(this.#ports.quietMs, rest)
    this.#waiting.set(
      room,
      this.#ports.timers.after(waitMs, () => this.#tell(room)),
    )
  }

  /** The room is leaving memory. */
  forget(room: Room): void {
    this.#waiting.get(room)?.stop()
    this.#waiting.delete(room)
  }

  /** A page says that it holds something else, and what. Its bytes are kept and never applied. */
  async report(room: Room, session: Session, clientState: Uint8Array): Promise<void> {
    const now = this.#ports.clock.now()
    const { documentId, memberId, connectionId } = session.facts
    const reportedAt = this.#reportedAt.get(room) ?? new Map<MemberId, Instant>()
    const lastAt = reportedAt.get(memberId)
    if (lastAt !== undefined && !hasPassed(REPORT_EVERY_MS, { since: lastAt, now })) return
    this.#reportedAt.set(room, reportedAt.set(memberId, now))
    this.#count++
    const cause = new Error('a page holds another document than the server')
    this.#ports.log.error('document.diverged', cause, { documentId, connectionId, sequence: room.sequence })
    try {
      await this.#ports.audit.append({ kind: 'documentDiverged', by: memberId, objectIds: [documentId, connectionId] })
      await this.#keep(room, session, { clientState, foundAt: now })
    } catch (failure) {
      this.#ports.log.error('divergence.notKept', failure, { documentId, connectionId })
    }
    this.#doubts.set(room, COMPARE_AGAIN)
    this.later(room)
  }

  async #keep(room: Room, { facts }: Session, found: { readonly clientState: Uint8Array; readonly foundAt: Instant }) {
    const { memberId, connectionId } = facts
    const divergence = await room.document.read((doc, sequence) => ({
      ...{ memberId, connectionId, sequence, ...found },
      serverState: Y.encodeStateAsUpdate(doc),
    }))
    const isTooMuch = Math.max(divergence.serverState.byteLength, found.clientState.byteLength) > MAX_KEPT_BYTES
    if (!isTooMuch) await this.#ports.divergences.keep(room.document.row, divergence)
  }

  /** Drawn and sent in one turn: a digest must not overtake the change it holds, nor wait for the next one. */
  #tell(room: Room): void {
    this.#waiting.delete(room)
    if (room.isClosed) return
    const { timers } = this.#ports
    let isNow = true
    let isTold = false
    room.document.whenWhole((late) => {
      if (!isNow) return
      isTold = true
      const startedAt = timers.elapsedMs()
      const frame = encodeDigest(documentHash(late.doc))
      const drawnAt = timers.elapsedMs()
      this.#restUntil.set(room, drawnAt + (drawnAt - startedAt) / LONGEST_SHARE)
      for (const session of room.sessions) if (session.takesPresence) session.send(frame)
    })
    isNow = false
    if (!isTold || this.#isDoubted(room)) this.later(room)
  }

  #isDoubted(room: Room): boolean {
    const left = this.#doubts.get(room) ?? 0
    this.#doubts.set(room, left - 1)
    return left > 0
  }
}
