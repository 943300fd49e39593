import type { Doc } from '../bson/values.ts'
import type { CollectionTable } from './collectionTable.ts'
import type { RecordWriter } from './recordWriter.ts'
import { type Found, noDifferences, type View } from './view.ts'

/** Sees what is on the disk and in this turn, and writes at once. */
export function plainView(writer: RecordWriter): View {
  return {
    differences: noDifferences,
    insert(collection: CollectionTable, doc: Doc) {
      writer.change(collection, collection.nextRecord(), { before: undefined, after: doc })
    },
    replace(collection: CollectionTable, found: Found, next: Doc) {
      writer.change(collection, found.record, { before: found.doc, after: next })
    },
    remove(collection: CollectionTable, found: Found) {
      writer.change(collection, found.record, { before: found.doc, after: undefined })
    },
  }
}
