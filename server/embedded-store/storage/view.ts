import type { Doc } from '../bson/values.ts'
import type { CollectionTable } from './collectionTable.ts'
import type { RecordWriter } from './recordWriter.ts'

/** A document and where it is. */
export interface Found {
  readonly record: number
  readonly doc: Doc
  /** The document as it is kept. */
  readonly bytes: Uint8Array
}

/** What one operation sees of the data, and how it changes it: directly, or inside a transaction. */
export interface View {
  /** True for what never differs from the disk. */
  readonly isNewest: boolean
  /** Records for which this view differs from the disk; null is a document that this view does not have. */
  differences(collection: CollectionTable): ReadonlyMap<number, Uint8Array | null>
  insert(collection: CollectionTable, doc: Doc): void
  replace(collection: CollectionTable, found: Found, next: Doc): void
  remove(collection: CollectionTable, found: Found): void
}

const NO_DIFFERENCES: ReadonlyMap<number, Uint8Array | null> = new Map()

/** Sees what is on the disk and in this turn, and writes at once. */
export function plainView(writer: RecordWriter): View {
  return {
    isNewest: true,
    differences: () => NO_DIFFERENCES,
    insert(collection, doc) {
      writer.change(collection, collection.nextRecord(), { before: undefined, after: doc })
    },
    replace(collection, found, next) {
      writer.change(collection, found.record, { before: found.doc, after: next })
    },
    remove(collection, found) {
      writer.change(collection, found.record, { before: found.doc, after: undefined })
    },
  }
}
