import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BSON } from 'mongodb'
import { expect, test } from 'vitest'
import { backUp } from '#scripts/backUp.ts'
import { examine } from '#scripts/doctor.ts'
import { exportData } from '#scripts/exportData.ts'
import { collectionFileOf } from '#scripts/exportFolder.ts'
import { importData } from '#scripts/importData.ts'
import { changeKey } from '#scripts/newKey.ts'
import { NODE_24, ROOT } from '#scripts/readiness.mjs'
import { checkTrail } from '#scripts/verifyTrail.ts'
import { startFaultLine } from '#server/app/startFault.ts'
import { startServer } from '#server/app/startServer.ts'
import { DurableLog } from '#server/collab/write-ahead/durableLog.ts'
import { signerOf } from '#server/features/audit/seal/checkpoint.ts'
import { derivedKey } from '#server/platform/derivedKeys.ts'
import { DATABASE } from '#server/platform/mongo.ts'
import { fixedId } from '#shared/fixtures/days.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { openFolder } from '#tests/contracts/embeddedStore/storeFolder.ts'
import { BARE } from '#tests/support/bareEnvironment.ts'
import { configOf, copyOfSomeEntry, demoToCopy, folder, options } from '#tests/support/copies.ts'
import { demoVisitor, Visitor } from '#tests/support/visitor.ts'

const demo = demoToCopy()

test('[OP2.19] there is no backup and no export of a folder in which there is nothing', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'mistyped') })
  const backed = await backUp(config, join(dir, 'copy.sqlite')).then(
    (bytes) => `backed up ${bytes} bytes of nothing`,
    () => 'refused',
  )
  const exported = await exportData(config, join(dir, 'out'), () => undefined).then(
    ({ collections }) => `exported ${collections.length} collections`,
    () => 'refused',
  )
  expect([backed, exported, existsSync(join(dir, 'mistyped'))]).toEqual(['refused', 'refused', false])
})

test('[OP2.20] a server whose key is gone makes no other over the data of the first', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'keys', 'master.key') })
  demo.layAt(config)
  rmSync(config.keyFile)
  const again = await startServer(config, { ...options, demo: null }).then(
    async (server) => {
      await server.stop()
      return 'started'
    },
    (cause: unknown) => String(cause),
  )
  expect(again).toContain('KeyFileError')
  expect(existsSync(config.keyFile)).toBe(false)
})

test('[OP2.19] edits that a killed server left beside the store are in the backup and in the export, and no import goes over them', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data') })
  demo.layAt(config)
  const row = await copyOfSomeEntry(config)
  const { log } = await DurableLog.open(join(config.dataDir, 'journal'))
  await log.append([BSON.serialize(row)])
  await log.beginAnother()

  const target = { ...config, dataDir: join(dir, 'target') }
  cpSync(join(config.dataDir, 'journal'), join(target.dataDir, 'journal'), { recursive: true })
  const [killed, restored] = [join(dir, 'killed'), join(dir, 'restored')]
  cpSync(config.dataDir, killed, { recursive: true })
  mkdirSync(restored)
  await backUp({ ...config, dataDir: killed }, join(restored, 'store.sqlite'))
  const copy = await openFolder(restored)
  const inCopy = await copy.client.db(DATABASE).collection('journal').countDocuments({ sequence: 999_999 })
  await copy.close()
  expect(inCopy).toBe(1)
  await exportData(config, join(dir, 'out'), () => undefined)
  expect(readFileSync(collectionFileOf(join(dir, 'out'), 'journal'), 'utf8')).toContain('"999999"')
  await expect(importData(target, join(dir, 'out'), () => undefined)).rejects.toThrow('beside the target')
})

test('[OP2.19] an export whose folder goes away is refused, and ends in order', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data') })
  demo.layAt(config)
  const open = await openFolder(config.dataDir)
  const rows = Array.from({ length: 2_000 }, (_, at) => ({ at, text: 'い'.repeat(2_000) }))
  await open.client.db(DATABASE).collection('accountsAnd').insertMany(rows)
  await open.close()
  const out = join(dir, 'out')
  const gone = exportData(config, out, () => rmSync(out, { recursive: true, force: true }))
  await expect(gone).rejects.toThrow('ENOENT')
})

test('[CL1.4] a demo whose folder goes with the server is not emptied: a council begun there would be lost', async () => {
  const config = configOf({ DATA_DIR: folder() })
  const server = await startServer(config, { ...options, isThrowAway: true })
  const administrator = new Visitor(server.address)
  await administrator.signInAsDemo(demoMemberId('A'))

  const { status, body } = await administrator.send('DELETE', '/api/demo-council')
  await server.stop()

  expect([status, body.detail]).toEqual([403, { because: 'throwAwayFolder' }])
})

test('[OP2.20] a key that is not the one of the data is refused', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'keys', 'master.key') })
  demo.layAt(config)
  writeFileSync(config.keyFile, Buffer.alloc(32, 9))
  await expect(startServer(config, { ...options, demo: null })).rejects.toThrow('not the key')
})

test('[OP2.58] a key that is changed opens what was written by the one before, the trail verifies by either, and a change that is cut off goes on', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'keys', 'master.key') })
  const verified = async (publicKey: string | null) =>
    (await checkTrail(config, { folder: null, paper: null, publicKey }, () => undefined)).faults
  const digest = async () => {
    const server = await startServer(config, options)
    const coordinator = await demoVisitor(server.address, 'B')
    const { documentId } = (await coordinator.get(`/api/conferences/${fixedId('conference', 1)}`)).body
    const { body } = await coordinator.get(`/api/documents/${documentId}/digest`)
    await expect(changeKey(config)).rejects.toThrow('先にサーバーを止めて')
    await server.stop()
    return body
  }
  const first = await digest()
  const old = signerOf(derivedKey(readFileSync(config.keyFile), 'seal')).publicKey

  const { count, before, publicKey } = await changeKey(config)
  const second = await digest()

  expect([count > 0, second.sha256 !== undefined, second]).toEqual([true, true, first])
  expect([await verified(null), await verified(old), await verified(publicKey)]).toEqual([[], [], []])
  expect(await examine({ DATA_DIR: config.dataDir, KEY_FILE: config.keyFile, PORT: '0' }, '/')).not.toContainEqual(
    expect.objectContaining({ level: 'bad' }),
  )

  renameSync(config.keyFile, `${config.keyFile}.new`)
  renameSync(before, config.keyFile)
  await expect(startServer(config, options)).rejects.toThrow('鍵の取り替えが途中')
  expect((await changeKey(config)).publicKey).toBe(publicKey)
  expect(await digest()).toEqual(first)
}, 120_000)

test('[OP2.23] no server starts on an import that was cut off and nothing exports it, the doctor says so, and importing again mends it', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'keys', 'master.key') })
  demo.layAt(config)
  const exported = await exportData(config, join(dir, 'out'), () => undefined)
  const environment = { PORT: '0', DATA_DIR: join(dir, 'target'), KEY_FILE: config.keyFile }
  const target = configOf(environment)
  const cutOff = (line: string) => {
    if (line.startsWith('documents')) throw new Error('cut off')
  }
  await expect(importData(target, join(dir, 'out'), cutOff)).rejects.toThrow('cut off')

  await expect(startServer(target, { ...options, demo: null })).rejects.toThrow('import again')
  await expect(exportData(target, join(dir, 'of a part'), () => undefined)).rejects.toThrow('import again')
  const findings = await examine(environment, '/')
  await importData(target, join(dir, 'out'), () => undefined)
  const again = await exportData(target, join(dir, 'again'), () => undefined)
  await (await startServer(target, { ...options, demo: null })).stop()

  expect(findings.filter(({ level }) => level === 'bad').map(({ mend }) => mend)).toEqual([
    expect.stringContaining('npm run import をもう一度'),
  ])
  expect(again.collections).toEqual(exported.collections)
})

test('[OP2.26] an import goes over what a server left that was started only, but not while it runs, and not over a council', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'keys', 'master.key') })
  const target = { ...config, dataDir: join(dir, 'target') }
  demo.layAt(config)
  await exportData(config, join(dir, 'out'), () => undefined)
  const first = await startServer(target, { ...options, demo: null }).catch(String)
  if (typeof first === 'string') throw new Error(first)
  await new Visitor(first.address).readSession()
  await expect(importData(target, join(dir, 'out'), () => undefined)).rejects.toThrow('stop the server first')
  await first.stop()

  const { collections } = await importData(target, join(dir, 'out'), () => undefined)
  const again = await exportData(target, join(dir, 'again'), () => undefined)

  expect(again.collections).toEqual(collections)
  await expect(importData(target, join(dir, 'out'), () => undefined)).rejects.toThrow('not empty')
})

test('[OP2.27] a data folder that cannot be looked into is not called empty', async () => {
  const dir = folder()
  // Root may look everywhere; behind a link that leads to itself nobody may.
  symlinkSync(join(dir, 'data'), join(dir, 'data'))
  const environment = { PORT: '0', DATA_DIR: join(dir, 'data') }

  const findings = await examine(environment, '/')

  expect(findings.filter(({ level }) => level === 'bad').map(({ says }) => says)).toEqual([
    expect.stringContaining('中を見られません'),
  ])
  await expect(backUp(configOf(environment), join(dir, 'copy.sqlite'))).rejects.toThrow('as the user that runs')
})

test('[OP2.31] a backup that cannot be written says so in one line and ends, so that no clock’s job waits for it', async () => {
  const dir = folder()
  const { close } = await openFolder(join(dir, 'data'))
  await close()
  writeFileSync(join(dir, 'there.sqlite'), '')
  const backUpTo = (file: string) =>
    spawnSync(NODE_24, ['scripts/backUp.ts', file], {
      ...{ cwd: ROOT, encoding: 'utf8', timeout: 25_000 },
      env: { ...BARE, DATA_DIR: join(dir, 'data') },
    })

  const ends = [join(dir, 'there.sqlite'), join(dir, 'no folder', 'copy.sqlite')].map(backUpTo)

  expect(ends.map(({ status }) => status)).toEqual([1, 1])
  for (const { stderr } of ends) expect(stderr).toMatch(/^できませんでした。[^\n]*[ぁ-ん] \/ [^\n]+\n$/)
})

/** Changes one letter of every place where the data file holds these bytes. */
function rotIn(dataDir: string, bytes: Buffer): void {
  const file = join(dataDir, 'store.sqlite')
  const stored = readFileSync(file)
  const before = Buffer.from(stored)
  for (let at = before.indexOf(bytes); at >= 0; at = before.indexOf(bytes, at + 1)) {
    const last = at + bytes.length - 1
    stored[last] = (stored[last] ?? 0) ^ 1
  }
  writeFileSync(file, stored)
}

/** As it lies in a record, and not in an index. */
const inRecord = (ownerId: string) =>
  Buffer.from(`\x02ownerId\0${String.fromCharCode(ownerId.length + 1)}\0\0\0${ownerId}`)

test('[OP2.38] a server starts though the record of its first data key rotted, and says so plainly when that of every one did', async () => {
  const config = configOf({ DATA_DIR: join(folder(), 'data') })
  demo.layAt(config)
  const { client, close } = await openFolder(config.dataDir)
  const keys = await client.db(DATABASE).collection('dataKeys').find().toArray()
  await close()
  const owners = keys.map(({ ownerId }) => String(ownerId))

  rotIn(config.dataDir, inRecord(owners[0] ?? ''))
  await (await startServer(config, { ...options, demo: null })).stop()
  for (const owner of owners.slice(1)) rotIn(config.dataDir, inRecord(owner))
  const fault = await startServer(config, { ...options, demo: null }).catch((cause: unknown) => cause)

  const line = startFaultLine(fault, config)
  expect(line).toContain('控えから戻してください')
  expect(line).toContain('dataKeys')
})

test('[OP2.63] with another key than that of the data no new one is made, and the start says which it is, not to go on with a change', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'keys', 'master.key') })
  demo.layAt(config)
  const key = readFileSync(config.keyFile)
  writeFileSync(config.keyFile, Buffer.alloc(key.byteLength, 7))

  await expect(changeKey(config)).rejects.toThrow('データを書いた鍵と違います')
  expect(existsSync(`${config.keyFile}.new`)).toBe(false)
  // Left by a change that was cut off before anything was wrapped anew.
  writeFileSync(`${config.keyFile}.new`, Buffer.alloc(key.byteLength, 9), { mode: 0o600 })
  await expect(startServer(config, options)).rejects.toThrow('データを書いた鍵と違います')
  writeFileSync(config.keyFile, key)
  expect((await changeKey(config)).count).toBeGreaterThan(0)
})
