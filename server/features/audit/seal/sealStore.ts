import type { Checkpoint } from './checkpoint.ts'
import type { ChainHead, EntryId, Seal, SealedEntry } from './trailChain.ts'

/** Who takes a chain, and until when nobody else may. */
export interface Claim {
  readonly holder: string
  readonly now: number
  readonly until: number
}

/** The place behind which a walk through the records goes on: those of one moment stand in the order of their ids. */
export interface WalkPlace {
  readonly at: number
  readonly id: EntryId | null
}

/** What the sealer needs of the store. */
export interface SealStore {
  /** The records of these ids that are there, whole, in no order. */
  entriesOf(ids: readonly EntryId[]): Promise<readonly SealedEntry[]>
  /** Those of the ids that have a seal already, as text. */
  sealedOf(ids: readonly EntryId[]): Promise<ReadonlySet<string>>
  /** The next records behind a place, oldest first, that are no younger than `until`. */
  walk(after: WalkPlace, until: number, limit: number): Promise<readonly (WalkPlace & { readonly id: EntryId })[]>
  /** False until `noteBegun`: there may be records from before the sealing that have no seal. */
  isBegun(): Promise<boolean>
  noteBegun(): Promise<void>
  /** When the newest seal was made; null without any. */
  lastSealedAt(): Promise<number | null>
  /** The chain that is this holder's: its own, one that nobody holds, or none. */
  claim(claim: Claim): Promise<string | null>
  /** Begins a chain of this holder's. */
  begin(chain: string, claim: Claim): Promise<void>
  /** Keeps the chain for longer; lets go of it with `until` in the past. */
  hold(chain: string, claim: Claim): Promise<void>
  /** What was put back from a copy goes on by chains of its own: what the old ones had become after the copy is not there. */
  endAll(): Promise<void>
  headOf(chain: string): Promise<ChainHead>
  /** Throws: a duplicate key where another was sooner, at that place of the chain or with that record; what stands before it is kept. */
  append(seals: readonly Seal[]): Promise<void>
  /** The last of all, or of those that were signed by `until`. Unit: milliseconds since the epoch. */
  lastCheckpoint(chain: string, until?: number): Promise<Checkpoint | null>
  keepCheckpoint(checkpoint: Checkpoint): Promise<void>
}
