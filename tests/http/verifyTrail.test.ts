import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { examine } from '#scripts/doctor.ts'
import { exportData } from '#scripts/exportData.ts'
import { importData } from '#scripts/importData.ts'
import { NODE_24, ROOT } from '#scripts/readiness.mjs'
import { type Against, checkTrail } from '#scripts/verifyTrail.ts'
import { type RunningServer, startServer } from '#server/app/startServer.ts'
import { DATABASE } from '#server/platform/mongo.ts'
import { openFolder } from '#tests/contracts/embeddedStore/storeFolder.ts'
import { BARE } from '#tests/support/bareEnvironment.ts'
import { configOf, folder, options } from '#tests/support/copies.ts'
import { startServer as startProcess } from '#tests/support/startServer.ts'
import { until } from '#tests/support/until.ts'
import { demoVisitor } from '#tests/support/visitor.ts'

const silent = () => undefined
const NOTHING: Against = { folder: null, paper: null, publicKey: null }
const METRICS_TOKEN = 'a token for the tests only'

const place = mkdtempSync(join(tmpdir(), 'tsunagi-trail-'))
const [data, outside] = [join(place, 'data'), join(place, 'outside')]
let server: RunningServer

/** The server and the commands are on the embedded store, on whatever the rest of the tests run. */
const configIn = (dataDir: string) =>
  configOf({ DATA_DIR: dataDir, KEY_FILE: join(data, 'master.key'), SEAL_FOLDER: outside, METRICS_TOKEN })
const again = async () => {
  server = await startServer(configIn(data), options)
}
const faultsIn = async (dataDir: string, against = NOTHING) =>
  (await checkTrail(configIn(dataDir), against, silent)).faults.map(({ kind, index }) => `${kind} ${index}`)

beforeAll(async () => {
  mkdirSync(outside)
  await again()
})
afterAll(() => rmSync(place, { recursive: true }))

const figure = async (name: string, address = server.address) => {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` }
  const page = await (await fetch(`${address}/metrics`, { headers })).text()
  return Number(new RegExp(`^tsunagi_${name} (.+)$`, 'm').exec(page)?.[1])
}
const sealed = (address = server.address) =>
  until(async () => (await figure('auditWaiting', address)) === 0, 'all is sealed')

async function alter(change: (client: MongoClient) => Promise<unknown>) {
  const store = await openFolder(data)
  await change(store.client)
  await store.close()
}

test('[OP2.52] [OP2.71] a trail verifies while the server runs, when it is stopped, and after an export and an import; the folder outside knows how long it was', async () => {
  await (await demoVisitor(server.address, 'B')).get('/api/cases')
  await sealed()
  expect(await figure('auditSealed')).toBeGreaterThan(1)
  expect(await faultsIn(data)).toEqual([])

  await server.stop()
  expect(readdirSync(outside)).toEqual([expect.stringMatching(/^chn_.*\.jsonl$/)])
  expect(await faultsIn(data)).toEqual([])
  const [out, target] = [join(folder(), 'out'), folder()]
  await exportData({ mongodbUri: null, dataDir: data }, out, silent)
  await importData({ mongodbUri: null, dataDir: target }, out, silent)
  expect(await faultsIn(target)).toEqual([])

  const moved = await startServer(configIn(target), options)
  expect(moved.lines.join()).toContain('SEAL_FOLDER に新しいフォルダーを指定して')
  await (await demoVisitor(moved.address, 'B')).get('/api/cases')
  await moved.stop()
  expect(await faultsIn(target)).toEqual([])
  for (const name of readdirSync(outside).toSorted().slice(1)) rmSync(join(outside, name))
  await again()
})

test('[OP2.52] a record that somebody changed in the file ends the command with an error, the place and the words', async () => {
  await server.stop()
  const records = 'auditRecords'
  await alter((client) =>
    client
      .db(DATABASE)
      .collection(records)
      .updateOne({ kind: 'casesListed' }, { $set: { because: 'x' } }),
  )

  const ended = spawnSync(NODE_24, [join(ROOT, 'scripts/verifyTrail.ts')], {
    env: { ...BARE, DATA_DIR: data, SEAL_FOLDER: outside },
    encoding: 'utf8',
  })
  expect([ended.status, ended.stderr]).toEqual([1, ''])
  expect(ended.stdout).toMatch(/公開鍵 [A-Za-z0-9+/]{43}=/)
  expect(ended.stdout).toMatch(/✗ chn_\w+ \d+: 記録が書き換えられた/)
  await alter((client) =>
    client
      .db(DATABASE)
      .collection(records)
      .updateOne({ because: 'x' }, { $set: { because: null } }),
  )
  expect(await faultsIn(data)).toEqual([])
  await again()
})

test('[OP2.54] the doctor says that the trail is sealed, and that what was signed is not there any more', async () => {
  const says = async () =>
    (await examine({ DATA_DIR: data, PORT: '0', SEAL_FOLDER: outside }, '/'))
      .filter(({ says: line }) => /監査記録|SEAL_FOLDER/.test(line))
      .map(({ level, says: line }) => `${level} ${line}`)
  expect(await says()).toEqual([
    expect.stringMatching(/^good 監査記録の封印 \d+ 件/),
    expect.stringMatching(/^good SEAL_FOLDER の確認点 \d+ 個/),
    expect.stringMatching(/^notice 監査記録の毎晩の確認は、まだ/),
  ])

  await server.stop()
  const seals = (client: MongoClient) => client.db(DATABASE).collection<{ hash: string }>('auditSeals')
  let hash = ''
  await alter(async (client) => {
    hash = (await seals(client).findOne({}, { sort: { index: -1 } }))?.hash ?? ''
    await seals(client).updateOne({ hash }, { $set: { hash: 'ab' } })
  })
  expect((await says())[0]).toMatch(/^bad 監査記録が、署名したものと違います/)
  await alter((client) => seals(client).updateOne({ hash: 'ab' }, { $set: { hash } }))
  await again()
})

test('[OP2.53] a server whose folder of checkpoints never answers serves and ends as ever, and its metrics and the doctor say so', async () => {
  await (await demoVisitor(server.address, 'B')).get('/api/cases')
  await server.stop()
  const hung = folder()
  const [name = ''] = readdirSync(outside)
  // Whoever opens it for writing waits until somebody reads.
  execFileSync('mkfifo', [join(hung, name)])
  const beside = await startProcess({ dataDir: data, environment: { MONGODB_URI: '', SEAL_FOLDER: hung } })
  onTestFinished(() => beside.kill())
  const visitor = await demoVisitor(beside.address, 'B')
  expect((await visitor.get('/api/cases')).status).toBe(200)
  await sealed(beside.address)

  const from = performance.now()
  await beside.endInOrder()
  expect(performance.now() - from).toBeLessThan(5_000)
  expect(await faultsIn(data, { ...NOTHING, folder: outside })).toEqual([])
  const gone = { DATA_DIR: data, PORT: '0', SEAL_FOLDER: join(hung, 'gone') }
  expect((await examine(gone, '/')).map(({ says }) => says).join()).toContain('SEAL_FOLDER を読めません')
})
