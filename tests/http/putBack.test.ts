import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BSON } from 'mongodb'
import { expect, test } from 'vitest'
import { backUp } from '#scripts/backUp.ts'
import { examine } from '#scripts/doctor.ts'
import { exportData } from '#scripts/exportData.ts'
import { importData } from '#scripts/importData.ts'
import { startFaultLine } from '#server/app/startFault.ts'
import { startServer } from '#server/app/startServer.ts'
import { DurableLog } from '#server/collab/write-ahead/durableLog.ts'
import type { Config } from '#server/platform/config.ts'
import { demoBasisId, demoCaseId } from '#shared/fixtures/demoCases.ts'
import { demoMemberId } from '#shared/fixtures/demoMembers.ts'
import { configOf, copyOfSomeEntry, demoToCopy, folder, options } from '#tests/support/copies.ts'
import { demoVisitor, Visitor } from '#tests/support/visitor.ts'

const demo = demoToCopy()

test('[LD7.4] a sign-in that ended after the backup does not go on when the backup is put back', async () => {
  const { lines, isSignedIn } = await putBackAfterSignOut({ isRestored: true })
  expect([isSignedIn, lines[0]]).toEqual([false, expect.stringMatching(/文書 [1-9]\d* 件/)])
})

test('[LD7.14] a backup that is put back is begun as one, once, also when whoever starts it forgets to say so', async () => {
  const { lines, isSignedIn, linesOfNext } = await putBackAfterSignOut({})
  expect([isSignedIn, lines[0]]).toEqual([false, expect.stringMatching(/文書 [1-9]\d* 件/)])
  expect(linesOfNext).toEqual([])
})

test('[LD7.15] an export that is imported is begun as put back, once: no sign-in that has ended since goes on', async () => {
  const { lines, isSignedIn, linesOfNext } = await putBackAfterSignOut({}, asExport)
  expect([isSignedIn, lines[0]]).toEqual([false, expect.stringMatching(/文書 [1-9]\d* 件/)])
  expect(linesOfNext).toEqual([])
})

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
  demo.layAt(config)
  const first = await startServer({ ...config, port: 0 }, options)
  const visitor = new Visitor(first.address)
  const signedIn = async (at: Visitor) => (await at.readSession()).body.signedIn !== null
  await visitor.signInAsDemo(demoMemberId('B'))
  await copy(config, join(dir, 'copy'))
  await visitor.send('DELETE', '/api/session')
  await first.stop()
  rmSync(config.dataDir, { recursive: true })
  mkdirSync(config.dataDir)
  await putBack(config, join(dir, 'copy'))

  const again = await startServer(config, { ...options, ...start })
  const late = new Visitor(again.address)
  late.cookie = visitor.cookie
  const isSignedIn = await signedIn(late)
  await again.stop()
  const next = await startServer(config, options)
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
    demo.layAt(config)
    await backUp(config, join(dir, 'copy.sqlite'))
    cpSync(join(dir, 'copy.sqlite'), join(config.dataDir, 'store.sqlite'))
    const { log } = await DurableLog.open(join(config.dataDir, 'journal'))
    await log.append([BSON.serialize(await copyOfSomeEntry(config))])
    await log.beginAnother()
    const files = readdirSync(join(config.dataDir, 'journal'))

    const restored = await startServer(config, { ...options, isRestored }).then(
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

test('[CS3.5] a consent that was withdrawn after the backup does not hold again when that backup is put back, and the terminal says so', async () => {
  const dir = folder()
  const config = configOf({ DATA_DIR: join(dir, 'data'), KEY_FILE: join(dir, 'keys', 'master.key') })
  const basis = demoBasisId('かもめ')
  const endedOn = async (address: string) => {
    const { body } = await (await demoVisitor(address, 'B')).get(`/api/cases/${demoCaseId('かもめ')}`)
    return body.bases.find((one: { readonly id: string }) => one.id === basis)?.endedOn
  }
  const first = await startServer(config, options)
  await backUp(config, join(dir, 'copy'))
  const ended = await (await demoVisitor(first.address, 'B')).post(`/api/bases/${basis}/ending`, {})
  const before = await endedOn(first.address)
  await first.stop()
  cpSync(join(dir, 'copy'), join(config.dataDir, 'store.sqlite'))

  const again = await startServer(config, options)
  const after = await endedOn(again.address)
  await again.stop()

  expect([ended.status, before, after]).toEqual([200, expect.any(String), before])
  expect(again.lines.join()).toContain('撤回・終了した根拠 1 件')
  const ledger = join(config.dataDir, 'ended-bases.json')
  writeFileSync(ledger, readFileSync(ledger, 'utf8').slice(0, -9))
  await expect(startServer(config, options)).rejects.toThrow('撤回・終了台帳')
}, 120_000)

test('[OP1.40] after a backup was put back the doctor finds every journal whole, and asks nobody to restore one', async () => {
  const environment = { PORT: '0', DATA_DIR: join(folder(), 'data') }
  const config = configOf(environment)
  demo.layAt(config)
  await (await startServer(config, { ...options, isRestored: true })).stop()

  const findings = await examine(environment, '/')

  expect(findings.filter(({ level }) => level === 'bad')).toEqual([])
})

test.each(['no file', 'an empty file'])(
  '[LD7.16] a start with the option finds no backup put back in %s, says so and begins no council there',
  async (what) => {
    const config = configOf({ DATA_DIR: join(folder(), 'data') })
    mkdirSync(config.dataDir)
    if (what === 'an empty file') writeFileSync(join(config.dataDir, 'store.sqlite'), '')
    const before = readdirSync(config.dataDir)

    const line = await startServer(config, { ...options, isRestored: true }).then(
      async (server) => {
        await server.stop()
        return 'started'
      },
      (cause: unknown) => startFaultLine(cause, config),
    )

    expect(line).toContain('DATA_DIR に控えがありません')
    expect(readdirSync(config.dataDir)).toEqual(before)
  },
  60_000,
)
