import type { DocumentId, MemberId } from '#shared/core/ids.ts'
import { type Clock, hasPassed, type Instant } from '#shared/core/time.ts'
import type { AuditKind } from '#shared/domain/auditKind.ts'
import type { AuditTrail } from './auditTrail.ts'

/** A page asks again every second; one record says that a member was reading for this long. */
const ONE_READING_MS = 15 * 60_000
/** Unit: readings remembered. Forgetting them only makes more records. */
const MAX_REMEMBERED = 10_000
/** Unit: members whose lists are remembered, with the same effect. */
const MAX_MEMBERS = 1_000

type ReadingKind = Extract<AuditKind, 'extractRead' | 'noteProjected' | 'notePrinted'>

/** How a document is read: at one's own page unless it says otherwise. */
export interface Reading {
  readonly kind: ReadingKind
  /** Who sees it besides, as those who sit before a projector. */
  readonly shownTo?: readonly MemberId[]
}

const AT_ONES_PAGE: Reading = { kind: 'extractRead' }

/** Remembers in the audit trail who reads which document, and how. */
export class ReadingLog {
  readonly #audit: AuditTrail
  readonly #clock: Clock
  readonly #recordedAt = new Map<string, Instant>()

  constructor(audit: AuditTrail, clock: Clock) {
    this.#audit = audit
    this.#clock = clock
  }

  /** Kept before anything is shown. Throws: the store's error; then nothing is shown. */
  async record(by: MemberId, documentId: DocumentId, { kind, shownTo = [] }: Reading = AT_ONES_PAGE): Promise<void> {
    const objectIds = [documentId, ...shownTo.filter((id) => id !== by).toSorted()]
    // Whoever comes in later is before the same picture, and in a record of their own.
    const reading = [by, kind, ...objectIds].join('/')
    const now = this.#clock.now()
    const recordedAt = this.#recordedAt.get(reading)
    if (recordedAt !== undefined && !hasPassed(ONE_READING_MS, { since: recordedAt, now })) return
    await this.#audit.append({ kind, by, objectIds })
    if (this.#recordedAt.size >= MAX_REMEMBERED) this.#recordedAt.clear()
    this.#recordedAt.set(reading, now)
  }
}

type ListingKind = Extract<AuditKind, 'casesListed' | 'conferencesListed' | 'disposalsListed'>

/** What one member was shown in lists since a moment. */
interface Listing {
  readonly since: Instant
  readonly ids: Set<string>
}

/** Remembers in the audit trail what somebody was shown in a list: each thing once in the time of a reading, all that is new to a list in one record. */
export class ListingLog {
  readonly #audit: AuditTrail
  readonly #clock: Clock
  readonly #kind: ListingKind
  readonly #listings = new Map<MemberId, Listing>()

  constructor({ audit, clock }: { readonly audit: AuditTrail; readonly clock: Clock }, kind: ListingKind) {
    this.#audit = audit
    this.#clock = clock
    this.#kind = kind
  }

  /** Kept before the list is shown. Throws: the store's error; then nothing is shown. */
  async record(by: MemberId, items: readonly { readonly id: string }[]): Promise<void> {
    const now = this.#clock.now()
    const known = this.#listings.get(by)
    const goesOn = known !== undefined && !hasPassed(ONE_READING_MS, { since: known.since, now })
    const listing = goesOn ? known : { since: now, ids: new Set<string>() }
    const objectIds = items.map(({ id }) => id).filter((id) => !listing.ids.has(id))
    if (objectIds.length === 0) return
    await this.#audit.append({ kind: this.#kind, by, objectIds })
    for (const id of objectIds) listing.ids.add(id)
    if (this.#listings.size >= MAX_MEMBERS) this.#listings.clear()
    this.#listings.set(by, listing)
  }
}
