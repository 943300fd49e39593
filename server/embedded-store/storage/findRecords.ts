import { decodeDocument } from '../bson/decode.ts'
import { MongoError } from '../mongoError.ts'
import { type Condition, matches } from '../query/condition.ts'
import type { CollectionTable, StoredRecord } from './collectionTable.ts'
import { sorted } from './documentKeys.ts'
import type { KeyField } from './indexSpec.ts'
import type { Entry, IndexTable, KeyRange } from './indexTable.ts'
import { type Plan, planQuery } from './planner.ts'
import type { Found, View } from './view.ts'

export interface Query {
  readonly condition: Condition
  readonly sort: readonly KeyField[]
  /** Called before each document is looked at; throws when the time is over. */
  readonly checkTime: () => void
}

/** What `explain` tells. */
export interface Examined {
  plan: Plan | undefined
  documents: number
}

const CHUNK = 128

/** The documents of a query in order, one by one; without a sort, in the order in which they were first written; none of no collection. */
export function* findRecords(
  view: View,
  collection: CollectionTable | undefined,
  query: Query,
  examined?: Examined,
): Generator<Found, undefined> {
  if (!collection) return
  refuseDropped(collection, undefined)
  const plan = planQuery(query.condition, query.sort, collection.indexes)
  const hasDifferences = view.differences(collection).size > 0
  const isSorted = query.sort.length === 0 || (plan.isSorted && !hasDifferences)
  if (examined) examined.plan = plan
  if (plan.index) plan.index.useCount += 1
  const inIndexOrder = plan.isSorted && isSorted
  const ask = (ordered: boolean) =>
    passingOf(candidates(view, collection, { plan, inIndexOrder: ordered }), query, examined)
  const sort = (found: Iterable<Found>) => sorted(found, query.sort, ({ doc }) => doc)
  /** In the index's order until it no longer says what a transaction sees; the rest is sorted without it. */
  const steadily = function* (): Generator<Found> {
    const given = new Set<number>()
    for (const one of ask(true)) {
      yield one
      given.add(one.record)
      if (view.differences(collection).size > 0) break
    }
    const rest = view.differences(collection).size > 0 ? sort(ask(false)) : []
    yield* rest.filter(({ record }) => !given.has(record))
  }
  const found = inIndexOrder && !view.isNewest ? steadily() : isSorted ? ask(inIndexOrder) : sort(ask(false))
  for (const one of found) {
    yield one
    refuseDropped(collection, plan.index)
  }
}

function* passingOf(found: Iterable<Found>, query: Query, examined: Examined | undefined): Generator<Found> {
  for (const one of found) {
    query.checkTime()
    if (examined) examined.documents += 1
    if (matches(query.condition, one.doc)) yield one
  }
}

function* candidates(
  view: View,
  collection: CollectionTable,
  { plan, inIndexOrder }: { readonly plan: Plan; readonly inIndexOrder: boolean },
): Generator<Found> {
  const differences = view.differences(collection)
  if (differences.size === 0 && !plan.index) yield* scan(view, collection)
  else if (inIndexOrder) yield* read(view, collection, indexRecords(plan))
  else {
    const records = new Set(plan.index ? indexRecords(plan) : collection.records())
    for (const record of differences.keys()) records.add(record)
    yield* read(
      view,
      collection,
      [...records].sort((left, right) => left - right),
    )
  }
}

/** A transaction may begin to differ from the disk while its cursor is open, so each record is asked for again, also those that the disk no longer has. One that is damaged is refused where it stands. */
function* scan(view: View, collection: CollectionTable): Generator<Found> {
  for (let last = -1; last < Number.POSITIVE_INFINITY; ) {
    const rows = collection.stored(last, CHUNK)
    const end = (rows.length === CHUNK && rows.at(-1)?.[0]) || Number.POSITIVE_INFINITY
    for (const row of withGone(rows, view.differences(collection), { last, end })) {
      const own = view.differences(collection).get(row[0])
      if (own !== null) yield foundIn(row[0], own ?? collection.intact(row))
    }
    last = end
  }
}

function withGone(
  rows: readonly StoredRecord[],
  differences: ReadonlyMap<number, Uint8Array | null>,
  { last, end }: { readonly last: number; readonly end: number },
): readonly StoredRecord[] {
  if (differences.size === 0) return rows
  const known = new Set(rows.map(([record]) => record))
  const isGone = (record: number) => record > last && record <= end && !known.has(record)
  const gone = [...differences].flatMap(([record, bytes]): StoredRecord[] =>
    bytes && isGone(record) ? [[record, bytes, undefined]] : [],
  )
  return [...rows, ...gone].sort(([left], [right]) => left - right)
}

function* read(view: View, collection: CollectionTable, records: Iterable<number>): Generator<Found> {
  for (const record of records) {
    const own = view.differences(collection).get(record)
    const bytes = own === undefined ? collection.read(record) : own
    if (bytes) yield foundIn(record, bytes)
  }
}

const foundIn = (record: number, bytes: Uint8Array): Found => ({ record, doc: decodeDocument(bytes), bytes })

function indexRecords({ index, ranges, onlyKey, isReverse }: Plan): Iterable<number> {
  if (!index) return []
  return onlyKey ? index.holdersOf(onlyKey) : recordsIn(index, ranges, isReverse)
}

function* recordsIn(index: IndexTable, ranges: readonly KeyRange[], isReverse: boolean): Generator<number> {
  for (const range of ranges) {
    let last: Entry | undefined
    for (let limit = 8; ; limit = Math.min(limit * 4, 1_024)) {
      const entries = index.entries(range, isReverse, last, limit)
      for (const [, record] of entries) yield record
      last = entries.at(-1)
      if (entries.length < limit) break
    }
  }
}

/** Asked whenever a reader comes back for more, because only then can somebody have dropped the collection or its index meanwhile. */
function refuseDropped(collection: CollectionTable, index: IndexTable | undefined): void {
  if (index?.isDropped) throw new MongoError('QueryPlanKilled', `the index ${index.spec.name} was dropped`)
  if (collection.isDropped) throw new MongoError('QueryPlanKilled', `${collection.namespace} was dropped`)
}
