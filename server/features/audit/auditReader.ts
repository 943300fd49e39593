import type { AuditChange } from '#server/access/auditTrail.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'
import type { AuditKind } from '#shared/domain/auditKind.ts'

/** What is looked for; null leaves it open. */
export interface AuditSearch {
  readonly since: Instant | null
  readonly before: Instant | null
  /** A member, and behind it their account: what they did, and what was done to either. */
  readonly concerning: readonly [MemberId, ...string[]] | null
  /** Ids of which a record must name one. */
  readonly about: readonly string[] | null
  readonly kinds: readonly AuditKind[] | null
  /** `<at>.<id>` of the record behind which to go on. */
  readonly after: string | null
}

/** One record as it was appended. */
export interface KeptRecord {
  readonly id: string
  readonly at: number
  readonly kind: AuditKind
  readonly by: MemberId | null
  readonly objectIds: readonly string[]
  readonly outcome: 'done' | 'refused'
  readonly because: string | null
  readonly changes?: readonly AuditChange[]
}

/** The trail as it is read: newest first. */
export interface AuditReader {
  read(search: AuditSearch, limit: number): Promise<readonly KeptRecord[]>
}
