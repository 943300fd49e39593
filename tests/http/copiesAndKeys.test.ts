import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BSON, Long, ObjectId } from 'mongodb'
import { afterEach, expect, test } from 'vitest'
import { backUp } from '#scripts/backUp.ts'
import { examine } from '#scripts/doctor.ts'
import { exportData } from '#scripts/exportData.ts'
import { collectionFileOf } from '#scripts/exportFolder.ts'
import { importData } from '#scripts/importData.ts'
import { NODE_24, ROOT } from '#scripts/readiness.mjs'
import { startFaultLine } from '#server/app/startFault.ts'
import { startServer } from '#server/app/startServer.ts'
import { DurableLog } from '#server/collab/write-ahead/durableLog.ts'
import { type Config, readConfig } from '#server/platform/config.ts'
import { silentLog } from '#server/platform/log.ts'
import { DATABASE } from '#server/platform/mongo.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { openFolder } from '#tests/contracts/embeddedStore/storeFolder.ts'
import { Visitor } from '#tests/support/visitor.ts'

const folders: string[] = []
const folder = () => {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-copies-'))
  folders.push(dir)
  return dir
}
afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})

const configOf = (environment: Record<string, string>): Config => {
  const read = readConfig({ PORT: '0', ...environment }, '/')
  if (!read.ok) throw new Error(JSON.stringify(read.bad))
  return read.config
}
const options = { demo: 'small' as const, isThrowAway: false, say: () => undefined, onStoreLost: () => undefined }

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
  await (await startServer(config, { ...options, log: silentLog })).stop()
  rmSync(config.keyFile)
  const again = await startServer(config, { ...options, demo: null, log: silentLog }).then(
    async (server) => {
      await server.stop()
      return 'started'
    },
    (cause: unknown) => String(cause),
  )
  expect(again).toContain('KeyFileError')
  expect(existsSync(config.keyFile)).toBe(false)
}, 60_000)

test('[OP2.19] edits that a killed server left beside the store are in the backup and in the export, and no import goes over them', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data') })
  await (await startServer(config, { ...options, log: silentLog })).stop()
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
}, 60_000)

/** An entry that the store does not have, as the server writes it ahead. */
async function copyOfSomeEntry({ dataDir }: Config) {
  const open = await openFolder(dataDir)
  const row = await open.client.db(DATABASE).collection('journal').findOne({}, { promoteValues: false })
  await open.close()
  return { ...row, _id: new ObjectId(), sequence: Long.fromNumber(999_999) }
}

test('[OP2.19] an export whose folder goes away is refused, and ends in order', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data') })
  await (await startServer(config, { ...options, log: silentLog })).stop()
  const open = await openFolder(config.dataDir)
  const rows = Array.from({ length: 20_000 }, (_, at) => ({ at, text: 'い'.repeat(2_000) }))
  await open.client.db(DATABASE).collection('accountsAnd').insertMany(rows)
  await open.close()
  const out = join(dir, 'out')
  const gone = exportData(config, out, () => rmSync(out, { recursive: true, force: true }))
  await expect(gone).rejects.toThrow('ENOENT')
}, 60_000)

test('[LD7.4] a sign-in that ended after the backup does not go on when the backup is put back', async () => {
  const { lines, isSignedIn } = await putBackAfterSignOut({ isRestored: true })
  expect([isSignedIn, lines[0]]).toEqual([false, expect.stringMatching(/文書 [1-9]\d* 件/)])
}, 60_000)

test('[LD7.14] a backup that is put back is begun as one, once, also when whoever starts it forgets to say so', async () => {
  const { lines, isSignedIn, linesOfNext } = await putBackAfterSignOut({})
  expect([isSignedIn, lines[0]]).toEqual([false, expect.stringMatching(/文書 [1-9]\d* 件/)])
  expect(linesOfNext).toEqual([])
}, 60_000)

test('[LD7.15] an export that is imported is begun as put back, once: no sign-in that has ended since goes on', async () => {
  const { lines, isSignedIn, linesOfNext } = await putBackAfterSignOut({}, asExport)
  expect([isSignedIn, lines[0]]).toEqual([false, expect.stringMatching(/文書 [1-9]\d* 件/)])
  expect(linesOfNext).toEqual([])
}, 60_000)

const asBackup = {
  copy: (config: Config, to: string): Promise<unknown> => backUp(config, to),
  putBack: async ({ dataDir }: Config, from: string): Promise<unknown> => cpSync(from, join(dataDir, 'store.sqlite')),
}
const asExport: typeof asBackup = {
  copy: (config, to) => exportData(config, to, options.say),
  putBack: (config, from) => importData(config, from, options.say),
}

/** A copy, a sign-out, and the copy in the place of the store: what the terminal says, and whether the sign-in goes on. */
async function putBackAfterSignOut(start: { readonly isRestored?: true }, { copy, putBack } = asBackup) {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'keys', 'master.key') })
  const first = await startServer({ ...config, port: 0 }, { ...options, log: silentLog })
  const visitor = new Visitor(first.address)
  const signedIn = async (at: Visitor) => (await at.readSession()).body.signedIn !== null
  await visitor.signInAsDemo(demoMemberId('B'))
  await copy(config, join(dir, 'copy'))
  await visitor.send('DELETE', '/api/session')
  await first.stop()
  rmSync(config.dataDir, { recursive: true })
  mkdirSync(config.dataDir)
  await putBack(config, join(dir, 'copy'))

  const again = await startServer(config, { ...options, ...start, log: silentLog })
  const late = new Visitor(again.address)
  late.cookie = visitor.cookie
  const isSignedIn = await signedIn(late)
  await again.stop()
  const next = await startServer(config, { ...options, log: silentLog })
  await next.stop()
  return { lines: again.lines, isSignedIn, linesOfNext: next.lines }
}

test.each([
  { forgets: 'nothing', isRestored: true },
  { forgets: 'the option', isRestored: false },
])(
  '[LD7.10] beside a backup that is put back the edits of after it make no holes, whoever forgets $forgets: the start says to move them away',
  async ({ isRestored }) => {
    const dir = folder()
    const config = configOf({ DATA_DIR: join(dir, 'data') })
    await (await startServer(config, { ...options, log: silentLog })).stop()
    await backUp(config, join(dir, 'copy.sqlite'))
    cpSync(join(dir, 'copy.sqlite'), join(config.dataDir, 'store.sqlite'))
    const { log } = await DurableLog.open(join(config.dataDir, 'journal'))
    await log.append([BSON.serialize(await copyOfSomeEntry(config))])
    await log.beginAnother()
    const files = readdirSync(join(config.dataDir, 'journal'))

    const restored = await startServer(config, { ...options, isRestored, log: silentLog }).then(
      async (server) => {
        await server.stop()
        return server.lines.join()
      },
      (cause: unknown) => startFaultLine(cause, config),
    )

    expect(restored).toContain('journal を別の場所へ移してください')
    await expect(backUp(config, join(dir, 'again.sqlite'))).rejects.toThrow('move it away')
    expect(readdirSync(join(config.dataDir, 'journal'))).toEqual(files)
  },
  60_000,
)

test('[CL1.4] a demo whose folder goes with the server is not emptied: a council begun there would be lost', async () => {
  const config = configOf({ DATA_DIR: folder() })
  const server = await startServer(config, { ...options, isThrowAway: true, log: silentLog })
  const administrator = new Visitor(server.address)
  await administrator.signInAsDemo(demoMemberId('A'))

  const { status, body } = await administrator.send('DELETE', '/api/demo-council')
  await server.stop()

  expect([status, body.detail]).toEqual([403, { because: 'throwAwayFolder' }])
}, 60_000)

test('[OP2.20] a key that is not the one of the data is refused', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'keys', 'master.key') })
  await (await startServer(config, { ...options, log: silentLog })).stop()
  writeFileSync(config.keyFile, Buffer.alloc(32, 9))
  await expect(startServer(config, { ...options, demo: null, log: silentLog })).rejects.toThrow('not the key')
}, 60_000)

test('[OP2.23] no server starts on an import that was cut off and nothing exports it, the doctor says so, and importing again mends it', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'keys', 'master.key') })
  await (await startServer(config, { ...options, log: silentLog })).stop()
  const exported = await exportData(config, join(dir, 'out'), () => undefined)
  const environment = { PORT: '0', DATA_DIR: join(dir, 'target'), KEY_FILE: config.keyFile }
  const target = configOf(environment)
  const cutOff = (line: string) => {
    if (line.startsWith('documents')) throw new Error('cut off')
  }
  await expect(importData(target, join(dir, 'out'), cutOff)).rejects.toThrow('cut off')

  await expect(startServer(target, { ...options, demo: null, log: silentLog })).rejects.toThrow('import again')
  await expect(exportData(target, join(dir, 'of a part'), () => undefined)).rejects.toThrow('import again')
  const findings = await examine(environment, '/')
  await importData(target, join(dir, 'out'), () => undefined)
  const again = await exportData(target, join(dir, 'again'), () => undefined)
  await (await startServer(target, { ...options, demo: null, log: silentLog })).stop()

  expect(findings.filter(({ level }) => level === 'bad').map(({ mend }) => mend)).toEqual([
    expect.stringContaining('npm run import をもう一度'),
  ])
  expect(again.collections).toEqual(exported.collections)
}, 60_000)

test('[OP2.26] an import goes over what a server left that was started only, but not while it runs, and not over a council', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'keys', 'master.key') })
  const target = { ...config, dataDir: join(dir, 'target') }
  await (await startServer(config, { ...options, log: silentLog })).stop()
  await exportData(config, join(dir, 'out'), () => undefined)
  const first = await startServer(target, { ...options, demo: null, log: silentLog }).catch(String)
  if (typeof first === 'string') throw new Error(first)
  await new Visitor(first.address).readSession()
  await expect(importData(target, join(dir, 'out'), () => undefined)).rejects.toThrow('stop the server first')
  await first.stop()

  const { collections } = await importData(target, join(dir, 'out'), () => undefined)
  const again = await exportData(target, join(dir, 'again'), () => undefined)

  expect(again.collections).toEqual(collections)
  await expect(importData(target, join(dir, 'out'), () => undefined)).rejects.toThrow('not empty')
}, 60_000)

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
      ...{ cwd: ROOT, encoding: 'utf8', timeout: 15_000 },
      env: { PATH: process.env.PATH, DATA_DIR: join(dir, 'data') },
    })

  const ends = [join(dir, 'there.sqlite'), join(dir, 'no folder', 'copy.sqlite')].map(backUpTo)

  expect(ends.map(({ status }) => status)).toEqual([1, 1])
  for (const { stderr } of ends) expect(stderr).toMatch(/^できませんでした。[^\n]*[ぁ-ん] \/ [^\n]+\n$/)
}, 60_000)
