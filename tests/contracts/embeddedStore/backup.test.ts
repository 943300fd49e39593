import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MongoClient } from 'mongodb'
import { expect, test } from 'vitest'
import { backUp as writeBackup } from '#scripts/backUp.ts'
import { readConfig } from '#server/platform/config.ts'
import { aFolder, openFolder } from './storeFolder.ts'

const backUp = (client: MongoClient, file: string) => client.db('admin').command({ embeddedStoreBackup: file })

/** A folder whose data file is the copy. */
async function openCopy(dir: string, copy: string) {
  mkdirSync(dir)
  copyFileSync(copy, join(dir, 'store.sqlite'))
  return openFolder(dir)
}

test('[OP1.13] a backup made while pairs are written holds whole pairs only, all that was acknowledged before it', async () => {
  using folder = aFolder()
  const { client, close } = await openFolder(join(folder.dir, 'data'))
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
  await backUp(client, copy)
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

test('[OP1.13] no backup is written over a file, beside a relative path, or half', async () => {
  using folder = aFolder()
  const { client, close } = await openFolder(join(folder.dir, 'data'))
  await client.db('x').collection<{ _id: number }>('rows').insertOne({ _id: 1 })
  const there = join(folder.dir, 'there')
  writeFileSync(there, 'something else')

  await expect(backUp(client, there)).rejects.toMatchObject({ code: 2 })
  await expect(backUp(client, 'copy.sqlite')).rejects.toMatchObject({ code: 2 })
  await expect(backUp(client, join(folder.dir, 'no', 'copy'))).rejects.toMatchObject({ code: 2 })

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

  const told = read.ok ? await writeBackup(read.config, copy).catch((fault: unknown) => String(fault)) : 'no settings'

  expect(told).toMatch(/x\.rows: 1 /)
  expect(existsSync(copy)).toBe(true)
})
