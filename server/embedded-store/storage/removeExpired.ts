import { ALWAYS, matches } from '../query/condition.ts'
import { compareLeaf } from '../query/leaves.ts'
import { findRecords } from './findRecords.ts'
import type { Store } from './store.ts'

/** Removes what its TTL index says is over: a date, or the earliest of an array's dates, at or before its time. */
export function removeExpired(store: Store, now: number): void {
  for (const collection of store.catalog.all()) {
    for (const { spec } of collection.indexes) {
      const { expireAfterSeconds } = spec
      const [field] = spec.fields
      if (expireAfterSeconds === undefined || !field) continue
      const condition = compareLeaf(field.path, '$lte', new Date(now - expireAfterSeconds * 1_000))
      const query = { condition, sort: [], checkTime: () => undefined }
      for (const found of [...findRecords(store.plain, collection, query)]) {
        if (matches(spec.partial ?? ALWAYS, found.doc)) store.plain.remove(collection, found)
      }
    }
  }
}
