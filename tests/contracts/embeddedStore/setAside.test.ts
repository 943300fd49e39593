import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { aFolder, openFolder } from './storeFolder.ts'

const WORDS = '誰にも言えないこと'

/** Leaves a folder in which a damaged record was set aside, whose words are whole. */
async function setAsideWords(dir: string): Promise<void> {
  const first = await openFolder(dir)
  await first.client.db('x').collection<{ _id: string; text: string }>('notes').insertOne({ _id: 'heron', text: WORDS })
  await first.close()
  const file = join(dir, 'store.sqlite')
  const bytes = readFileSync(file)
  bytes[bytes.indexOf('heron\0')] = 0x44
  writeFileSync(file, bytes)
  const second = await openFolder(dir)
  await second.client.db('x').command({ validate: 'notes', repair: true })
  await second.close()
}

const isOnDisk = ({ dir }: { readonly dir: string }) => readFileSync(join(dir, 'store.sqlite')).includes(WORDS)

test('[OP1.36] what was set aside is on the disk for thirty days and no longer', async () => {
  using folder = aFolder()
  await setAsideWords(folder.dir)
  const aged = (days: number) => {
    const sqlite = new DatabaseSync(join(folder.dir, 'store.sqlite'))
    sqlite.prepare('UPDATE setAside SET at = ?').run(Date.now() - days * 86_400_000)
    sqlite.close()
  }
  const leftAfter = async (days: number) => {
    aged(days)
    const { client, close } = await openFolder(folder.dir, { expirySweepMs: 20 })
    await client.db('x').collection('over').createIndex({ at: 1 }, { expireAfterSeconds: 0 })
    await client
      .db('x')
      .collection('over')
      .insertOne({ at: new Date(0) })
    await expect.poll(() => client.db('x').collection('over').countDocuments()).toBe(0)
    await close()
    return isOnDisk(folder)
  }

  expect([await leftAfter(0), await leftAfter(29), await leftAfter(31)]).toEqual([true, true, false])
})

test('[OP1.36] with what is destroyed for good goes what was set aside', async () => {
  using folder = aFolder()
  await setAsideWords(folder.dir)
  const before = isOnDisk(folder)
  const { client, close } = await openFolder(folder.dir)

  await client.db('admin').command({ fsync: 1 })

  expect([before, isOnDisk(folder)]).toEqual([true, false])
  await close()
})
