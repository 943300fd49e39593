import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Binary, Long } from 'bson'
import { expect, test } from 'vitest'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { column, Database } from '#server/embedded-store/storage/database.ts'
import { smallDisk } from '#tests/support/smallDisk.ts'
import { type Answer, type Command, RawConnection } from './rawConnection.ts'
import { aFolder, openFolder } from './storeFolder.ts'

async function rawOn(uri: string) {
  const connection = await RawConnection.open(uri)
  const send = (command: Command): Promise<Answer> => connection.send({ ...command, $db: command.$db ?? 'x' })
  return { send, close: () => connection.close() }
}

const transaction = (at: number) => ({
  lsid: { id: new Binary(Buffer.alloc(16, at), 4) },
  txnNumber: Long.ONE,
  autocommit: false,
})

test('[OP1.6] a commit that the full disk refused is refused again when it is asked again', async ({ skip }) => {
  const disk = smallDisk('4m')
  if (disk === undefined) return skip('only root can mount a small disk')
  const store = await startEmbeddedStore({ dir: disk.dir })
  const { send, close } = await rawOn(store.uri)
  await send({ insert: 'rows', documents: [{ _id: 0 }] })
  const giveBack = disk.fill()
  await send({
    insert: 'rows',
    documents: [{ _id: 1, text: 'x'.repeat(200_000) }],
    ...{ ...transaction(1), startTransaction: true },
  })
  const commit = { commitTransaction: 1, ...transaction(1), $db: 'admin' }

  const first = await send(commit)
  giveBack()
  const again = await send(commit)
  const kept = await send({ count: 'rows' })

  expect(Number(first.ok)).toBe(0)
  expect(Number(kept.n)).toBe(1)
  expect(again).toMatchObject({ codeName: 'NoSuchTransaction' })
  close()
  await store.close()
  disk.remove()
})

test('[OP1.8] a commit that is asked again after a restart, and after old ones were forgotten, is answered and not redone', async () => {
  using folder = aFolder()
  const first = await startEmbeddedStore({ dir: folder.dir }, { expirySweepMs: 50 })
  const one = await rawOn(first.uri)
  const commit = { commitTransaction: 1, ...transaction(1), $db: 'admin' }
  await one.send({ create: 'rows' })
  await one.send({ insert: 'rows', documents: [{ _id: 1 }], ...transaction(1), startTransaction: true })
  const committed = await one.send(commit)
  await pause(200)
  one.close()
  await first.close()

  const second = await startEmbeddedStore({ dir: folder.dir })
  const { send, close } = await rawOn(second.uri)
  const again = await send(commit)
  const other = await send({ ...commit, ...transaction(2) })
  const kept = await send({ count: 'rows' })

  expect([committed, again].map(({ ok }) => Number(ok))).toEqual([1, 1])
  expect(other).toMatchObject({ codeName: 'NoSuchTransaction' })
  expect(Number(kept.n)).toBe(1)
  close()
  await second.close()
})

test('[OP1.6] a collection and an index that the full disk refused are made when there is space', async ({ skip }) => {
  const disk = smallDisk('4m')
  if (disk === undefined) return skip('only root can mount a small disk')
  const store = await startEmbeddedStore({ dir: disk.dir })
  const { send, close } = await rawOn(store.uri)
  await send({ insert: 'rows', documents: [0, 1, 2].map((_id) => ({ _id, text: `${_id}` })) })
  const open = await send({ find: 'rows', batchSize: 1 })
  const index = { createIndexes: 'rows', indexes: [{ key: { text: 1 }, name: 'text', unique: true }] }
  const insert = { insert: 'fresh', documents: [{ _id: 1, text: 'x'.repeat(200_000) }] }
  const giveBack = disk.fill()

  // Both in one turn: no collection and no index of it is left in the memory either.
  const refused = await Promise.all([send(index), send(insert)])
  giveBack()
  const made = [await send(index), await send(insert), await send({ count: 'fresh' })]
  const { cursor } = await send({ listIndexes: 'rows' })
  const more = await send({ getMore: (open.cursor as { id: Long }).id, collection: 'rows' })

  expect(refused.at(-1)).toMatchObject({ codeName: 'OutOfDiskSpace' })
  expect(made.map(({ ok }) => Number(ok))).toEqual([1, 1, 1])
  expect(Number(made.at(-1)?.n)).toBe(1)
  expect(cursor).toMatchObject({ firstBatch: [{ name: '_id_' }, { name: 'text' }] })
  expect(more).toMatchObject({ codeName: 'CursorNotFound' })
  close()
  await store.close()
  disk.remove()
})

test('[OP1.6] a backup for which the disk has no room takes no acknowledged write with it', async ({ skip }) => {
  const disk = smallDisk('4m')
  if (disk === undefined) return skip('only root can mount a small disk')
  const store = await startEmbeddedStore({ dir: disk.dir })
  const { send, close } = await rawOn(store.uri)
  const other = await rawOn(store.uri)
  let nested: unknown = 1
  for (let depth = 0; depth < 20; depth += 1) nested = [{ 0: nested }]
  await send({ insert: 'rows', documents: [{ _id: 0, nested }] })
  const slow = await rawOn(store.uri)
  await Promise.all([other, slow].map((one) => one.send({ count: 'rows' })))
  const giveBack = disk.fill()

  // While the store is busy with one, the others come in and are committed together.
  const [, inserted, backedUp] = await Promise.all([
    slow.send({ find: 'rows', filter: { [`nested${'.0'.repeat(39)}`]: 'none' } }),
    send({ insert: 'rows', documents: [{ _id: 1, text: 'x'.repeat(200_000) }] }),
    other.send({ embeddedStoreHold: 1, $db: 'admin' }),
  ])
  giveBack()
  const kept = await send({ count: 'rows' })

  expect(Number(backedUp?.ok)).toBe(0)
  expect({ acknowledged: Number(inserted?.ok), kept: Number(kept.n) }).not.toEqual({ acknowledged: 1, kept: 1 })
  close()
  other.close()
  slow.close()
  await store.close()
  disk.remove()
})

test('[OP1.2] a commit waits until the disk has it, and not until it is the turn of the system', () => {
  using folder = aFolder()
  const database = new Database(join(folder.dir, 'store.sqlite'))

  const [synchronous] = database.prepare('PRAGMA synchronous').all()

  // SQLite's FULL: in a write-ahead log the next lower one, NORMAL, loses the last commits with the power.
  expect(column(synchronous, 0)).toBe(2)
  database.close()
})

test('[OP1.20] an index knows of its arrays after a commit that failed and a restart', async () => {
  using folder = aFolder()
  const first = await openFolder(folder.dir)
  const { send, close } = await rawOn(first.store.uri)
  await send({
    createIndexes: 'rows',
    indexes: [
      { key: { a: 1 }, name: 'a' },
      { key: { u: 1 }, name: 'u', unique: true, sparse: true },
    ],
  })
  await send({
    insert: 'rows',
    documents: [
      { _id: 1, a: [1, 20] },
      { _id: 2, u: 1 },
    ],
    ...{ ...transaction(1), startTransaction: true },
  })
  await send({ insert: 'rows', documents: [{ _id: 3, u: 1 }] })
  const refused = await send({ commitTransaction: 1, ...transaction(1), $db: 'admin' })
  await send({ insert: 'rows', documents: [{ _id: 4, a: [1, 20] }] })
  close()
  await first.close()

  const second = await openFolder(folder.dir)
  const found = await second.client
    .db('x')
    .collection('rows')
    .find({ a: { $gt: 10, $lt: 5 } })
    .toArray()
  const validated = await second.client.db('x').command({ validate: 'rows', full: true })
  await second.close()

  expect(refused).toMatchObject({ codeName: 'WriteConflict' })
  expect(found).toHaveLength(1)
  expect(validated).toMatchObject({ valid: true })
})

test('[OP1.10] a damaged record that is over does not end the store', async () => {
  using folder = aFolder()
  const first = await openFolder(folder.dir)
  const rows = first.client.db('x').collection<{ _id: number; text: string; at: Date }>('rows')
  await rows.createIndex({ at: 1 }, { expireAfterSeconds: 1 })
  await rows.insertOne({ _id: 1, text: 'zebra', at: new Date(0) })
  await rows.insertOne({ _id: 2, text: 'other', at: new Date(0) })
  await first.client.db('x').collection<{ _id: number }>('others').insertOne({ _id: 1 })
  await first.close()
  const file = join(folder.dir, 'store.sqlite')
  const bytes = readFileSync(file)
  for (let at = bytes.indexOf('zebra'); at >= 0; at = bytes.indexOf('zebra', at + 1)) bytes[at] = 0x79
  writeFileSync(file, bytes)

  const restarts: unknown[] = []
  const faults: unknown[] = []
  const second = await openFolder(folder.dir, {
    expirySweepMs: 200,
    onRestart: (fault) => restarts.push(fault),
    onFault: (fault) => faults.push(fault),
  })
  await pause(3_000)
  const works = await second.client
    .db('x')
    .collection('others')
    .countDocuments({}, { timeoutMS: 10_000 })
    .catch(() => 'gone')
  await second.close().catch(() => undefined)

  expect({ restarts: restarts.length, faults: faults.length, works }).toEqual({ restarts: 0, faults: 0, works: 1 })
})

test('[OP1.22] no change nests a document deeper than it can be read', async () => {
  using folder = aFolder()
  const { client, close } = await openFolder(folder.dir)
  const rows = client.db('x').collection<{ _id: number }>('rows')
  await rows.insertMany([{ _id: 1 }, { _id: 2 }])
  const pathOf = (names: number) => Array(names).fill('a').join('.')
  // A query may name as long a path as a change may make, with one more document around it.
  const [path, queried] = [pathOf(190), pathOf(180)]

  const code = await rows.updateOne({ _id: 1 }, { $set: { [path]: 1 } }).then(
    () => 0,
    (fault: { code: number }) => fault.code,
  )
  const upsertCode = await rows.updateOne({ _id: 3, [queried]: { a: 1 } }, { $set: { b: 1 } }, { upsert: true }).then(
    () => 0,
    (fault: { code: number }) => fault.code,
  )
  const found = await rows
    .find()
    .toArray()
    .catch((fault: { code: number }) => [fault.code])
  await close()

  expect(found).toEqual([{ _id: 1 }, { _id: 2 }])
  expect([code, upsertCode]).toEqual([15, 15])
})

test('[OP1.22] a time to keep that collMod cannot hold is refused, and nothing is removed after a restart', async () => {
  using folder = aFolder()
  const first = await openFolder(folder.dir)
  const rows = first.client.db('x').collection<{ _id: number; at: Date }>('rows')
  await rows.createIndex({ at: 1 }, { name: 'at', expireAfterSeconds: 3_600 })
  await rows.insertOne({ _id: 1, at: new Date() })
  const changed = await first.client
    .db('x')
    .command({ collMod: 'rows', index: { name: 'at', expireAfterSeconds: Long.fromString('4294967000') } })
    .catch((fault: { code: number }) => fault)
  await first.close()

  const second = await openFolder(folder.dir, { expirySweepMs: 100 })
  await pause(500)
  const kept = await second.client.db('x').collection('rows').countDocuments()
  await second.close()

  expect(kept).toBe(1)
  expect(changed).toMatchObject({ code: 115 })
})
