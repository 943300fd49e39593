import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MongoClient } from 'mongodb'
import { expect, test } from 'vitest'
import { backUp } from '#scripts/backUp.ts'
import { writeCopy } from '#scripts/writeCopy.ts'
import type { Still } from '#server/embedded-store/storage/stillFile.ts'
import { writeBackup } from '#server/embedded-store/storage/writeBackup.ts'
import { readConfig } from '#server/platform/config.ts'
import { type Command, RawConnection } from './rawConnection.ts'
import { aFolder, openFolder } from './storeFolder.ts'

/** A folder whose data file is the copy. */
async function openCopy(dir: string, copy: string) {
  mkdirSync(dir)
  copyFileSync(copy, join(dir, 'store.sqlite'))
  return openFolder(dir)
}

test('[OP1.13] a backup made while pairs are written holds whole pairs only, all that was acknowledged before it', async () => {
  using folder = aFolder()
  const { client, store, close } = await openFolder(join(folder.dir, 'data'))
  const rows = client.db('x').collection<{ _id: string }>('rows')
  await rows.createIndex({ text: 1 })
  let acknowledged = 0
  let isWriting = true
  const writePairs = async () => {
    while (isWriting) {
      const id = acknowledged
      await client.withSession((session) =>
        session.withTransaction(async () => {
          await rows.insertOne({ _id: `left ${id}` }, { session })
          await rows.insertOne({ _id: `right ${id}` }, { session })
        }),
      )
      acknowledged += 1
    }
  }
  const writing = writePairs()
  while (acknowledged < 20) await client.db('x').command({ ping: 1 })

  const before = acknowledged
  const copy = join(folder.dir, 'copy.sqlite')
  await writeCopy(store.uri, copy)
  isWriting = false
  await writing
  await close()

  const restored = await openCopy(join(folder.dir, 'restored'), copy)
  const ids = (await restored.client.db('x').collection<{ _id: string }>('rows').find().toArray()).map(({ _id }) => _id)
  const sound = await restored.client.db('x').command({ validate: 'rows', full: true })
  await restored.close()
  const [lefts, rights] = ['left ', 'right '].map((side) => ids.filter((id) => id.startsWith(side)).length)
  expect(lefts).toBe(rights)
  expect(lefts).toBeGreaterThanOrEqual(before)
  expect(sound).toMatchObject({ valid: true, nIndexes: 2 })
  expect(statSync(copy).mode & 0o777).toBe(0o600)
})

test('[OP1.13] no backup is written over a file, or half', async () => {
  using folder = aFolder()
  const { client, store, close } = await openFolder(join(folder.dir, 'data'))
  await client.db('x').collection<{ _id: number }>('rows').insertOne({ _id: 1 })
  const there = join(folder.dir, 'there')
  writeFileSync(there, 'something else')

  await expect(writeCopy(store.uri, there)).rejects.toThrow('over a file that is there')
  await expect(writeCopy(store.uri, join(folder.dir, 'no', 'copy'))).rejects.toThrow('ENOENT')

  expect(readdirSync(folder.dir).toSorted()).toEqual(['data', 'there'])
  expect(await client.db('x').collection('rows').countDocuments()).toBe(1)
  await close()
})

test('[OP1.38] a backup of data in which a record is damaged says so at once, and is there nevertheless', async () => {
  using folder = aFolder()
  const dataDir = join(folder.dir, 'data')
  const { client, close } = await openFolder(dataDir)
  await client
    .db('x')
    .collection<{ _id: string }>('rows')
    .insertMany([{ _id: 'heron' }, { _id: 'egret' }])
  await close()
  const file = join(dataDir, 'store.sqlite')
  const bytes = readFileSync(file)
  bytes[bytes.indexOf('heron\0')] = 0x44
  writeFileSync(file, bytes)
  const read = readConfig({ DATA_DIR: dataDir }, '/')
  const copy = join(folder.dir, 'copy.sqlite')

  const told = read.ok ? await backUp(read.config, copy).catch((fault: unknown) => String(fault)) : 'no settings'

  expect(told).toMatch(/x\.rows: 1 /)
  expect(existsSync(copy)).toBe(true)
})

/** Rows of some 4 MB: more than the log keeps at a time. */
const many = (from: number) =>
  Array.from({ length: 1_000 }, (_, at) => ({ _id: from + at, text: '面談の記録'.repeat(300) }))

/** As a slow disk does: what is written meanwhile is `inTheMiddle`. */
async function copySlowly(client: MongoClient, file: string, inTheMiddle: () => Promise<unknown>): Promise<number> {
  const admin = client.db('admin')
  const { hold, file: from, logBytes } = await admin.command({ embeddedStoreHold: 1 })
  const still: Still = { hold, file: from, logBytes: Number(logBytes) }
  await inTheMiddle()
  const letGo = async () => (await admin.command({ embeddedStoreLetGo: hold })).wasHeld === true
  return writeBackup(still, file, { onProgress: () => undefined, letGo })
}

test('[OP1.42] however much is written while a slow backup is made, it is the state of the moment it began with', async () => {
  using folder = aFolder()
  const { client, close } = await openFolder(join(folder.dir, 'data'))
  const rows = client.db('x').collection<{ _id: number; text: string }>('rows')
  await rows.createIndex({ text: 1 })
  await rows.insertMany(many(0))
  const [copy, other] = ['copy.sqlite', 'other.sqlite'].map((name) => join(folder.dir, name)) as [string, string]

  await copySlowly(client, copy, async () => {
    await rows.insertMany(many(1_000))
    await rows.deleteMany({ _id: { $lt: 500 } })
    await copySlowly(client, other, () => rows.deleteMany({ _id: { $lt: 1_200 } }))
    await rows.insertMany(many(2_000))
  })

  const found = []
  for (const [at, file] of [copy, other].entries()) {
    const restored = await openCopy(join(folder.dir, `restored ${at}`), file)
    const kept = restored.client.db('x').collection<{ _id: number }>('rows')
    const ids = (
      await kept
        .find({}, { projection: { _id: 1 } })
        .sort({ _id: 1 })
        .toArray()
    ).map(({ _id }) => _id)
    const { valid } = await restored.client.db('x').command({ validate: 'rows', full: true })
    found.push({ first: ids[0], last: ids.at(-1), count: ids.length, valid })
    await restored.close()
  }
  expect(found).toEqual([
    { first: 0, last: 999, count: 1_000, valid: true },
    { first: 500, last: 1_999, count: 1_500, valid: true },
  ])
  expect(statSync(join(folder.dir, 'data', 'store.sqlite-wal')).size).toBe(0)
  await close()
})

test('[OP1.42] a backup in whose time what was destroyed went from the disk is none, and says to try again', async () => {
  using folder = aFolder()
  const { client, close } = await openFolder(join(folder.dir, 'data'))
  await client.db('x').collection<{ _id: number; text: string }>('rows').insertMany(many(0))
  const copy = join(folder.dir, 'copy.sqlite')

  const told = copySlowly(client, copy, () => client.db('admin').command({ fsync: 1 }))

  await expect(told).rejects.toThrow('もう一度')
  expect(readdirSync(folder.dir)).toEqual(['data'])
  await close()
})

test('[OP1.42] a place that does not take anything for a while is given up, and named', async () => {
  using folder = aFolder()
  const { store, close } = await openFolder(join(folder.dir, 'data'))

  await expect(writeCopy(store.uri, join(folder.dir, 'copy.sqlite'), 0)).rejects.toThrow('答えません')

  await close()
})

test('[OP1.42] a backup that begins or ends amid the writes and the open cursors of others disturbs none of them', async () => {
  using folder = aFolder()
  const { client, store, close } = await openFolder(join(folder.dir, 'data'))
  const rows = client.db('x').collection<{ _id: number; text: string }>('rows')
  await rows.insertMany(many(0))
  const open = rows.find({}, { batchSize: 2 })
  await open.next()
  const lines = await Promise.all([1, 2, 3, 4].map(() => RawConnection.open(store.uri)))
  await Promise.all(lines.map((line) => line.send({ ping: 1, $db: 'x' })))
  const insert = (_id: number) => ({ insert: 'rows', documents: [{ _id, text: '' }], $db: 'x' })
  const busy = { aggregate: 'rows', pipeline: [{ $sort: { text: 1 } }, { $count: 'n' }], cursor: {}, $db: 'x' }
  /** While the store is busy with one, the others come in and are committed together. */
  const atOnce = (first: number, command: Command) =>
    Promise.all([busy, insert(first), command, insert(first + 1)].map((each, at) => lines[at]?.send(each)))

  const held = await atOnce(5_000, { embeddedStoreHold: 1, $db: 'admin' })
  const letGo = await atOnce(5_002, { embeddedStoreLetGo: held[2]?.hold, $db: 'admin' })

  expect([...held, ...letGo].map((answer) => answer?.errmsg ?? Number(answer?.ok))).toEqual(Array(8).fill(1))
  expect((await open.toArray()).length).toBeGreaterThanOrEqual(999)
  for (const line of lines) line.close()
  await close()
})
