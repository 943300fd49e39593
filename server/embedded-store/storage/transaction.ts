import { decodeDocument } from '../bson/decode.ts'
import type { Doc } from '../bson/values.ts'
import { duplicateKey, MongoError } from '../mongoError.ts'
import type { CollectionTable } from './collectionTable.ts'
import type { Database } from './database.ts'
import { indexKeysOf, shownKey } from './documentKeys.ts'
import type { IndexTable } from './indexTable.ts'
import { type ChangeListener, encodeWithinLimit, type RecordWriter } from './recordWriter.ts'
import type { Found, View } from './view.ts'

type Differences = Map<number, Uint8Array | null>

/** The keys of a document in one index. */
interface Claim {
  readonly index: IndexTable
  readonly keys: readonly Buffer[]
  readonly record: number
  readonly doc: Doc
}

const claimIn = (index: IndexTable, record: number, doc: Doc): Claim => ({
  ...{ index, record, doc },
  keys: indexKeysOf(doc, index.spec).keys,
})

export interface TransactionParts {
  readonly database: Database
  readonly writer: RecordWriter
  /** All open ones, this one among them: they hear of every change. */
  readonly open: Set<Transaction>
}

/**
 * A snapshot, and writes that nobody else sees. The disk always holds the newest state: what others change after the
 * snapshot is remembered here as it was, and what this one writes waits here until the commit.
 */
export class Transaction implements View, ChangeListener {
  readonly isNewest = false
  private readonly parts: TransactionParts
  private readonly overlay = new Map<CollectionTable, Differences>()
  /** What it has read or written; the overlay knows of others' changes anywhere. */
  private readonly used = new Set<CollectionTable>()
  private readonly written = new Map<CollectionTable, Set<number>>()
  /** Unique keys that this transaction's own documents hold: key, then record. */
  private readonly claims = new Map<IndexTable, Map<string, number>>()
  private lostTo: string | undefined

  constructor(parts: TransactionParts) {
    this.parts = parts
    parts.open.add(this)
  }

  differences(collection: CollectionTable): Differences {
    this.used.add(collection)
    return this.overlaid(collection)
  }

  private overlaid(collection: CollectionTable): Differences {
    let differences = this.overlay.get(collection)
    if (!differences) {
      differences = new Map()
      this.overlay.set(collection, differences)
    }
    return differences
  }

  /** Asks index after index, as MongoDB does, so that of two faults the same one is told. */
  insert(collection: CollectionTable, doc: Doc): void {
    const bytes = encodeWithinLimit(doc)
    const record = collection.nextRecord()
    this.claimRecord(collection, record)
    const claims = collection.indexes.map((index) => this.checkedClaim(collection, claimIn(index, record, doc)))
    this.put(collection, record, bytes, claims)
  }

  /** The keys of every index are made first, because some documents can be in no such index at all. */
  replace(collection: CollectionTable, found: Found, next: Doc): void {
    const bytes = encodeWithinLimit(next)
    const made = collection.indexes.map((index) => claimIn(index, found.record, next))
    this.claimRecord(collection, found.record)
    const claims = made.map((claim) => this.checkedClaim(collection, claim))
    this.releaseKeys(collection, found.record)
    this.put(collection, found.record, bytes, claims)
  }

  remove(collection: CollectionTable, found: Found): void {
    this.claimRecord(collection, found.record)
    this.releaseKeys(collection, found.record)
    this.differences(collection).set(found.record, null)
  }

  /** Somebody else's change reached the disk: first committer wins. */
  recordChanged(collection: CollectionTable, record: number, before: Uint8Array | null): void {
    if (this.hasWritten(collection, record)) this.lostTo = 'a write that was committed first'
    else if (!this.overlaid(collection).has(record)) this.overlaid(collection).set(record, before)
  }

  collectionDropped(collection: CollectionTable): void {
    if (this.used.has(collection)) this.lostTo = 'a dropped collection'
  }

  /** Writes everything, or nothing. Throws: MongoError 112 when somebody else was first. */
  commit(): void {
    this.end()
    this.refuseWhenLost()
    if (this.written.size === 0) return
    try {
      this.parts.database.atomically(() => this.writeAll())
    } catch (fault) {
      if (!(fault instanceof MongoError)) throw fault
      for (const { indexes } of this.written.keys()) for (const index of indexes) index.recallMultikey()
      throw conflict('a unique key that was committed first')
    }
  }

  /** Forgets everything. */
  end(): void {
    this.parts.open.delete(this)
  }

  /** Every record is taken away before one is written, so that two documents can exchange a unique value. */
  private writeAll(): void {
    const { writer } = this.parts
    const all = [...this.written].flatMap(([collection, records]) =>
      [...records].map((record) => ({ collection, record, after: this.differences(collection).get(record) })),
    )
    for (const { collection, record } of all) {
      const bytes = collection.read(record)
      if (bytes) writer.change(collection, record, { before: decodeDocument(bytes), after: undefined })
    }
    for (const { collection, record, after } of all) {
      if (after) writer.change(collection, record, { before: undefined, after: decodeDocument(after) })
    }
  }

  private put(collection: CollectionTable, record: number, bytes: Uint8Array, claims: readonly Claim[]): void {
    for (const { index, keys } of claims) {
      if (!index.spec.unique) continue
      for (const key of keys) this.claimsOf(index).set(key.toString('latin1'), record)
    }
    this.differences(collection).set(record, bytes)
  }

  /** Throws: MongoError 11000 for a unique key that another document has. */
  private checkedClaim(collection: CollectionTable, claim: Claim): Claim {
    if (claim.index.spec.unique) for (const key of claim.keys) this.refuseTaken(collection, claim, key)
    return claim
  }

  private claimRecord(collection: CollectionTable, record: number): void {
    this.refuseWhenLost()
    const mine = this.written.get(collection) ?? new Set()
    if (mine.has(record)) return
    const changedSince = this.differences(collection).has(record)
    if (changedSince || this.others().some((other) => other.hasWritten(collection, record))) {
      throw conflict('a write to the same document')
    }
    this.written.set(collection, mine.add(record))
  }

  private refuseTaken(collection: CollectionTable, { index, record, doc }: Claim, key: Buffer): void {
    const text = key.toString('latin1')
    const taken = () => duplicateKey(collection.namespace, index.spec.name, shownKey(doc, index.spec, key))
    const mine = this.claims.get(index)?.get(text)
    if (mine !== undefined && mine !== record) throw taken()
    if (this.isHeldInSnapshot(collection, index, { record, key })) throw taken()
    for (const holder of index.holdersOf(key)) {
      if (holder === record || this.hasWritten(collection, holder)) continue
      throw this.differences(collection).has(holder) ? conflict('a unique key that was committed first') : taken()
    }
    if (this.others().some((other) => other.claims.get(index)?.has(text))) throw conflict('the same unique key')
  }

  /** What others have changed or removed since holds its keys as it was: MongoDB finds them in the snapshot. */
  private isHeldInSnapshot(
    collection: CollectionTable,
    index: IndexTable,
    { record, key }: { readonly record: number; readonly key: Buffer },
  ): boolean {
    for (const [other, before] of this.differences(collection)) {
      if (before === null || other === record || this.hasWritten(collection, other)) continue
      if (indexKeysOf(decodeDocument(before), index.spec).keys.some((held) => held.equals(key))) return true
    }
    return false
  }

  private releaseKeys(collection: CollectionTable, record: number): void {
    const own = this.differences(collection).get(record)
    if (!own) return
    const doc = decodeDocument(own)
    for (const [index, claims] of this.claims) {
      if (!collection.indexes.includes(index)) continue
      for (const key of indexKeysOf(doc, index.spec).keys) claims.delete(key.toString('latin1'))
    }
  }

  private claimsOf(index: IndexTable): Map<string, number> {
    const claims = this.claims.get(index) ?? new Map<string, number>()
    this.claims.set(index, claims)
    return claims
  }

  private hasWritten(collection: CollectionTable, record: number): boolean {
    return this.written.get(collection)?.has(record) ?? false
  }

  private others(): Transaction[] {
    return [...this.parts.open].filter((other) => other !== this)
  }

  private refuseWhenLost(): void {
    if (this.lostTo) throw conflict(this.lostTo)
  }
}

function conflict(cause: string): MongoError {
  return new MongoError('WriteConflict', `WriteConflict error: this operation conflicted with ${cause}`)
}
