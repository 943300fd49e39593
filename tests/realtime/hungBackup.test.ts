import { execFileSync, spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { backUp } from '#scripts/backUp.ts'
import { NODE_24, ROOT } from '#scripts/readiness.mjs'
import { BARE } from '#tests/support/bareEnvironment.ts'
import { startServer } from '#tests/support/startServer.ts'
import { until } from '#tests/support/until.ts'

/** A place for backups that takes their names and never answers again, as a share does whose machine is gone. */
async function aShareThatHangs() {
  const dir = await mkdtemp(join(tmpdir(), 'tsunagi-share-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const [silence, asked, asking] = ['silence', 'asked', 'asking.mjs'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ]
  execFileSync('mkfifo', [silence])
  writeFileSync(
    asking,
    `import fs from 'node:fs'
    import { syncBuiltinESMExports } from 'node:module'
    const { openSync, writeFileSync } = fs
    fs.openSync = (path, ...others) => {
      if (!String(path).endsWith('.part')) return openSync(path, ...others)
      writeFileSync(${JSON.stringify(asked)}, '')
      return openSync(${JSON.stringify(silence)}, 'r')
    }
    syncBuiltinESMExports()`,
  )
  const isAsked = () => existsSync(asked)
  return { file: join(dir, 'copy.sqlite'), isAsked, NODE_OPTIONS: `--import ${pathToFileURL(asking).href}` }
}

test('[OP2.42] nobody waits for a backup to a place that never answers, and the next one to another place is made', async () => {
  const { file, isAsked, NODE_OPTIONS } = await aShareThatHangs()
  const server = await startServer({ environment: { NODE_OPTIONS, MONGODB_URI: '' } })
  onTestFinished(() => server.kill())
  const env = { ...BARE, DATA_DIR: server.dataDir, NODE_OPTIONS }
  const backingUp = spawn(NODE_24, ['scripts/backUp.ts', file], { cwd: ROOT, env, stdio: 'ignore', detached: true })
  onTestFinished(() => void process.kill(-(backingUp.pid ?? 0), 'SIGKILL'))
  await until(isAsked, 'the share was asked')

  const answered = await fetch(`${server.address}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ status }) => status,
    (fault: Error) => fault.name,
  )

  expect(answered).toBe(200)
  const elsewhere = await mkdtemp(join(tmpdir(), 'tsunagi-elsewhere-'))
  onTestFinished(() => rm(elsewhere, { recursive: true }))
  await backUp({ mongodbUri: null, dataDir: server.dataDir }, join(elsewhere, 'copy.sqlite'))
  expect(await readdir(elsewhere)).toEqual(['copy.sqlite', 'copy.sqlite.rights.json'])
  await server.stop()
})
