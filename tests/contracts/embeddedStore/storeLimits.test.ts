import { Binary, Int32, Long } from 'bson'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Doc, Value } from '#server/embedded-store/bson/values.ts'
import { Cursors } from '#server/embedded-store/commands/cursors.ts'
import { Deadline } from '#server/embedded-store/commands/deadline.ts'
import { errorReply } from '#server/embedded-store/commands/dispatch.ts'
import { Sessions } from '#server/embedded-store/commands/sessions.ts'
import { type EmbeddedStore, startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { parseIndexSpec } from '#server/embedded-store/storage/indexDefinition.ts'
import { removeExpired } from '#server/embedded-store/storage/removeExpired.ts'
import { Store } from '#server/embedded-store/storage/store.ts'
import { type Answer, type Command, RawConnection } from './rawConnection.ts'

const $db = 'limits'

let store: EmbeddedStore
let connection: RawConnection
let send: (command: Command) => Promise<Answer>

beforeAll(async () => {
  store = await startEmbeddedStore({ memory: true })
  connection = await RawConnection.open(store.uri)
  send = (command) => connection.send({ ...command, $db })
})

beforeEach(() => send({ dropDatabase: 1 }))

afterEach(() => {
  vi.useRealTimers()
})

afterAll(async () => {
  connection.close()
  await store.close()
})

const codeOf = ({ code }: Answer): number => Number(code)
const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ _id: at, text: 'x'.repeat(50) }))
const lsid = { id: new Binary(Buffer.alloc(16, 7), 4) }

/** The id of the cursor that is open after the command. */
async function openCursor(command: Command): Promise<Long> {
  const { cursor } = await send(command)
  return (cursor as { id: Long }).id
}

test('[OP1.22] a document of 16 MiB is kept and a longer one is refused alone', async () => {
  const fits = await send({ insert: 'c', documents: [{ _id: 1, bytes: Buffer.alloc(16 * 1024 * 1024 - 40) }] })
  const long = await send({ insert: 'c', documents: [{ _id: 2, bytes: Buffer.alloc(16 * 1024 * 1024) }] })

  expect(Number(fits.n)).toBe(1)
  expect(long.writeErrors).toMatchObject([{ code: new Int32(2) }])
})

test('[OP1.22] a document that grows beyond 16 MiB stays as it was', async () => {
  await send({ insert: 'c', documents: [{ _id: 1, bytes: Buffer.alloc(9 * 1024 * 1024) }] })
  const grown = await send({
    update: 'c',
    updates: [{ q: { _id: 1 }, u: { $set: { more: Buffer.alloc(9 * 1024 * 1024) } } }],
  })
  const after = await send({ find: 'c', filter: { more: { $exists: true } } })

  expect(grown.writeErrors).toMatchObject([{ code: new Int32(10_334) }])
  expect(after.cursor).toMatchObject({ firstBatch: [] })
})

test('[OP1.22] more than 100,000 statements, and nesting deeper than 180, are refused', async () => {
  let deep: unknown = 1
  for (let depth = 0; depth < 190; depth += 1) deep = { deep }

  const statements = await send({ delete: 'c', deletes: Array(100_001).fill({ q: {}, limit: 0 }) })
  const nested = await send({ insert: 'c', documents: [{ _id: 1, deep }] })

  expect([codeOf(statements), codeOf(nested)]).toEqual([16, 15])
})

test('[OP1.22] a maxTimeMS below 0 is refused before any other fault of the command is told', async () => {
  const refusal = await send({ aggregate: 'c', pipeline: [{}], cursor: {}, maxTimeMS: -1 })

  expect(refusal).toMatchObject({ codeName: 'CommandNotSupported', errmsg: expect.stringContaining('maxTimeMS') })
})

test('[OP1.22] what takes longer than its maxTimeMS ends with the code 50', async () => {
  await send({ insert: 'c', documents: rows(20_000) })

  const ended = await send({ find: 'c', filter: { text: { $regex: 'y' } }, maxTimeMS: 1 })

  expect(codeOf(ended)).toBe(50)
})

test('[OP1.22] a cursor is over when it is killed, when its session ends and when its collection is dropped', async () => {
  await send({ insert: 'c', documents: rows(10) })
  const open = () => openCursor({ find: 'c', batchSize: 2, lsid })
  const more = async (getMore: Long) => codeOf(await send({ getMore, collection: 'c', lsid }))

  const killed = await open()
  await send({ killCursors: 'c', cursors: [killed] })
  const ended = await open()
  await send({ endSessions: [lsid] })
  const dropped = await open()
  await send({ drop: 'c' })

  expect([await more(killed), await more(ended), await more(dropped)]).toEqual([43, 43, 175])
})

const MINUTE_MS = 60_000

/** Holds the clock of the day and the one that nobody sets. */
const holdClocks = () => vi.useFakeTimers({ toFake: ['Date', 'performance'] })

/** As somebody does who mends the clock of a machine. */
const setClock = (byMs: number) => vi.setSystemTime(Date.now() + byMs)

test('[OP1.22] a cursor that nobody used for ten minutes is over, and none sooner, however the clock is set meanwhile', () => {
  holdClocks()
  const cursors = new Cursors()
  const machine = new Store(':memory:')
  const own = { namespace: 'a.b', view: machine.plain, session: undefined }
  const results = { ...own, deadline: new Deadline(0) }
  const { cursor } = cursors.first({ ...results, documents: [new Map(), new Map(), new Map()].values() }, 1)
  const { id } = cursor as { readonly id: bigint }

  setClock(9 * 60 * MINUTE_MS)
  vi.advanceTimersByTime(9 * MINUTE_MS)
  cursors.killIdle()
  cursors.more(id, own, 1)
  vi.advanceTimersByTime(9 * MINUTE_MS)
  cursors.killIdle()
  const stillOpen = cursors.more(id, own, 1)
  setClock(-9 * 60 * MINUTE_MS)
  vi.advanceTimersByTime(11 * MINUTE_MS)
  cursors.killIdle()

  expect(stillOpen).toMatchObject({ ok: 1 })
  expect(() => cursors.more(id, own, 1)).toThrow('not found')
  machine.database.close()
})

test('[OP1.22] every batch of a cursor has its maxTimeMS anew', () => {
  holdClocks()
  const machine = new Store(':memory:')
  const deadline = new Deadline(1_000)
  const own = { namespace: 'a.b', view: machine.plain, session: undefined }
  const documents = function* () {
    for (let at = 0; at < 500; at += 1) {
      deadline.check()
      yield new Map<string, Value>([['_id', at]])
    }
  }
  const cursors = new Cursors()
  const { cursor } = cursors.first({ ...own, deadline, documents: documents() }, 1)
  const { id } = cursor as { readonly id: bigint }

  vi.advanceTimersByTime(2_000)
  const more = cursors.more(id, own, 200)

  expect(more).toMatchObject({ ok: 1 })
  machine.database.close()
})

test('[OP1.22] a transaction older than 60 s is undone, and its next command is told so, however the clock is set meanwhile', () => {
  holdClocks()
  const machine = new Store(':memory:')
  const sessions = new Sessions(machine, () => undefined)
  const flags = { session: 'a', number: 1n, starts: true }
  sessions.transactionOf(flags)

  setClock(9 * 60 * MINUTE_MS)
  vi.advanceTimersByTime(59_000)
  sessions.abortExpired()
  const stillOpen = sessions.transactionOf({ ...flags, starts: false })
  setClock(-9 * 60 * MINUTE_MS)
  vi.advanceTimersByTime(2_000)
  sessions.abortExpired()

  expect(stillOpen).toBeDefined()
  expect(() => sessions.transactionOf({ ...flags, starts: false })).toThrow('does not match')
  // Nor does it go on keeping what others change.
  expect(machine.writer.listeners.size).toBe(0)
  machine.database.close()
})

test('[OP1.22] a document is removed at its time and not before, by its index', () => {
  const machine = new Store(':memory:')
  const collection = machine.catalog.create('a.b')
  const key: Doc = new Map([['when', new Int32(1)]])
  const ttl = parseIndexSpec(
    new Map<string, Value>([
      ['key', key],
      ['name', 'w'],
      ['expireAfterSeconds', new Int32(10)],
    ]),
  )
  machine.catalog.addIndex(collection, ttl)
  machine.plain.insert(
    collection,
    new Map<string, Value>([
      ['_id', 1],
      ['when', new Date(0)],
    ]),
  )

  removeExpired(machine.plain, collection, 9_999)
  const before = collection.count()
  removeExpired(machine.plain, collection, 10_000)

  expect([before, collection.count()]).toEqual([1, 0])
  machine.database.close()
})

test('[OP1.22] what is outside the filter of an index with a time, or has no date, is not removed', () => {
  const machine = new Store(':memory:')
  const collection = machine.catalog.create('a.b')
  const ended = (value: Value): Doc => new Map([['ended', value]])
  const ttl = parseIndexSpec(
    new Map<string, Value>([
      ['key', new Map([['when', new Int32(1)]])],
      ['name', 'w'],
      ['expireAfterSeconds', new Int32(10)],
      ['partialFilterExpression', ended(true)],
    ]),
  )
  machine.catalog.addIndex(collection, ttl)
  const kept: Doc[] = [
    new Map<string, Value>([
      ['_id', 1],
      ['when', new Date(0)],
    ]),
    new Map<string, Value>([
      ['_id', 2],
      ['when', new Date(0)],
      ['ended', false],
    ]),
    new Map<string, Value>([
      ['_id', 3],
      ['when', 0],
      ['ended', true],
    ]),
    new Map<string, Value>([
      ['_id', 4],
      ['when', null],
      ['ended', true],
    ]),
    new Map<string, Value>([
      ['_id', 5],
      ['ended', true],
    ]),
  ]
  const over: Doc = new Map<string, Value>([
    ['_id', 6],
    ['when', new Date(0)],
    ['ended', true],
  ])
  for (const doc of [...kept, over]) machine.plain.insert(collection, doc)

  removeExpired(machine.plain, collection, 1_000_000)

  expect(collection.records()).toEqual([1, 2, 3, 4, 5])
  machine.database.close()
})

test('[OP1.22] collMod says how long the time was and is, and changes nothing else', async () => {
  await send({ createIndexes: 'c', indexes: [{ key: { w: 1 }, name: 'w', expireAfterSeconds: 10 }] })

  const changed = await send({ collMod: 'c', index: { name: 'w', expireAfterSeconds: 20 } })
  const other = await send({ collMod: 'c', validator: {} })

  expect([Number(changed.expireAfterSeconds_old), Number(changed.expireAfterSeconds_new)]).toEqual([10, 20])
  expect(codeOf(other)).toBe(115)
})

test('[OP1.22] an unknown command, an unknown option and a retryable write are refused; the greeting takes any field', async () => {
  const answers = await Promise.all([
    send({ mapReduce: 'c' }),
    send({ find: 'c', tailable: true }),
    send({ insert: 'c', documents: [{ _id: 1 }], lsid, txnNumber: Long.ONE }),
    send({ aggregate: 'c', pipeline: [{ $changeStream: {} }], cursor: {} }),
    send({ hello: 1, backpressure: true, anything: {} }),
  ])

  expect(answers.map(({ ok, code }) => Number(code ?? ok))).toEqual([59, 115, 20, 115, 1])
})

test('[OP1.22] a fault of the store itself says nothing of what it was about', () => {
  const reply = errorReply(new TypeError('Cannot read the name 山田太郎'))

  expect(reply).toMatchObject({ ok: 0, codeName: 'InternalError' })
  expect(JSON.stringify(reply)).not.toContain('山田')
})

test('[OP1.22] a pattern that could backtrack badly is refused, and a long text takes no longer for being hostile', async () => {
  await send({ insert: 'c', documents: [{ _id: 1, a: 'x'.repeat(100_000) }] })
  const patterns = ['(x+)+y', '(x|x)*y', 'x*x*x*x*y', '.*.*.*y', '(?:x+){9}', '\\1', '(?=x)']

  const codes = await Promise.all(
    patterns.map(async ($regex) => codeOf(await send({ find: 'c', filter: { a: { $regex } } }))),
  )

  expect(codes).toEqual(patterns.map(() => 115))
})
