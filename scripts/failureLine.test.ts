import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFolder } from '#tests/contracts/embeddedStore/storeFolder.ts'
import { backUp } from './backUp.ts'
import { exportData } from './exportData.ts'
import { exportedDocuments, manifestFileOf, readManifest } from './exportFolder.ts'
import { failureLine } from './reachStore.ts'

let dir = ''

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tsunagi-failure-'))
  writeFileSync(join(dir, 'store.sqlite'), '')
  mkdirSync(join(dir, 'foreign'))
  writeFileSync(join(dir, 'foreign', 'store.sqlite'), '議事録'.repeat(1_000))
  writeFileSync(manifestFileOf(dir), '{"format":2')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const readMembers = async () => {
  for await (const _ of exportedDocuments(dir, 'members'));
}

test.each([
  ['an export that is not there', async () => readManifest(join(dir, 'none')), /ファイルかフォルダーがありません/],
  ['an export without one of its files', readMembers, /ファイルかフォルダーがありません/],
  ['an export that was cut off', async () => readManifest(dir), /を読めません/],
  [
    'an export into a file',
    () => exportData({ mongodbUri: null, dataDir: dir }, join(dir, 'store.sqlite', 'out'), () => undefined),
    /フォルダーではありません/,
  ],
  [
    'a data file that is none of ours',
    () => exportData({ mongodbUri: null, dataDir: join(dir, 'foreign') }, join(dir, 'out'), () => undefined),
    /壊れているか、つなぎのものではありません/,
  ],
])('[OP2.33] %s is said in Japanese first, with its name', async (_name, run, says) => {
  const line = await run().then(() => 'done', failureLine)

  expect(line).toMatch(says)
  expect(line).toMatch(/^[^\n]*[ぁ-ん](?: |。)\/ [^\n]+$/)
  expect(line).toContain(dir)
})

test('[OP2.46] a command of a newer version than the server that runs says so', async () => {
  const { client, close } = await openFolder(join(dir, 'older'))

  const line = await client
    .db('admin')
    .command({ embeddedStoreOfTomorrow: 1 })
    .then(() => 'done', failureLine)

  expect(line).toMatch(/^動いているつなぎが別の版です。始め直してから/)
  await close()
})

test('[OP2.19] who asks for a backup of MONGODB_URI is told of what makes one of one moment', async () => {
  const told = await backUp({ mongodbUri: 'mongodb://127.0.0.1', dataDir: dir }, join(dir, 'copy')).catch(failureLine)

  expect(told).toMatch(/npm run export -- .* mongodump --oplog /)
})
