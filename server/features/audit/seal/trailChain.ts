import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { ObjectId } from 'mongodb'

/** One place of a node's chain: which record stands there, and the hash over all up to it. */
export interface Seal {
  readonly chain: string
  /** From 1, without a gap. */
  readonly index: number
  /** The id of an audit record, as the store has it. */
  readonly entryId: EntryId
  readonly hash: string
  /** Unit: milliseconds since the epoch. */
  readonly sealedAt: number
  /** `late`: found without a seal after its time. `before`: older than the sealing of this trail. */
  readonly how: 'inTime' | 'late' | 'before'
  /** 2: when and how it was sealed is under the hash as well. Left out of those from before it was. */
  readonly form?: 2
}

type Sealing = Pick<Seal, 'sealedAt' | 'how' | 'form'>

/** What the store calls an audit record. */
export type EntryId = ObjectId

/** An audit record with all of its fields, those that nobody knows included. */
export interface SealedEntry {
  readonly _id: EntryId
  readonly [field: string]: unknown
}

/** How far a chain has come. */
export interface ChainHead {
  readonly chain: string
  readonly count: number
  readonly hash: string
}

const sha256 = (...parts: readonly (string | Uint8Array)[]): string =>
  parts.reduce<ReturnType<typeof createHash>>((hash, part) => hash.update(part), createHash('sha256')).digest('hex')

/** What stands before the first seal: no two chains begin alike, so none can be taken for another. */
export const beginningOf = (chain: string): ChainHead => ({ chain, count: 0, hash: sha256(chain) })

/**
 * SHA-256 over the hash before and the RFC 8785 form of the record, its id among its fields as text, together with when and how it is
 * sealed: whoever could change those would make a late one one in time, and have a sweep look back as far as they like.
 *
 * Throws: for what has no such form, as half a surrogate pair or a number that is none; the store keeps neither in a record.
 */
export const hashAfter = (before: string, entry: SealedEntry, { sealedAt, how, form }: Sealing): string =>
  sha256(Buffer.from(before, 'hex'), canonicalize(form === 2 ? { entry, how, sealedAt } : entry) ?? '')

/** The seals of records that follow a head, in their order. */
export function sealsAfter(
  head: ChainHead,
  entries: readonly SealedEntry[],
  { sealedAt, how }: Pick<Seal, 'sealedAt' | 'how'>,
): readonly Seal[] {
  const sealing = { sealedAt, how, form: 2 } as const
  let [index, hash] = [head.count, head.hash]
  return entries.map((entry) => {
    index += 1
    hash = hashAfter(hash, entry, sealing)
    return { chain: head.chain, index, entryId: entry._id, hash, ...sealing }
  })
}
