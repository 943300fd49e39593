import type { Log } from '#server/platform/log.ts'
import type { MemberId } from '#shared/core/ids.ts'
import { type Clock, hasPassed, type Instant } from '#shared/core/time.ts'
import type { Room } from '../room.ts'
import { arrivedAt, type LastReading, type LastReadings, leftAt, type ReadPosition } from './lastReadings.ts'

export interface ReadingTrackerPorts {
  readonly lastReadings: LastReadings
  readonly clock: Clock
  readonly log: Log
}

/** Unit: milliseconds between two notes of one who reads on; a page asks every second. */
const NOTE_EVERY_MS = 60_000
/** Unit: readings remembered; forgetting them only makes more notes. */
const MAX_REMEMBERED = 10_000

/** Notes how far each member has read each document. A note that fails is lost: what is then shown as new is too much, never too little. */
export class ReadingTracker {
  readonly #ports: ReadingTrackerPorts
  readonly #notedAt = new Map<string, Instant>()

  constructor(ports: ReadingTrackerPorts) {
    this.#ports = ports
  }

  /** A member has the document open, as an editor or on a page that asks again and again. Never waited for, never throws. */
  arrives(memberId: MemberId, room: Room): void {
    const reading = `${memberId}/${room.document.row.documentId}`
    const now = this.#ports.clock.now()
    const notedAt = this.#notedAt.get(reading)
    if (notedAt !== undefined && !hasPassed(NOTE_EVERY_MS, { since: notedAt, now })) return
    if (this.#notedAt.size >= MAX_REMEMBERED) this.#notedAt.clear()
    this.#notedAt.set(reading, now)
    this.#note(memberId, room, arrivedAt)
  }

  /** Their document closes. Never waited for, never throws. */
  leaves(memberId: MemberId, room: Room): void {
    this.#note(memberId, room, leftAt)
  }

  #note(
    memberId: MemberId,
    room: Room,
    next: (known: LastReading | null, position: ReadPosition) => LastReading,
  ): void {
    const { documentId, generation } = room.document.row
    const { lastReadings, clock, log } = this.#ports
    const position = { generation, sequence: room.sequence, at: clock.now() }
    lastReadings
      .find(documentId, memberId)
      .then(async (known) => {
        // A position in a trail that is being destroyed would outlive it.
        if (!room.isFrozen) await lastReadings.save(documentId, memberId, next(known, position))
      })
      .catch((cause: unknown) => log.error('reading.notNoted', cause, { documentId, memberId }))
  }
}
