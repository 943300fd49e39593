import { Int32 } from 'bson'
import fc from 'fast-check'
import { pipeline } from './drawnPipelines.ts'
import { filter, filterOfOne, oddSort, projection, sort } from './drawnQueries.ts'
import { update } from './drawnUpdates.ts'
import { documentOf, id, path, storedDocument, value, weighted } from './drawnValues.ts'
import type { Command } from './rawConnection.ts'

/** One thing that a client does; what depends on earlier answers (a cursor, a transaction) is filled in when it runs. */
export type Step =
  | { readonly kind: 'command'; readonly session: SessionLetter | ''; readonly command: Command }
  | { readonly kind: 'begin' | 'commit' | 'abort'; readonly session: SessionLetter }
  | { readonly kind: 'more' }
  | { readonly kind: 'kill' }

export type SessionLetter = 'A' | 'B'

const collection = weighted([8, fc.constant('c')], [2, fc.constant('plain')], [1, fc.constant('none')])
const yes = weighted<unknown>([30, fc.constant(true)], [1, fc.constantFrom<unknown>(1, 0, 'x')])
/** Once in so many times, else undefined. */
const rarely = <Value>(arbitrary: fc.Arbitrary<Value>, once = 5): fc.Arbitrary<Value | undefined> =>
  weighted<Value | undefined>([once - 1, fc.constant(undefined)], [1, arbitrary])

/** Fields that came out as undefined are left away. */
const optional = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Command> =>
  fc.record(fields).map((all) => Object.fromEntries(Object.entries(all).filter(([, each]) => each !== undefined)))

const oddOptions = weighted<Command>(
  [40, fc.constant({})],
  [
    1,
    fc.constantFrom<Command>(
      { foo: 1 },
      { collation: { locale: 'ja' } },
      { maxTimeMS: -1 },
      { comment: 'x' },
      { let: {} },
    ),
  ],
)

const insert = fc.tuple(collection, fc.array(storedDocument, { minLength: 1, maxLength: 4 }), rarely(fc.boolean())).map(
  ([name, documents, ordered]): Command => ({
    insert: name,
    documents,
    ...(ordered === undefined ? {} : { ordered }),
  }),
)

const updateStatement = weighted<Command>(
  [4, optional({ q: filterOfOne, u: update, upsert: rarely(yes, 2) })],
  [3, optional({ q: filter, u: update, multi: yes, upsert: rarely(yes, 4) })],
  [1, optional({ q: filterOfOne, u: update, arrayFilters: rarely(fc.constant([{ e: 1 }]), 20), foo: rarely(yes, 20) })],
)

const updates = fc
  .tuple(collection, fc.array(updateStatement, { minLength: 1, maxLength: 4 }), rarely(fc.boolean()))
  .map(
    ([name, all, ordered]): Command => ({ update: name, updates: all, ...(ordered === undefined ? {} : { ordered }) }),
  )

const deleteStatement = fc.oneof(
  filterOfOne.map((q) => ({ q, limit: 1 })),
  filter.map((q) => ({ q, limit: 0 })),
)

const deletes = fc
  .tuple(collection, fc.array(deleteStatement, { minLength: 1, maxLength: 3 }), rarely(fc.boolean()))
  .map(
    ([name, all, ordered]): Command => ({ delete: name, deletes: all, ...(ordered === undefined ? {} : { ordered }) }),
  )

const find = fc
  .tuple(
    optional({
      find: collection,
      filter,
      sort: rarely(weighted([9, sort], [1, oddSort]), 2),
      projection: rarely(projection, 2),
    }),
    fc.record(
      { skip: fc.nat(3), limit: fc.nat(4), batchSize: fc.integer({ min: -1, max: 3 }), singleBatch: fc.boolean() },
      { requiredKeys: [] },
    ),
    oddOptions,
  )
  // Which documents come first is promised only in a whole order.
  .map(([given, part, odd]): Command => ({ ...given, ...(isWholeOrder(given.sort) ? part : {}), ...odd }))

function isWholeOrder(given: unknown): boolean {
  return typeof given === 'object' && given !== null && '_id' in given
}

const findAndModify = fc
  .tuple(
    weighted<Command>(
      [3, optional({ findAndModify: collection, query: filterOfOne })],
      [3, optional({ findAndModify: collection, query: filter, sort })],
    ),
    weighted<Command>(
      [6, optional({ update, new: rarely(fc.boolean(), 2), upsert: rarely(yes, 2) })],
      [2, optional({ remove: yes, update: rarely(update, 9) })],
    ),
    optional({ fields: rarely(projection, 3) }),
    oddOptions,
  )
  .map((parts): Command => Object.assign({}, ...parts))

const aggregate = fc.tuple(collection, pipeline, rarely(fc.nat(3)), oddOptions).map(
  ([name, stages, size, odd]): Command => ({
    aggregate: name,
    pipeline: stages,
    cursor: size === undefined || stages.some((stage) => '$group' in stage) ? {} : { batchSize: size },
    ...odd,
  }),
)

const count = optional({ count: collection, query: filter, skip: rarely(fc.nat(3)), limit: rarely(fc.nat(3)) })
const distinct = fc.tuple(path, rarely(filter)).map(
  ([key, query]): Command => ({
    distinct: 'plain',
    key,
    ...(query === undefined ? {} : { query }),
  }),
)
const explain = fc.tuple(filter, rarely(sort, 2)).map(
  ([given, order]): Command => ({
    explain: { find: 'c', filter: given, ...(order === undefined ? {} : { sort: order }) },
    verbosity: 'executionStats',
  }),
)

const indexKey = weighted<Command>(
  [
    8,
    documentOf(fc.constantFrom('a', 'b', 'c', 't', 'a.x', 'b.x', 'c.x.y', 'a.x.y', '_id'), fc.constantFrom(1, -1), 3),
  ],
  [1, documentOf(path, fc.constantFrom<unknown>(1, -1, 0, 'text', 2), 2)],
)

const partial = fc.constantFrom<unknown>(
  { b: { $exists: true } },
  { a: { $gt: 1 } },
  { t: 'x' },
  { a: { $type: 'string' } },
  { $and: [{ a: { $gte: 1 } }, { b: 'x' }] },
  { a: { $ne: 1 } },
  1,
)

const indexOptions = optional({
  unique: rarely(weighted<unknown>([6, yes], [1, fc.constantFrom<unknown>(false, 1, 'x')]), 3),
  sparse: rarely(yes, 5),
  partialFilterExpression: rarely(partial, 4),
  expireAfterSeconds: rarely(fc.constantFrom<unknown>(1e9, 0, -1, 'x', new Int32(3600)), 8),
  foo: rarely(yes, 40),
})

/** An index that keeps nothing out of the collection. */
export const indexOfMany = fc
  .tuple(
    documentOf(fc.constantFrom('a', 'b', 'c', 'a.x'), fc.constantFrom(1, -1), 2),
    optional({ sparse: rarely(yes, 5), partialFilterExpression: rarely(partial, 4) }),
  )
  .map(([key, options]): Command => ({ indexes: [{ key, name: Object.entries(key).flat().join('_'), ...options }] }))

const createIndexes = fc.tuple(indexKey, indexOptions, rarely(fc.constantFrom('one', 'two'))).map(
  ([key, options, name]): Command => ({
    createIndexes: 'c',
    indexes: [{ key, name: name ?? (Object.entries(key).flat().join('_') || 'empty'), ...options }],
  }),
)

const catalogCommand = weighted<Command>(
  [8, createIndexes],
  [1, fc.constantFrom('one', 'two', 'a_1', '_id_', '*', 'none').map((index) => ({ dropIndexes: 'c', index }))],
  [1, fc.constantFrom('one', 'two', 't_1').map((name) => ({ collMod: 'c', index: { name, expireAfterSeconds: 99 } }))],
  [1, fc.constantFrom<Command>({ drop: 'c' }, { create: 'c' }, { create: 'made', foo: 1 }, { drop: 'none' })],
  [1, fc.constantFrom<Command>({ listIndexes: 'c' }, { listIndexes: 'none' }, { listCollections: 1, nameOnly: true })],
)

const odd = weighted<Command>(
  [
    1,
    fc.constantFrom<Command>(
      { nothing: 1 },
      { ping: 1 },
      { find: '' },
      { find: 'a$b' },
      { insert: 'c', documents: [] },
    ),
  ],
  [
    1,
    fc.tuple(fc.constantFrom('find', 'insert', 'update', 'count'), value).map(([name, given]) => ({ [name]: given })),
  ],
  [1, fc.tuple(id, value).map(([_id, given]) => ({ insert: 'c', documents: [{ _id, x: given, $y: 1 }] }))],
)

const dataCommand = weighted<Command>(
  [6, insert],
  [9, updates],
  [3, deletes],
  [8, find],
  [5, findAndModify],
  [4, aggregate],
)

const plainStep = weighted<Command>(
  [36, dataCommand],
  [2, count],
  [1, distinct],
  [4, explain],
  [6, catalogCommand],
  [1, odd],
).map((command): Step => ({ kind: 'command', session: '', command }))

const session = weighted<SessionLetter>([3, fc.constant('A')], [1, fc.constant('B')])

const step = weighted<Step>(
  [20, plainStep],
  [8, fc.tuple(session, dataCommand).map(([letter, command]): Step => ({ kind: 'command', session: letter, command }))],
  [3, session.map((letter): Step => ({ kind: 'begin', session: letter }))],
  [3, session.map((letter): Step => ({ kind: 'commit', session: letter }))],
  [1, session.map((letter): Step => ({ kind: 'abort', session: letter }))],
  [2, fc.constant<Step>({ kind: 'more' })],
  [1, fc.constant<Step>({ kind: 'kill' })],
)

/** A few rows, perhaps an index, then anything. */
export const steps: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.array(storedDocument, { minLength: 1, maxLength: 5 }),
    fc.array(createIndexes, { maxLength: 2 }),
    fc.array(step, { minLength: 1, maxLength: 14 }),
  )
  .map(([documents, indexes, rest]): readonly Step[] => [
    ...[{ insert: 'c', ordered: false, documents }, { insert: 'plain', ordered: false, documents }, ...indexes].map(
      (command): Step => ({ kind: 'command', session: '', command }),
    ),
    ...rest,
  ])
