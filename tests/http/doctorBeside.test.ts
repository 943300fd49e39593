import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Binary, type MongoClient } from 'mongodb'
import { expect, test } from 'vitest'
import { examine } from '#scripts/doctor.ts'
import { NODE_24, ROOT } from '#scripts/readiness.mjs'
import { DATABASE } from '#server/platform/mongo.ts'
import { openFolder } from '#tests/contracts/embeddedStore/storeFolder.ts'
import { BARE } from '#tests/support/bareEnvironment.ts'
import { folder } from '#tests/support/copies.ts'

/** The longest that anybody waits for an answer until `work` is done. Unit: milliseconds. */
async function longestWait(client: MongoClient, work: Promise<unknown>): Promise<number> {
  let isDone = false
  void work.finally(() => {
    isDone = true
  })
  let longest = 0
  while (!isDone) {
    const from = performance.now()
    await client.db('admin').command({ ping: 1 })
    longest = Math.max(longest, performance.now() - from)
  }
  return longest
}

test('[OP2.48] while the doctor looks through the data of a server that runs, nobody waits for it', async () => {
  const dataDir = folder()
  const { client, close } = await openFolder(dataDir)
  const db = client.db(DATABASE)
  const part = () => ({ documentId: 'doc', generation: 1, bytes: new Binary(randomBytes(50_000)) })
  for (let filled = 0; filled < 20; filled += 1) {
    await db.collection('snapshots').insertMany(Array.from({ length: 100 }, part))
  }
  await client.db('admin').command({ fsync: 1 })
  const whenAsked = await longestWait(client, db.command({ validate: 'snapshots' }))

  const doctor = spawn(NODE_24, ['scripts/doctor.ts'], {
    cwd: ROOT,
    env: { ...BARE, DATA_DIR: dataDir, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = doctor.stdout.setEncoding('utf8').toArray()
  const whileLookedAt = await longestWait(client, once(doctor, 'exit'))

  expect((await said).join('')).toContain('データは健全です')
  expect(whileLookedAt).toBeLessThan(whenAsked / 2)
  await close()
})

test('[OP2.50] where the doctor knows why the data cannot be reached it says what mends that, and tells nobody to restore a backup for it', async () => {
  const dataDir = folder()
  await (await openFolder(dataDir)).close()
  const file = new DatabaseSync(join(dataDir, 'store.sqlite'))
  file.exec('PRAGMA user_version = 99')
  file.close()

  const faults = (await examine({ DATA_DIR: dataDir, PORT: '0' }, '/')).filter(({ level }) => level === 'bad')

  expect(faults).toMatchObject([
    { mend: expect.stringMatching(/^データが新しい版で作られています。新しい版のつなぎで始めるか/) },
  ])
})

test('[OP2.48] while a backup is being made the doctor of a running server looks later, and keeps nobody waiting for it', async () => {
  const dataDir = folder()
  const { client, close } = await openFolder(dataDir)
  const soundness = async () =>
    (await examine({ DATA_DIR: dataDir, PORT: '0' }, '/')).find(({ says }) => /^データ[のは]/.test(says))?.says
  const { hold } = await client.db('admin').command({ embeddedStoreHold: 1 })
  await client.db(DATABASE).collection<{ _id: string }>('rows').insertOne({ _id: 'heron' })

  const meanwhile = await soundness()
  await client.db('admin').command({ embeddedStoreLetGo: hold })

  expect([meanwhile, await soundness()]).toEqual([
    expect.stringContaining('調べませんでした'),
    expect.stringContaining('健全です'),
  ])
  await close()
})
