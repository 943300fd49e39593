import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeCopy } from '#scripts/writeCopy.ts'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { aFolder, openFolder } from './storeFolder.ts'

interface Row {
  readonly _id: number
  readonly text: string
}

const ROWS = Array.from(
  { length: 300 },
  (_, number): Row => ({ _id: number, text: `面談の記録 ${number} `.repeat(10) }),
)

/** A folder as a kill leaves it, with a log beside the data; and a backup that is older than the log. */
async function killedAfterBackup(dir: string, killed: string): Promise<string> {
  const { client, store, close } = await openFolder(dir)
  const rows = client.db('x').collection<Row>('rows')
  await rows.createIndex({ text: 1 })
  await rows.insertMany(ROWS)
  const backup = join(dir, 'backup')
  await writeCopy(store.uri, backup)
  await rows.deleteMany({ _id: { $lt: 200 } })
  await rows.insertMany(ROWS.map((row) => ({ ...row, _id: row._id + 1_000 })))
  for (const name of readdirSync(dir).filter((one) => one.startsWith('store.sqlite'))) {
    copyFileSync(join(dir, name), join(killed, name))
  }
  await close()
  return backup
}

test('[OP1.41] the log of what was there before is put into no backup that takes its place: it is named, and nothing is touched', async () => {
  using folder = aFolder()
  using killed = aFolder()
  const backup = await killedAfterBackup(folder.dir, killed.dir)
  const [file, log] = [join(killed.dir, 'store.sqlite'), join(killed.dir, 'store.sqlite-wal')]
  const logBefore = readFileSync(log)
  copyFileSync(backup, file)

  await expect(startEmbeddedStore({ dir: killed.dir })).rejects.toMatchObject({
    name: 'StoreLeftBesideError',
    message: expect.stringContaining('store.sqlite-wal が残っています'),
  })

  expect([readFileSync(log).equals(logBefore), readFileSync(file).equals(readFileSync(backup))]).toEqual([true, true])
  rmSync(log)
  const { client, close } = await openFolder(killed.dir)
  expect(await client.db('x').collection<Row>('rows').find().sort({ _id: 1 }).toArray()).toEqual(ROWS)
  await close()
})

test('[OP1.41] a log whose data file is gone is not thrown away', async () => {
  using folder = aFolder()
  using killed = aFolder()
  await killedAfterBackup(folder.dir, killed.dir)
  rmSync(join(killed.dir, 'store.sqlite'))

  await expect(startEmbeddedStore({ dir: killed.dir })).rejects.toMatchObject({ name: 'StoreLeftBesideError' })

  expect(readFileSync(join(killed.dir, 'store.sqlite-wal')).byteLength).toBeGreaterThan(0)
})

test('[OP1.43] the log of what was there before is not put into a plain copy of a store that was closed in order', async () => {
  using folder = aFolder()
  using killed = aFolder()
  using other = aFolder()
  const closed = await openFolder(other.dir)
  await closed.client.db('x').collection<Row>('rows').insertMany(ROWS.slice(0, 5))
  await closed.close()
  await killedAfterBackup(folder.dir, killed.dir)
  copyFileSync(join(other.dir, 'store.sqlite'), join(killed.dir, 'store.sqlite'))

  await expect(startEmbeddedStore({ dir: killed.dir })).rejects.toMatchObject({ name: 'StoreLeftBesideError' })

  rmSync(join(killed.dir, 'store.sqlite-wal'))
  const { client, close } = await openFolder(killed.dir)
  expect(await client.db('x').collection<Row>('rows').countDocuments()).toBe(5)
  await close()
})
