import type { Log } from '#server/platform/log.ts'
import type { Timer, Timers } from '#server/platform/timers.ts'
import type { DocumentId } from '#shared/core/ids.ts'
import type { Room } from './room.ts'

/** Something derived from a document. Running it again on the same document changes nothing. */
export interface Projection {
  readonly name: string
  run(room: Room): Promise<void>
}

export interface ProjectionPorts {
  readonly projections: readonly Projection[]
  readonly timers: Timers
  readonly log: Log
}

const QUIET_MS = 500
const LONGEST_MS = 5_000

interface Pending {
  readonly timer: Timer
  /** Unit: milliseconds, as `Timers.elapsedMs`. */
  readonly since: number
}

/** Runs the projections of a document when it has been quiet for 500 ms, and every 5 s while it is not (KS7). */
export class Projections {
  readonly #ports: ProjectionPorts
  readonly #pending = new Map<DocumentId, Pending>()

  constructor(ports: ProjectionPorts) {
    this.#ports = ports
  }

  /** Something has changed. Never waited for, never throws. */
  later(room: Room): void {
    const { documentId } = room.document.row
    const { timers } = this.#ports
    const now = timers.elapsedMs()
    const since = this.#pending.get(documentId)?.since ?? now
    this.#pending.get(documentId)?.timer.stop()
    const waitMs = Math.min(QUIET_MS, Math.max(0, since + LONGEST_MS - now))
    const timer = timers.after(waitMs, () => void this.runNow(room))
    this.#pending.set(documentId, { timer, since })
  }

  /** Runs what waits for a document, as before it leaves memory. A projection that fails is run again later. */
  async runNow(room: Room): Promise<void> {
    const { documentId } = room.document.row
    const pending = this.#pending.get(documentId)
    if (pending === undefined) return
    pending.timer.stop()
    this.#pending.delete(documentId)
    for (const projection of this.#ports.projections) await this.#run(projection, room)
  }

  async #run(projection: Projection, room: Room): Promise<void> {
    try {
      await projection.run(room)
    } catch (cause) {
      this.#ports.log.error('projection.failed', cause, {
        documentId: room.document.row.documentId,
        step: projection.name,
      })
      // Of a room that was lost nothing can be read any more.
      if (!room.isClosed) this.later(room)
    }
  }
}
