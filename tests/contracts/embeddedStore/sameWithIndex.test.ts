import { Binary, BSONRegExp, Int32, Long } from 'bson'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedStore, startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { SEED } from '#tests/support/seededRandom.ts'
import { comparable } from './drawnAnswer.ts'
import { filter, sort } from './drawnQueries.ts'
import { indexOfMany } from './drawnSteps.ts'
import { documentOf, storedDocument, value, weighted } from './drawnValues.ts'
import { isRefusal } from './normalAnswer.ts'
import { type Command, RawConnection } from './rawConnection.ts'

let store: EmbeddedStore

beforeAll(async () => {
  store = await startEmbeddedStore({ memory: true })
})

afterAll(() => store.close())

console.log(`sameWithIndex: SEED=${SEED}`)

/** Few values in few fields, so that what is asked for is often there, at the very edge of a range. */
const few = fc.constantFrom<unknown>(
  ...[0, 1, 2].map((each) => new Int32(each)),
  1,
  Long.ONE,
  'x',
  'y',
  null,
  [1, 2],
  [],
  {
    x: 1,
  },
)
const fewFields = documentOf(fc.constantFrom('a', 'b', 'c'), weighted<unknown>([9, few], [1, value]), 4)
const bounds = documentOf(fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$eq'), few, 2)
const asked = weighted<Command>(
  [3, documentOf(fc.constantFrom('a', 'b', 'c', 'a.x'), weighted<unknown>([2, few], [3, bounds]), 2)],
  [1, filter],
)

const direction = fc.constantFrom(1, -1)
/** Also orders in which many documents are equal, which an index can give by itself. */
const order = weighted<Command>(
  [3, documentOf(fc.constantFrom('a', 'b', 'c'), direction, 2)],
  [1, documentOf(fc.constantFrom('a', 'a.x', '_id'), direction, 1)],
  [1, sort],
)

/** The same documents, made twice, with the index and without; then changed the same way; then the same questions. */
const drawn = fc.record({
  documents: fc
    .array(weighted<Command>([5, fewFields], [1, storedDocument]), { minLength: 6, maxLength: 16 })
    .map((all) => all.map((each, at): Command => ({ ...each, _id: at }))),
  indexes: fc.array(indexOfMany, { minLength: 1, maxLength: 3 }),
  changes: fc.array(fc.tuple(asked, fewFields), { maxLength: 2 }),
  questions: fc.array(fc.tuple(asked, order), { minLength: 20, maxLength: 30 }),
})

type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never

/** Where a sort leaves the order open, too, it is the same, which a real server does not promise. */
async function sameOnBoth(connection: RawConnection, drawn: Drawn): Promise<void> {
  await connection.send({ dropDatabase: 1, $db: 'indexed' })
  for (const index of drawn.indexes) await connection.send({ createIndexes: 'with', ...index, $db: 'indexed' })

  const without = await answersOf(connection, 'without', drawn)
  const withIndex = await answersOf(connection, 'with', drawn)

  const asked = without.flatMap((answer, at) => (isRefusal(answer) ? [] : [at]))
  expect(asked.map((at) => withIndex[at])).toEqual(asked.map((at) => without[at]))
}

async function answersOf(
  connection: RawConnection,
  collection: string,
  { documents, changes, questions }: Drawn,
): Promise<unknown[]> {
  const write = async (command: Command) => {
    const { writeErrors } = await connection.send({ ...command, writeConcern: { w: 1 }, $db: 'indexed' })
    // Two arrays in one index: such a document is kept only without the index.
    fc.pre(writeErrors === undefined)
  }
  await write({ insert: collection, documents })
  for (const [q, fields] of changes) {
    await write({ update: collection, updates: [{ q, u: { $set: fields }, multi: true }] })
  }
  const answers: unknown[] = []
  for (const [given, order] of questions) {
    const command = { find: collection, filter: given, sort: order, batchSize: 1_000, $db: 'indexed' }
    answers.push(comparable(command, await connection.send(command)))
  }
  return answers
}

test('[OP1.20] every query answers the same documents in the same order with an index as without', async () => {
  const connection = await RawConnection.open(store.uri)

  await fc.assert(
    fc.asyncProperty(drawn, (given) => sameOnBoth(connection, given)),
    { seed: SEED, numRuns: 60 },
  )

  connection.close()
})

test('[OP1.20] a field that a document has not is looked up as null, and what follows it gives the order', async () => {
  const connection = await RawConnection.open(store.uri)
  const $db = 'missing'
  const documents = [{ _id: 3 }, { _id: 1, c: null }, { _id: 2 }]
  await connection.send({ insert: 'c', documents, $db })
  await connection.send({ createIndexes: 'c', indexes: [{ key: { c: 1, _id: 1 }, name: 'byField' }], $db })
  const find = { find: 'c', filter: { c: { $exists: false } }, sort: { _id: 1 } }

  const plan = await connection.send({ explain: find, $db })
  const found = await connection.send({ ...find, $db })

  expect(JSON.stringify(plan.queryPlanner)).toContain('"indexName":"byField"')
  const { firstBatch } = found.cursor as { firstBatch: { _id: unknown }[] }
  expect(firstBatch.map(({ _id }) => Number(_id))).toEqual([2, 3])
  connection.close()
})

test('[OP1.20] an index of some types only is used where the query names the types, not where its value has one of them', async () => {
  const connection = await RawConnection.open(store.uri)
  const $db = 'types'
  const partial = { key: { a: 1 }, name: 'texts', partialFilterExpression: { a: { $type: 'string' } } }
  await connection.send({ createIndexes: 'c', indexes: [partial], $db })
  const planOf = async (filter: Command) =>
    JSON.stringify(await connection.send({ explain: { find: 'c', filter }, $db }))

  const [byValue, byType] = [await planOf({ a: 'x' }), await planOf({ a: { $eq: 'x', $type: 'string' } })]

  expect([byValue, byType].map((plan) => plan.includes('"indexName":"texts"'))).toEqual([false, true])
  connection.close()
})

const AT_THE_EDGES: readonly [string, Command, readonly Command[], Command, Command][] = [
  [
    'two fields of one array',
    { key: { 'a.x': 1, 'a.y': 1 } },
    [
      {
        a: [
          { x: 1, y: 9 },
          { x: 9, y: 2 },
        ],
      },
    ],
    { 'a.x': 1, 'a.y': 2 },
    {},
  ],
  ['two bounds of an array', { key: { a: 1 } }, [{ a: [1, 20] }], { a: { $gt: 10, $lt: 5 } }, {}],
  ['null in a sparse index', { key: { a: 1 }, sparse: true }, [{ a: null }, {}, { a: 1 }], { a: null }, {}],
  ['the order of a sparse index', { key: { a: 1 }, sparse: true }, [{ a: 2 }, {}, { a: 1 }], {}, { a: 1 }],
  [
    'the order of an index of more fields',
    { key: { a: 1, b: 1 } },
    [
      { a: 1, b: 2 },
      { a: 1, b: 1 },
    ],
    {},
    { a: 1 },
  ],
  ['the order of arrays', { key: { a: 1 } }, [{ a: [3, 1] }, { a: 2 }], { a: { $gt: 1 } }, { a: 1 }],
  [
    'the order of several values',
    { key: { a: 1, b: 1 } },
    [
      { a: 1, b: 2 },
      { a: 2, b: 1 },
    ],
    { a: { $in: [1, 2] } },
    { b: 1 },
  ],
  [
    'a pattern among values',
    { key: { a: 1 } },
    [{ a: 'xy' }, { a: 'z' }],
    { a: { $in: ['z', new BSONRegExp('^x')] } },
    {},
  ],
  ['an array as a value', { key: { a: 1 } }, [{ a: [1, 2] }, { a: 1 }], { a: [1, 2] }, {}],
  [
    'null and a filter',
    { key: { b: 1 }, partialFilterExpression: { a: { $exists: true } } },
    [{ b: 1 }],
    { a: null, b: 1 },
    {},
  ],
  [
    'an array and a filter',
    { key: { b: 1 }, partialFilterExpression: { a: { $gt: [0] } } },
    [{ a: [[1]], b: 1 }],
    { a: [1], b: 1 },
    {},
  ],
]

test.each(AT_THE_EDGES)('[OP1.20] with an index as without: %s', async (_, index, documents, filter, sort) => {
  const connection = await RawConnection.open(store.uri)
  const $db = 'edges'
  await connection.send({ dropDatabase: 1, $db })
  await connection.send({ createIndexes: 'with', indexes: [{ ...index, name: 'own' }], $db })
  const found: unknown[] = []
  for (const name of ['without', 'with']) {
    await connection.send({ insert: name, documents: documents.map((one, at) => ({ _id: at, ...one })), $db })
    const { cursor } = await connection.send({ find: name, filter, sort, $db })
    found.push((cursor as { firstBatch: { _id: unknown }[] }).firstBatch.map(({ _id }) => Number(_id)))
  }

  expect(found[0]).not.toEqual([])
  expect(found[1]).toEqual(found[0])
  connection.close()
})

test('[OP1.20] in a transaction the order is that of what it has changed, not that of the index', async () => {
  const connection = await RawConnection.open(store.uri)
  const $db = 'changed'
  const inside = { lsid: { id: new Binary(Buffer.alloc(16, 9), 4) }, txnNumber: Long.ONE, autocommit: false, $db }
  await connection.send({ createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'a' }], $db })
  await connection.send({ insert: 'c', documents: [1, 2].map((a) => ({ _id: a, a })), $db })
  const updates = [{ q: { _id: 1 }, u: { $set: { a: 9 } } }]
  await connection.send({ update: 'c', updates, ...inside, startTransaction: true })

  const { cursor } = await connection.send({ find: 'c', sort: { a: 1 }, ...inside })

  expect((cursor as { firstBatch: { _id: unknown }[] }).firstBatch.map(({ _id }) => Number(_id))).toEqual([2, 1])
  connection.close()
})
