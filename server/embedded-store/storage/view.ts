import type { Doc } from '../bson/values.ts'
import type { CollectionTable } from './collectionTable.ts'

/** A document and where it is. */
export interface Found {
  readonly record: number
  readonly doc: Doc
}

/** What one operation sees of the data, and how it changes it: directly, or inside a transaction. */
export interface View {
  /** Records for which this view differs from the disk; null is a document that this view does not have. */
  differences(collection: CollectionTable): ReadonlyMap<number, Uint8Array | null>
  insert(collection: CollectionTable, doc: Doc): void
  replace(collection: CollectionTable, found: Found, next: Doc): void
  remove(collection: CollectionTable, found: Found): void
}

const NOTHING: ReadonlyMap<number, Uint8Array | null> = new Map()

export function noDifferences(): ReadonlyMap<number, Uint8Array | null> {
  return NOTHING
}
