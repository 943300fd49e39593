import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { expect, test } from 'vitest'
import { writeCopy } from '#scripts/writeCopy.ts'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { Database } from '#server/embedded-store/storage/database.ts'
import { writeBackup } from '#server/embedded-store/storage/writeBackup.ts'
import { smallDisk } from '#tests/support/smallDisk.ts'
import { aFolder, openFolder } from './storeFolder.ts'

test('[OP1.6] a full disk acknowledges nothing, and writing goes on by itself when there is space', async ({
  skip,
}) => {
  const disk = smallDisk('4m')
  if (disk === undefined) return skip('only root can mount a small disk: writing to a full disk was NOT tested')
  const { dir } = disk
  const store = await startEmbeddedStore({ dir })
  const client = await MongoClient.connect(store.uri)
  const rows = client.db('x').collection<{ _id: number; text: string }>('rows')
  const text = 'x'.repeat(20_000)
  await rows.insertOne({ _id: 0, text })

  const giveBack = disk.fill()
  const tried = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  const acknowledged = new Set<number>([0])
  const codes: unknown[] = []
  for (const _id of tried) {
    await rows.insertOne({ _id, text }).then(
      () => acknowledged.add(_id),
      (fault: { code: number }) => codes.push(fault.code),
    )
  }
  const stored = await rows.find({}, { projection: { _id: 1 } }).toArray()
  const startFull = await startEmbeddedStore({ dir: join(dir, 'other') }).catch((fault: unknown) => fault)
  giveBack()
  await rows.insertOne({ _id: 99, text })

  expect(codes.length).toBeGreaterThan(0)
  expect(codes.every((code) => code === 14_031)).toBe(true)
  expect(stored.map(({ _id }) => _id)).toEqual([...acknowledged])
  expect(startFull).toMatchObject({ name: 'StoreUnwritableError' })
  expect(await rows.countDocuments()).toBe(acknowledged.size + 1)
  expect(await client.db('x').command({ validate: 'rows', full: true })).toMatchObject({ valid: true })
  await client.close()
  await store.close()
  const again = await openFolder(dir)
  const kept = (await again.client.db('x').collection<{ _id: number }>('rows').find().toArray()).map(({ _id }) => _id)
  expect(kept).toEqual([...acknowledged, 99])
  await again.close()
  disk.remove()
})

test('[OP1.45] a store is closed in order on a full disk, and everything is there afterwards', async ({ skip }) => {
  const disk = smallDisk('4m')
  if (disk === undefined) return skip('only root can mount a small disk')
  const { client, store } = await openFolder(disk.dir)
  const rows = client.db('x').collection<{ _id: number; text: string }>('rows')
  await rows.insertOne({ _id: 0, text: '' })
  await client.db('admin').command({ fsync: 1 })
  await rows.insertOne({ _id: 1, text: 'x'.repeat(300_000) })
  const giveBack = disk.fill()
  await client.close()

  await expect(store.close()).resolves.toBeUndefined()

  giveBack()
  const again = await openFolder(disk.dir)
  expect(await again.client.db('x').collection('rows').distinct('_id')).toEqual([0, 1])
  await again.close()
  disk.remove()
})

test('[OP1.27] from a full disk a backup is made on another, and told as made', async ({ skip }) => {
  const disk = smallDisk('4m')
  if (disk === undefined) return skip('only root can mount a small disk')
  using elsewhere = aFolder()
  const store = await startEmbeddedStore({ dir: disk.dir })
  const client = await MongoClient.connect(store.uri)
  const admin = client.db('admin')
  const rows = client.db('x').collection<{ _id: number; text?: string }>('rows')
  await rows.insertOne({ _id: 0 })
  await admin.command({ fsync: 1 })
  // What lies in the log only, and has no room in the file any more.
  const text = 'x'.repeat(300_000)
  await rows.insertOne({ _id: 2, text })
  const giveBack = disk.fill()

  const copies = ['one', 'two'].map((name) => join(elsewhere.dir, name))
  for (const copy of copies) {
    expect(await writeCopy(store.uri, copy)).toBeGreaterThan(0)
    expect(await admin.command({ embeddedStoreBackupKept: copy })).toMatchObject({ ok: 1 })
  }
  giveBack()
  await rows.insertOne({ _id: 1 })
  await admin.command({ embeddedStoreBackupKept: join(elsewhere.dir, 'three') })

  expect((await admin.command({ embeddedStoreHealth: 1 })).backups.at(-1).file).toBe(join(elsewhere.dir, 'three'))
  await client.close()
  await store.close()
  disk.remove()
  await rename(join(elsewhere.dir, 'one'), join(elsewhere.dir, 'store.sqlite'))
  const copy = await openFolder(elsewhere.dir)
  expect(await copy.client.db('x').collection('rows').distinct('_id')).toEqual([0, 2])
  expect(await copy.client.db('x').command({ validate: 'rows', full: true })).toMatchObject({ valid: true })
  await copy.close()
})

test('[OP1.46] a backup for which its disk has no room is refused before it takes the room of those who write', async ({
  skip,
}) => {
  const disk = smallDisk('4m')
  if (disk === undefined) return skip('only root can mount a small disk')
  const database = new Database(join(disk.dir, 'store.sqlite'))
  database.execute(`CREATE TABLE filled AS SELECT randomblob(2500000)`)
  const still = database.hold(0)
  let written = 0
  const onProgress = () => {
    written += 1
  }
  const letGo = async () => database.letGo(still.hold)

  await expect(writeBackup(still, join(disk.dir, 'copy.sqlite'), { onProgress, letGo })).rejects.toThrow('ENOSPC')

  expect(written).toBe(0)
  database.close()
  disk.remove()
})
