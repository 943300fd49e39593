import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { examine } from '#scripts/doctor.ts'
import { exportData } from '#scripts/exportData.ts'
import { importData } from '#scripts/importData.ts'
import { NODE_24, ROOT } from '#scripts/readiness.mjs'
import { type Against, checkTrail } from '#scripts/verifyTrail.ts'
import { DATABASE } from '#server/platform/mongo.ts'
import { openFolder } from '#tests/contracts/embeddedStore/storeFolder.ts'
import { BARE } from '#tests/support/bareEnvironment.ts'
import { folder } from '#tests/support/copies.ts'
import { type ServerProcess, startServer } from '#tests/support/startServer.ts'
import { until } from '#tests/support/until.ts'
import { demoVisitor } from '#tests/support/visitor.ts'

const silent = () => undefined
const NOTHING: Against = { folder: null, paper: null, publicKey: null }
/** The server and the commands are on the embedded store, on whatever the rest of the tests run. */
const EMBEDDED = { MONGODB_URI: '' }

let server: ServerProcess
let outside: string
const environment = () => ({ ...EMBEDDED, SEAL_FOLDER: outside })
const configOf = (dataDir: string) => ({
  ...{ mongodbUri: null, dataDir, keyFile: join(server.dataDir, 'master.key'), sealFolder: outside },
})
const again = async () => {
  server = await startServer({ dataDir: server.dataDir, environment: environment() })
}
const faultsIn = async (dataDir: string, against = NOTHING) =>
  (await checkTrail(configOf(dataDir), against, silent)).faults.map(({ kind, index }) => `${kind} ${index}`)

beforeAll(async () => {
  outside = mkdtempSync(join(tmpdir(), 'tsunagi-seal-'))
  server = await startServer({ environment: environment() })
})
afterAll(async () => {
  await server.stop()
  rmSync(outside, { recursive: true })
})

const figure = async (name: string) => {
  const headers = { authorization: `Bearer ${server.metricsToken}` }
  const page = await (await fetch(`${server.address}/metrics`, { headers })).text()
  return Number(new RegExp(`^tsunagi_${name} (.+)$`, 'm').exec(page)?.[1])
}
const sealed = () => until(async () => (await figure('auditWaiting')) === 0, 'all is sealed')

async function alter(change: (client: MongoClient) => Promise<unknown>) {
  const store = await openFolder(server.dataDir)
  await change(store.client)
  await store.close()
}

test('[OP2.52] a trail verifies while the server runs, when it is stopped, and after an export and an import; the folder outside knows how long it was', async () => {
  await (await demoVisitor(server.address, 'B')).get('/api/cases')
  await sealed()
  expect(await figure('auditSealed')).toBeGreaterThan(1)
  expect(await faultsIn(server.dataDir)).toEqual([])

  await server.endInOrder()
  expect(readdirSync(outside)).toEqual([expect.stringMatching(/^chn_.*\.jsonl$/)])
  expect(await faultsIn(server.dataDir)).toEqual([])
  const [out, target] = [join(folder(), 'out'), folder()]
  await exportData({ mongodbUri: null, dataDir: server.dataDir }, out, silent)
  await importData({ mongodbUri: null, dataDir: target }, out, silent)
  expect(await faultsIn(target)).toEqual([])

  const moved = await startServer({
    dataDir: target,
    environment: { ...environment(), KEY_FILE: configOf('').keyFile },
  })
  onTestFinished(() => moved.stop())
  await (await demoVisitor(moved.address, 'B')).get('/api/cases')
  await moved.endInOrder()
  expect(await faultsIn(target)).toEqual([])
  for (const name of readdirSync(outside).toSorted().slice(1)) rmSync(join(outside, name))
  await again()
})

test('[OP2.52] a record that somebody changed in the file ends the command with an error, the place and the words', async () => {
  await server.endInOrder()
  const records = 'auditRecords'
  await alter((client) =>
    client
      .db(DATABASE)
      .collection(records)
      .updateOne({ kind: 'casesListed' }, { $set: { because: 'x' } }),
  )

  const ended = spawnSync(NODE_24, [join(ROOT, 'scripts/verifyTrail.ts')], {
    env: { ...BARE, DATA_DIR: server.dataDir, SEAL_FOLDER: outside },
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
  expect(await faultsIn(server.dataDir)).toEqual([])
  await again()
})

test('[OP2.54] the doctor says that the trail is sealed, and that what was signed is not there any more', async () => {
  const says = async () =>
    (await examine({ DATA_DIR: server.dataDir, PORT: '0', SEAL_FOLDER: outside }, '/'))
      .filter(({ says: line }) => /監査記録|SEAL_FOLDER/.test(line))
      .map(({ level, says: line }) => `${level} ${line}`)
  expect(await says()).toEqual([
    expect.stringMatching(/^good 監査記録の封印 \d+ 件/),
    expect.stringMatching(/^good SEAL_FOLDER の確認点 \d+ 個/),
  ])

  await server.endInOrder()
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
  await server.endInOrder()
  const hung = folder()
  const [name = ''] = readdirSync(outside)
  // Whoever opens it for writing waits until somebody reads.
  execFileSync('mkfifo', [join(hung, name)])
  server = await startServer({ dataDir: server.dataDir, environment: { ...EMBEDDED, SEAL_FOLDER: hung } })
  const visitor = await demoVisitor(server.address, 'B')
  expect((await visitor.get('/api/cases')).status).toBe(200)
  await sealed()

  const from = performance.now()
  await server.endInOrder()
  expect(performance.now() - from).toBeLessThan(5_000)
  expect(await faultsIn(server.dataDir, { ...NOTHING, folder: outside })).toEqual([])
  const gone = { DATA_DIR: server.dataDir, PORT: '0', SEAL_FOLDER: join(hung, 'gone') }
  expect((await examine(gone, '/')).map(({ says }) => says).join()).toContain('SEAL_FOLDER を読めません')
  await again()
})
