import { MongoError } from '../mongoError.ts'
import type { Condition } from '../query/condition.ts'
import { compareLeaf } from '../query/leaves.ts'
import type { CollectionTable } from './collectionTable.ts'
import { findRecords } from './findRecords.ts'
import type { IndexSpec } from './indexSpec.ts'
import type { Store } from './store.ts'
import type { Found } from './view.ts'

/** Removes what its TTL index says is over: a date, or the earliest of an array's dates, at or before its time. */
export function removeExpired(store: Store, now: number): void {
  for (const collection of store.catalog.all()) {
    for (const { spec } of collection.indexes) removeFrom({ store, now }, collection, spec)
  }
}

function removeFrom({ store, now }: { store: Store; now: number }, collection: CollectionTable, spec: IndexSpec): void {
  const { expireAfterSeconds, partial } = spec
  const [field] = spec.fields
  if (expireAfterSeconds === undefined || !field) return
  const isOver = compareLeaf(field.path, '$lte', new Date(now - expireAfterSeconds * 1_000))
  const condition: Condition = { kind: 'and', parts: partial ? [isOver, partial] : [isOver] }
  for (const one of readable(
    findRecords(store.plain, collection, { condition, sort: [], checkTime: () => undefined }),
  )) {
    store.plain.remove(collection, one)
  }
}

/** All before the first that is damaged: it, and what is behind it, waits for a repair. */
function readable(records: Iterable<Found>): readonly Found[] {
  const found: Found[] = []
  try {
    for (const one of records) found.push(one)
  } catch (fault) {
    if (!(fault instanceof MongoError)) throw fault
  }
  return found
}
