import type { MemberId } from '#shared/core/ids.ts'
import type { AuditKind } from '#shared/domain/auditKind.ts'

/** What a field was and what it is now, as JSON: an id, a code, a day or a moment. */
export interface AuditChange {
  readonly field: string
  readonly from: string
  readonly to: string
}

/** Which of the fields are another now. Name none that a person fills with words of their own. */
export function changesIn<Shape, Field extends keyof Shape & string>(
  fields: readonly Field[],
  before: Shape,
  after: Shape,
): readonly AuditChange[] {
  return fields
    .map((field) => ({ field, from: JSON.stringify(before[field] ?? null), to: JSON.stringify(after[field] ?? null) }))
    .filter(({ from, to }) => from !== to)
}

/** Ids and codes only; never a name, never content. */
export interface AuditEntry {
  readonly kind: AuditKind
  /** null: nobody is signed in. */
  readonly by: MemberId | null
  readonly objectIds: readonly string[]
  readonly outcome?: 'done' | 'refused'
  readonly because?: string | null
  readonly changes?: readonly AuditChange[]
}

export interface AuditTrail {
  /** Keeps one record, in the running transaction when there is one. Throws: the store's error; then the act fails too. */
  append(entry: AuditEntry): Promise<void>
}
