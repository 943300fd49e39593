import { Binary, Double, Int32, Long, Timestamp } from 'bson'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type EmbeddedStore, startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { type Answer, type Command, RawConnection } from './rawConnection.ts'

const $db = 'tsunagi'

let store: EmbeddedStore
let connection: RawConnection
let send: (command: Command) => Promise<Answer>

beforeAll(async () => {
  store = await startEmbeddedStore({ memory: true })
  connection = await RawConnection.open(store.uri)
  send = (command) => connection.send({ ...command, $db: command.$db ?? $db })
})

beforeEach(() => send({ dropDatabase: 1 }))

afterAll(async () => {
  connection.close()
  await store.close()
})

const int = (value: number) => new Int32(value)
const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ _id: int(at), a: int(at) }))
const lsid = (letter: number) => ({ lsid: { id: new Binary(Buffer.alloc(16, letter), 4) } })
let number = 0
const begin = () => {
  number += 1
  return { ...lsid(1), txnNumber: Long.fromNumber(number), autocommit: false }
}

interface Cursor {
  readonly id: Long
  readonly nextBatch: readonly { readonly _id: Int32 }[]
}
const cursorOf = ({ cursor }: Answer) => cursor as Cursor
const idsIn = (answer: Answer) => cursorOf(answer).nextBatch.map(({ _id }) => _id.value)
const codeOf = ({ code, writeErrors }: Answer): number =>
  Number(code ?? (writeErrors as readonly { readonly code: Int32 }[] | undefined)?.[0]?.code ?? 0)

const byIndex = {
  createIndexes: 'c',
  indexes: [{ key: { a: int(1) }, name: 'a' }],
}

test('[OP1.8] a cursor of a transaction still finds what others have removed or moved since', async () => {
  await send(byIndex)
  await send({ insert: 'c', documents: rows(300) })
  const transaction = begin()
  const first = await send({ find: 'c', batchSize: 2, ...transaction, startTransaction: true })
  const sorted = await send({
    find: 'c',
    filter: { a: { $gte: int(0) } },
    sort: { a: int(1) },
    batchSize: 2,
    ...transaction,
  })
  await send({ delete: 'c', deletes: [{ q: { _id: int(200) }, limit: int(1) }] })
  await send({ update: 'c', updates: [{ q: { _id: int(250) }, u: { $set: { a: int(-7) } } }] })

  const rest = await send({ getMore: cursorOf(first).id, collection: 'c', ...transaction })
  const sortedRest = await send({ getMore: cursorOf(sorted).id, collection: 'c', ...transaction })

  const expected = rows(300)
    .map(({ _id }) => _id.value)
    .slice(2)
  expect(idsIn(rest)).toEqual(expected)
  expect(idsIn(sortedRest)).toEqual(expected)
})

test('[OP1.1] a cursor whose index is dropped ends with 175, and nobody else hears of it', async () => {
  await send(byIndex)
  await send({ insert: 'c', documents: rows(300) })
  const open = () => send({ find: 'c', filter: { a: { $gte: int(0) } }, sort: { a: int(1) }, batchSize: 2 })
  const [first, second] = [await open(), await open()]
  const transaction = begin()
  await send({ find: 'c', filter: { _id: int(1) }, ...transaction, startTransaction: true })
  await send({ dropIndexes: 'c', index: 'a' })

  const dropped = await send({ getMore: cursorOf(first).id, collection: 'c' })
  await send({ createIndexes: 'c', indexes: [{ key: { b: int(1) }, name: 'b' }] })
  const another = await send({ getMore: cursorOf(second).id, collection: 'c' })
  const stillOpen = await send({ find: 'c', filter: { _id: int(1) }, ...transaction })

  expect([dropped, another, stillOpen].map(codeOf)).toEqual([175, 175, 0])
})

test('[OP1.1] a cursor goes on in its own session and transaction only', async () => {
  await send({ insert: 'c', documents: rows(10) })
  const transaction = begin()
  const inside = cursorOf(await send({ find: 'c', batchSize: 2, ...transaction, startTransaction: true })).id
  const plain = cursorOf(await send({ find: 'c', batchSize: 2, ...lsid(1) })).id
  const more = async (getMore: Long, fields: Command) => codeOf(await send({ getMore, collection: 'c', ...fields }))

  expect([
    await more(inside, lsid(1)),
    await more(plain, transaction),
    await more(plain, lsid(2)),
    await more(plain, {}),
    codeOf(await send({ getMore: plain, collection: 'd', ...lsid(1) })),
  ]).toEqual([50740, 50739, 50738, 50737, 13])
  await send({ abortTransaction: 1, ...transaction, $db: 'admin' })
  expect(await more(inside, lsid(1))).toBe(43)
})

test('[OP1.8] what is written beside a transaction to a document that it has changed is not lost: the transaction is refused', async () => {
  const numbers = [1, 2, 3].map(int)
  await send({ insert: 'c', documents: numbers.map((_id) => ({ _id, n: _id })) })
  const set = (_id: Int32, n: number) => ({ update: 'c', updates: [{ q: { _id }, u: { $set: { n: int(n) } } }] })
  const commit = { commitTransaction: 1, $db: 'admin' }
  const open = numbers.map((_, at) => ({ ...begin(), ...lsid(10 + at) }))
  for (const [at, _id] of numbers.entries()) await send({ ...set(_id, 10), ...open[at], startTransaction: true })

  for (const _id of numbers) await send(set(_id, 20))
  const refused = [
    await send({ ...commit, ...open[0] }),
    await send({ ...commit, ...open[1] }),
    await send({ insert: 'c', documents: [{ _id: int(4) }], ...open[2] }),
  ]
  const { cursor } = await send({ find: 'c' })

  expect(refused.map(codeOf)).toEqual([112, 112, 112])
  expect(cursor).toMatchObject({ firstBatch: numbers.map((_id) => ({ _id, n: int(20) })) })
})

test('[OP1.8] of two transactions that remove one document the second is refused at once', async () => {
  await send({ insert: 'c', documents: [{ _id: int(1) }] })
  const removal = { delete: 'c', deletes: [{ q: { _id: int(1) }, limit: int(1) }], startTransaction: true }
  const [first, second] = [begin(), { ...begin(), ...lsid(10) }]

  const codes = [codeOf(await send({ ...removal, ...first })), codeOf(await send({ ...removal, ...second }))]
  const committed = await send({ commitTransaction: 1, ...first, $db: 'admin' })

  expect(codes).toEqual([0, 112])
  expect(Number(committed.ok)).toBe(1)
})

test('[OP1.8] in a transaction a unique value is taken by its own documents, and free when they change or go', async () => {
  await send({ createIndexes: 'c', indexes: [{ key: { u: int(1) }, name: 'u', unique: true }] })
  const insert = (...pairs: [number, number][]) => ({
    insert: 'c',
    documents: pairs.map(([_id, u]) => ({ _id: int(_id), u: int(u) })),
  })
  const [first, second] = [begin(), { ...begin(), ...lsid(10) }]
  await send({ ...insert([1, 1], [2, 2]), ...first, startTransaction: true })
  await send({ update: 'c', updates: [{ q: { _id: int(1) }, u: { $set: { u: int(3) } } }], ...first })
  await send({ delete: 'c', deletes: [{ q: { _id: int(2) }, limit: int(1) }], ...first })

  const free = await send({ ...insert([3, 1], [4, 2]), ...first })
  const committed = await send({ commitTransaction: 1, ...first, $db: 'admin' })
  const taken = await send({ ...insert([5, 9], [6, 9]), ...second, startTransaction: true })

  expect([free, committed].map(({ ok, n }) => [Number(ok), Number(n)])).toEqual([
    [1, 2],
    [1, Number.NaN],
  ])
  expect(taken.writeErrors).toMatchObject([{ code: int(11_000), index: int(1) }])
  expect(Number((await send({ count: 'c' })).n)).toBe(3)

  await send({ create: 'd' })
  const third = begin()
  await send({ insert: 'd', documents: [{ _id: int(7) }], ...third, startTransaction: true })
  await send({ ...insert([7, 9]), ...third })
  await send({ delete: 'c', deletes: [{ q: { _id: int(7) }, limit: int(1) }], ...third })
  const elsewhere = await send({ insert: 'd', documents: [{ _id: int(7) }], ...third })
  expect(elsewhere.writeErrors).toMatchObject([{ code: int(11_000) }])
})

test('[OP1.8] a transaction whose collection is dropped is refused, and nobody else hears of it', async () => {
  await send({ create: 'c' })
  const [writing, other] = [begin(), { ...begin(), ...lsid(10) }]
  await send({ insert: 'c', documents: [{ _id: int(1) }], ...writing, startTransaction: true })
  await send({ create: 'd' })
  await send({ insert: 'd', documents: [{ _id: int(1) }], ...other, startTransaction: true })

  await send({ drop: 'c' })
  const ends = [writing, other].map((each) => send({ commitTransaction: 1, ...each, $db: 'admin' }))

  expect((await Promise.all(ends)).map(codeOf)).toEqual([112, 0])
  expect(Number((await send({ count: 'd' })).n)).toBe(1)
})

test('[OP1.1] transaction flags that do not belong together are refused and nothing is written', async () => {
  const flags = [
    { autocommit: false, startTransaction: true },
    { autocommit: false },
    { startTransaction: true },
    { txnNumber: Long.ONE, autocommit: false, startTransaction: false },
    { txnNumber: Long.fromNumber(-1), autocommit: false, startTransaction: true },
    { txnNumber: int(1), autocommit: false, startTransaction: true },
  ]

  const codes: number[] = []
  for (const each of flags) codes.push(codeOf(await send({ insert: 'c', documents: [{}], ...lsid(3), ...each })))

  expect(codes).toEqual([72, 72, 72, 72, 72, 14])
  expect(Number((await send({ count: 'c' })).n)).toBe(0)
})

test('[OP1.1] a replacement whose _id is null changes an _id as any other does', async () => {
  await send({ insert: 'c', documents: [{ _id: int(5), a: int(1) }] })

  const replaced = await send({ update: 'c', updates: [{ q: { a: int(1) }, u: { _id: null } }] })
  const upserted = await send({ update: 'c', updates: [{ q: { _id: int(7) }, u: { _id: null }, upsert: true }] })

  expect([codeOf(replaced), codeOf(upserted)]).toEqual([66, 66])
})

test('[OP1.1] what MongoDB would change or lose on the way is refused', async () => {
  const empty = new Timestamp({ t: 0, i: 0 })

  const inserted = await send({ insert: 'c', documents: [{ _id: int(1), a: empty }] })
  const replaced = await send({ update: 'c', updates: [{ q: { _id: int(1) }, u: { a: empty }, upsert: true }] })

  expect([codeOf(inserted), codeOf(replaced)]).toEqual([115, 115])
})

test('[OP1.1] nothing added to -0 leaves it', async () => {
  await send({ insert: 'c', documents: [{ _id: int(1), a: new Double(-0) }] })

  const changed = await send({ update: 'c', updates: [{ q: {}, u: { $inc: { a: int(0) } } }] })

  expect(Number(changed.nModified)).toBe(0)
})

test('[OP1.1] all indexes of a command are made, or none', async () => {
  await send({ insert: 'c', documents: [{ a: int(1) }, { a: int(1) }] })
  const good = { key: { b: int(1) }, name: 'b' }

  const failed = await send({ createIndexes: 'c', indexes: [good, { key: { a: int(1) }, name: 'a', unique: true }] })
  const twice = await send({ createIndexes: 'c', indexes: [good, good] })
  const { cursor } = await send({ listIndexes: 'c' })

  expect([codeOf(failed), codeOf(twice)]).toEqual([11_000, 115])
  expect((cursor as { firstBatch: unknown[] }).firstBatch).toHaveLength(1)
})

test('[OP1.1] the name of a database is one, and its commands reach no other', async () => {
  await send({ insert: 'foo.bar', documents: [{}] })

  const codes = [
    codeOf(await send({ dropDatabase: 1, $db: 'tsunagi.foo' })),
    codeOf(await send({ insert: 'c', documents: [{}], $db: 'TSUNAGI' })),
    codeOf(await send({ insert: 'c', documents: [{}], $db: 'あ'.repeat(30) })),
    codeOf(await send({ insert: 'c'.repeat(300), documents: [{}] })),
  ]

  expect(codes).toEqual([73, 115, 73, 115])
  expect(Number((await send({ count: 'foo.bar' })).n)).toBe(1)
})

test('[OP1.22] no answer is larger than 16 MiB', async () => {
  for (const _id of [1, 2, 3])
    await send({ insert: 'c', documents: [{ _id, a: `${_id}${'x'.repeat(7 * 1024 * 1024)}` }] })
  const lookup = { from: 'c', localField: 'none', foreignField: 'none', as: 'all' }

  const distinct = await send({ distinct: 'c', key: 'a' })
  const joined = await send({ aggregate: 'c', pipeline: [{ $lookup: lookup }], cursor: {} })

  expect([codeOf(distinct), codeOf(joined)]).toEqual([17217, 10334])
})

test('[OP1.1] a name with a zero byte never gets into an answer or an expression', async () => {
  await send({ insert: 'c', documents: [{ _id: int(1) }] })
  const lookup = { from: 'c', localField: '_id', foreignField: '_id', as: 'a\0b' }

  const codes = [
    codeOf(await send({ aggregate: 'c', pipeline: [{ $lookup: lookup }], cursor: {} })),
    codeOf(await send({ find: 'c', filter: { a: { $regex: 'a\0' } } })),
    codeOf(await send({ find: 'c', filter: { a: { $regex: 'x'.repeat(40_000) } } })),
    codeOf(await send({ createIndexes: 'c', indexes: [{ key: { a: int(1) }, name: 'a\0b' }] })),
    codeOf(await send({ createIndexes: 'c', indexes: [{ key: { '$**': int(1) }, name: 'all' }] })),
    codeOf(await send({ find: 'c', sort: { $natural: int(1) } })),
  ]

  expect(codes).toEqual([16411, 2, 115, 67, 115, 115])
})

test('[OP1.22] $in and $addToSet with many values take time that grows with their number, not with its square', async () => {
  await send({ insert: 'c', documents: rows(20_000) })
  await send({ insert: 'd', documents: [{ _id: int(1), a: rows(100_000).map(({ a }) => a) }] })
  const others = Array.from({ length: 20_000 }, (_, at) => new Double(at + 0.5))
  // Of the processor, and not of the clock, which goes on while others have it.
  const began = process.cpuUsage()

  const found = await send({ find: 'c', filter: { a: { $in: others } } })
  const added = await send({ update: 'd', updates: [{ q: {}, u: { $addToSet: { a: { $each: others } } } }] })

  expect(cursorOf(found).id.toNumber()).toBe(0)
  expect(Number(added.nModified)).toBe(1)
  const { user, system } = process.cpuUsage(began)
  expect((user + system) / 1_000).toBeLessThan(5_000)
})
