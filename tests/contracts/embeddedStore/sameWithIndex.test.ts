import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedStore, startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { comparable } from './drawnAnswer.ts'
import { filter, sort } from './drawnQueries.ts'
import { indexOfMany } from './drawnSteps.ts'
import { documentOf, fieldName, storedDocument, value, weighted } from './drawnValues.ts'
import { isRefusal } from './normalAnswer.ts'
import { type Command, RawConnection } from './rawConnection.ts'
import { startRealServer } from './realServer.ts'

let store: EmbeddedStore

beforeAll(async () => {
  store = await startEmbeddedStore({ memory: true })
})

afterAll(() => store.close())

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
console.log(`sameWithIndex: SEED=${seed}`)

/** The same documents, made twice, with the index and without; then changed the same way; then the same questions. */
const drawn = fc.record({
  documents: fc.uniqueArray(storedDocument, {
    minLength: 4,
    maxLength: 12,
    selector: ({ _id }) => JSON.stringify(_id),
  }),
  indexes: fc.array(indexOfMany, { minLength: 1, maxLength: 3 }),
  changes: fc.array(fc.tuple(filter, documentOf(fieldName, value, 2)), { maxLength: 2 }),
  questions: fc.array(fc.tuple(filter, weighted<Command>([1, fc.constant({})], [2, sort])), {
    minLength: 6,
    maxLength: 12,
  }),
})

type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never

/** `isStrict`: without a sort, too, the order is the same, which a real server does not promise. */
async function sameOnBoth(connection: RawConnection, drawn: Drawn, isStrict: boolean): Promise<void> {
  await connection.send({ dropDatabase: 1, $db: 'indexed' })
  for (const index of drawn.indexes) await connection.send({ createIndexes: 'with', ...index, $db: 'indexed' })

  const without = await answersOf(connection, 'without', drawn, isStrict)
  const withIndex = await answersOf(connection, 'with', drawn, isStrict)

  const asked = without.flatMap((answer, at) => (isRefusal(answer) ? [] : [at]))
  expect(asked.map((at) => withIndex[at])).toEqual(asked.map((at) => without[at]))
}

async function answersOf(
  connection: RawConnection,
  collection: string,
  { documents, changes, questions }: Drawn,
  isStrict: boolean,
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
    const { sort: _, ...unsorted } = command
    const isOrdered = isStrict || Object.keys(order).length > 0
    answers.push(comparable(isOrdered ? command : unsorted, await connection.send(command)))
  }
  return answers
}

test('[OP1.20] every query answers the same documents in the same order with an index as without', async () => {
  const connection = await RawConnection.open(store.uri)

  await fc.assert(
    fc.asyncProperty(drawn, (given) => sameOnBoth(connection, given, true)),
    { seed, numRuns: 150 },
  )

  connection.close()
}, 60_000)

test('[OP1.20] and so it is on the real server of MONGOD_BINARY, whose rules these are', async ({ skip }) => {
  const real = await startRealServer()
  if (!real) return skip('MONGOD_BINARY names no mongod: the rules of indexes were NOT compared with a real server')
  const connection = await RawConnection.open(real.uri)

  await fc.assert(
    fc.asyncProperty(drawn, (given) => sameOnBoth(connection, given, false)),
    { seed, numRuns: 20 },
  )

  connection.close()
  await real.stop()
}, 120_000)
