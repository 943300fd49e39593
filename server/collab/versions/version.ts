import type { VersionKind } from '#shared/api/versions.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'

/** A state of a document that can be looked at, compared and brought back. */
export interface Version {
  /** Unit: 1 for the first of a document; dense, and never given twice. */
  readonly number: number
  readonly kind: VersionKind
  /** Given by a member; null for one without a name. */
  readonly name: string | null
  /** The generation and the last entry of its journal that it holds. */
  readonly generation: number
  readonly sequence: number
  readonly madeAt: Instant
  /** Who asked for it; null when nobody did. */
  readonly madeBy: MemberId | null
  /** Whose edits lie between this version and the one before it, those who only deleted included. */
  readonly contributors: readonly MemberId[]
  /** The clocks that differ from the version before: they say within which ten minutes a character was written. */
  readonly clocks: readonly (readonly [clientId: number, clock: number])[]
}

/** A version before it has its number. */
export type NewVersion = Omit<Version, 'number'>
