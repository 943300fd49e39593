import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { MongoClient } from 'mongodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { Store } from '#server/embedded-store/storage/store.ts'
import { startStoreServer } from './crash/processes.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tsunagi-holder-'))
})

afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('[OP1.3] a second process on the same folder is refused with the pid and host of the first', async () => {
  const first = await startStoreServer(dir)

  const refusal = await startEmbeddedStore({ dir }).catch((fault: unknown) => fault)

  expect(refusal).toMatchObject({ name: 'StoreInUseError', holder: { pid: first.pid, host: hostname() } })
  await first.kill()
  const second = await startEmbeddedStore({ dir })
  await second.close()
})

test('[OP1.3] the same process is refused as well, and the first store goes on', async () => {
  const store = await startEmbeddedStore({ dir })

  const refusal = await startEmbeddedStore({ dir }).catch((fault: unknown) => fault)

  expect(refusal).toMatchObject({ name: 'StoreInUseError', holder: { pid: process.pid } })
  const client = await MongoClient.connect(store.uri)
  expect(await client.db('x').command({ ping: 1 })).toMatchObject({ ok: 1 })
  await client.close()
  await store.close()
})

test('[OP1.4] closing leaves one data file and no socket, and what was written is there again', async () => {
  const store = await startEmbeddedStore({ dir })
  const client = await MongoClient.connect(store.uri)
  await client.db('x').collection<{ _id: string }>('c').insertOne({ _id: 'kept' })
  await client.close()

  await store.close()

  expect(readdirSync(dir).filter((name) => !name.endsWith('.json'))).toEqual(['store.sqlite'])
  const again = await startEmbeddedStore({ dir })
  const reader = await MongoClient.connect(again.uri)
  expect(await reader.db('x').collection('c').find().toArray()).toEqual([{ _id: 'kept' }])
  await reader.close()
  await again.close()
})

test('[OP1.24] in a folder that everybody may enter nobody but the owner reads a file of the store, an older one included', async () => {
  chmodSync(dir, 0o755)
  const older = new DatabaseSync(join(dir, 'store.sqlite'))
  older.close()
  const wasOpen = statSync(join(dir, 'store.sqlite')).mode & 0o077
  const store = await startEmbeddedStore({ dir })
  const client = await MongoClient.connect(store.uri)
  await client.db('x').collection<{ _id: string }>('c').insertOne({ _id: 'みなも' })
  await client.close()

  const readable = readdirSync(dir).filter((name) => (statSync(join(dir, name)).mode & 0o077) !== 0)

  expect(wasOpen).not.toBe(0)
  expect(readdirSync(dir)).toContain('store.sqlite-wal')
  expect(readable).toEqual([])
  await store.close()
})

test('[OP1.2] a commit waits for the disk, so that a power cut takes nothing that was acknowledged; what is deleted is overwritten', () => {
  const { database } = new Store(join(dir, 'store.sqlite'))

  const settings = ['journal_mode', 'synchronous', 'secure_delete'].map((name) =>
    database.prepare(`PRAGMA ${name}`).get(),
  )
  database.close()

  const FULL = 2
  expect(settings).toEqual([['wal'], [FULL], [1]])
})

test('[OP1.5] a file of a newer format is refused by its number', async () => {
  const newer = new DatabaseSync(join(dir, 'store.sqlite'))
  newer.exec('PRAGMA user_version = 3')
  newer.close()

  const refusal = await startEmbeddedStore({ dir }).catch((fault: unknown) => fault)

  expect(refusal).toMatchObject({ name: 'StoreFormatError', message: expect.stringContaining('format 3,') })
})

test('[OP1.6] a folder that cannot be made is refused at the start', async () => {
  const file = join(dir, 'file')
  writeFileSync(file, '')

  const refusal = await startEmbeddedStore({ dir: join(file, 'inside') }).catch((fault: unknown) => fault)

  expect(refusal).toMatchObject({ name: 'StoreUnwritableError' })
})

test('[OP1.31] why a data file is refused is said once', async () => {
  const newer = new DatabaseSync(join(dir, 'store.sqlite'))
  newer.exec('PRAGMA user_version = 99')
  newer.close()
  const format = await startEmbeddedStore({ dir }).catch((fault: unknown) => fault)
  writeFileSync(join(dir, 'store.sqlite'), 'not our words '.repeat(100))
  const damaged = await startEmbeddedStore({ dir }).catch((fault: unknown) => fault)

  expect(format).toMatchObject({
    message: expect.stringMatching(/^The data file was written by a newer program: format 99/),
  })
  expect(damaged).toMatchObject({
    name: 'StoreDamagedError',
    message: expect.stringMatching(/^The data file is damaged, or is no data file: \/.*store\.sqlite: /),
  })
})
