import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { aFolder, openFolder } from './storeFolder.ts'

const ROWS = Array.from({ length: 50 }, (_, at) => ({ _id: at, text: `記録 ${at}` }))

/** A file as the first format had it: without checksums and without the tables of backups and records set aside. */
async function fillAsFormat1(dir: string): Promise<DatabaseSync> {
  const { client, close } = await openFolder(dir)
  for (const name of ['one', 'two']) await client.db('x').collection<{ _id: number }>(name).insertMany(ROWS)
  await close()
  const sqlite = new DatabaseSync(join(dir, 'store.sqlite'))
  sqlite.exec('ALTER TABLE collection_1 DROP COLUMN checksum; ALTER TABLE collection_2 DROP COLUMN checksum')
  sqlite.exec('DROP TABLE backups; DROP TABLE setAside; PRAGMA user_version = 1')
  return sqlite
}

test('[OP1.12] a file of the first format opens with equal documents, and its records are watched from then on', async () => {
  using folder = aFolder()
  const sqlite = await fillAsFormat1(folder.dir)
  sqlite.close()

  const { client, close } = await openFolder(folder.dir)
  const rows = await client.db('x').collection('two').find().toArray()
  const found = await client.db('x').command({ validate: 'one', full: true })
  const { formatVersion } = await client.db('admin').command({ embeddedStoreHealth: 1 })
  await close()

  expect(rows).toEqual(ROWS)
  expect(found).toMatchObject({ valid: true, nrecords: ROWS.length })
  expect(formatVersion).toBe(2)
})

test.each(['collection_2', 'starts'])(
  '[OP1.12] an upgrade that fails half-way leaves the older file as it was (%s)',
  async (table) => {
    using folder = aFolder()
    const sqlite = await fillAsFormat1(folder.dir)
    sqlite.exec(`ALTER TABLE ${table} RENAME TO elsewhere`)
    sqlite.close()

    const failed = await startEmbeddedStore({ dir: folder.dir }).catch((fault: unknown) => fault)

    expect(failed).toBeInstanceOf(Error)
    const after = new DatabaseSync(join(folder.dir, 'store.sqlite'))
    after.exec(`ALTER TABLE elsewhere RENAME TO ${table}`)
    expect(after.prepare('PRAGMA user_version').get()?.user_version).toBe(1)
    expect(after.prepare("SELECT count(*) AS count FROM pragma_table_info('collection_1')").get()?.count).toBe(2)
    after.close()
    const { client, close } = await openFolder(folder.dir)
    expect(await client.db('x').collection('two').find().toArray()).toEqual(ROWS)
    await close()
  },
)
