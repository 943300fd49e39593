import { MongoError } from '../mongoError.ts'
import type { Condition } from '../query/condition.ts'
import { compareLeaf } from '../query/leaves.ts'
import type { CollectionTable } from './collectionTable.ts'
import { isDamage } from './database.ts'
import { findRecords } from './findRecords.ts'
import type { IndexSpec } from './indexSpec.ts'
import type { Found, View } from './view.ts'

/** Removes what a TTL index says is over: a date, or the earliest of an array's dates, at or before its time. */
export function removeExpired(view: View, collection: CollectionTable, now: number): void {
  for (const { spec } of collection.indexes) {
    const isOver = overBy(spec, now)
    if (!isOver) continue
    const query = { condition: isOver, sort: [], checkTime: () => undefined }
    for (const one of readable(findRecords(view, collection, query))) view.remove(collection, one)
  }
}

function overBy({ expireAfterSeconds, partial, fields: [field] }: IndexSpec, now: number): Condition | undefined {
  if (expireAfterSeconds === undefined || !field) return undefined
  const isOver = compareLeaf(field.path, '$lte', new Date(now - expireAfterSeconds * 1_000))
  return { kind: 'and', parts: partial ? [isOver, partial] : [isOver] }
}

/** All before the first that is damaged: it, and what is behind it, waits for a repair. */
function readable(records: Iterable<Found>): readonly Found[] {
  const found: Found[] = []
  try {
    for (const one of records) found.push(one)
  } catch (fault) {
    if (!(fault instanceof MongoError) && !isDamage(fault)) throw fault
  }
  return found
}
