import type { DocumentId, MemberId } from '#shared/core/ids.ts'
import { type Clock, hasPassed, type Instant } from '#shared/core/time.ts'
import type { AuditTrail } from './auditTrail.ts'

/** A page asks again every second; one record says that a member was reading for this long. */
const ONE_READING_MS = 15 * 60_000
/** Unit: readings remembered. Forgetting them only makes more records. */
const MAX_REMEMBERED = 10_000

/** Remembers in the audit trail who reads which document. */
export class ReadingLog {
  readonly #audit: AuditTrail
  readonly #clock: Clock
  readonly #recordedAt = new Map<string, Instant>()

  constructor(audit: AuditTrail, clock: Clock) {
    this.#audit = audit
    this.#clock = clock
  }

  /** Kept before anything is shown. Throws: the store's error; then nothing is shown. */
  async record(memberId: MemberId, documentId: DocumentId): Promise<void> {
    const reading = `${memberId}/${documentId}`
    const now = this.#clock.now()
    const recordedAt = this.#recordedAt.get(reading)
    if (recordedAt !== undefined && !hasPassed(ONE_READING_MS, { since: recordedAt, now })) return
    await this.#audit.append({ kind: 'extractRead', by: memberId, objectIds: [documentId] })
    if (this.#recordedAt.size >= MAX_REMEMBERED) this.#recordedAt.clear()
    this.#recordedAt.set(reading, now)
  }
}
