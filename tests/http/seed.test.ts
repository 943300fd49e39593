import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { seed } from '#scripts/seed.ts'
import { startEmbeddedStore } from '#server/embedded-store/startEmbeddedStore.ts'
import { readConfig } from '#server/platform/config.ts'
import { connectMongo } from '#server/platform/mongo.ts'
import { fixedId } from '#shared/fixtures/days.ts'

function settings(environment: { readonly [name: string]: string } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-seed-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const read = readConfig({ DATA_DIR: join(dir, 'data'), ...environment }, dir)
  if (!read.ok) throw new Error('the settings of a test are good')
  return read.config
}

async function caseIds(dataDir: string): Promise<readonly unknown[]> {
  const store = await startEmbeddedStore({ dir: dataDir })
  const connection = await connectMongo(store.uri)
  const rows = await connection.collection('cases').find().sort({ _id: 1 }).toArray()
  await connection.close()
  await store.close()
  return rows.map(({ _id }) => _id)
}

test('[CL1.5] an empty store is filled once, under the same ids, and a council that is there stays as it is', async () => {
  const config = settings()

  await seed(config, 'small')
  const again = seed(config, 'demo')

  await expect(again).rejects.toThrow('there is a council already')
  expect(await caseIds(config.dataDir)).toEqual([1, 2, 3].map((number) => fixedId('case', number)))
})

test('[CL1.5] production is never filled with made-up people', async () => {
  const config = { ...settings(), mode: 'production' as const }

  await expect(seed(config, 'demo')).rejects.toThrow('refused in production')
})
