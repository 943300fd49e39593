import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  familyOf,
  isRunning,
  type NpmStart,
  type NpmStartEnvironment,
  npmStart,
  startScript,
} from '#tests/support/npmStart.ts'
import { startServer } from '#tests/support/startServer.ts'
import { throwAwayFolder } from '#tests/support/throwAwayFolder.ts'
import { until } from '#tests/support/until.ts'

const STOP_WITHIN_MS = 5_000

const started = async (script?: string): Promise<NpmStart & { readonly at: string }> => {
  const start = npmStart({ PORT: '0', DATA_DIR: await throwAwayFolder() }, script)
  return { ...start, at: await start.address }
}

test('[OP2.6] npm start says its steps with their seconds and serves the page at the address of its last line', async () => {
  const start = await started()

  const page = await fetch(start.at)

  expect(start.lines().at(-1)).toBe(start.at)
  expect(start.lines().some((line) => /… \d+\.\d 秒/.test(line))).toBe(true)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<div id="app">')])
})

test.each([
  ['Ctrl-C in the terminal', (pid: number) => process.kill(-pid, 'SIGINT')],
  ['SIGTERM to npm alone', (pid: number) => process.kill(pid, 'SIGTERM')],
  ['a closed terminal', (pid: number) => process.kill(-pid, 'SIGHUP')],
  ['a killed npm', (pid: number) => process.kill(pid, 'SIGKILL')],
])('[OP2.5] %s ends the server within five seconds and leaves no process behind', async (_name, end) => {
  const start = await started('demo')
  const family = familyOf(start.npm.pid ?? 0)
  const endedAt = performance.now()

  end(start.npm.pid ?? 0)
  await until(() => family.every((pid) => !isRunning(pid)), 'every process ended', STOP_WITHIN_MS)

  expect(performance.now() - endedAt).toBeLessThan(STOP_WITHIN_MS)
  expect(family.length).toBeGreaterThan(1)
})

test('[OP2.7] every wrong setting ends the start with one line each', async () => {
  const start = npmStart({ PORT: 'eighty', TSUNAGI_MODE: 'demo', DATA_DIR: await throwAwayFolder() })

  const code = await start.ended

  expect(code).not.toBe(0)
  expect(start.lines().filter((line) => line.startsWith('設定 '))).toHaveLength(2)
})

test('[OP2.32] a data folder that is named with a slip ends the start, and is not looked for elsewhere', async () => {
  const start = startScript({ PORT: '0', DATA_DIR: '', DATADIR: await throwAwayFolder(), MONGODB_URI: '' })

  expect(await start.ended).not.toBe(0)
  expect(start.lines().at(-1)).toMatch(/^設定 DATADIR: DATA_DIR の書き違い/)
})

test('[LD7.4] [LD7.16] npm start hands on that a backup was put back, and refuses a word that it does not know', async () => {
  const started = async (more: object, ...words: readonly string[]) => {
    const start = npmStart({ PORT: '0', DATA_DIR: await throwAwayFolder(), MONGODB_URI: '', ...more }, 'start', words)
    return { code: await start.ended, lines: start.lines().join('\n') }
  }
  const [restored, slipped, mistyped] = await Promise.all([
    started({}, '--restored'),
    // What npm makes of `npm start --restored`, without the `--` that hands it on.
    started({ npm_config_restored: 'true' }),
    started({}, '--restore'),
  ])

  for (const { lines } of [restored, slipped]) expect(lines).toContain('DATA_DIR に控えがありません')
  expect(mistyped.lines).toContain('「--restore」は使えません')
  expect([restored, slipped, mistyped].map(({ code }) => code === 0)).toEqual([false, false, false])
})

test('[OP2.7] a second process on the same data folder ends with a line that names the first', async () => {
  // A replica set is shared by as many processes as want it.
  const onItsOwnStore = { MONGODB_URI: '' }
  const first = await startServer({ environment: onItsOwnStore })
  onTestFinished(() => first.stop())

  const second = startScript({ PORT: '0', DATA_DIR: first.dataDir, ...onItsOwnStore })
  const code = await second.ended

  expect(code).not.toBe(0)
  expect(second.lines().join('\n')).toContain(String(first.pid))
  expect((await fetch(`${first.address}/readyz`)).status).toBe(200)
})

/** Unit: milliseconds in which a start that cannot succeed has to say so, on a machine that is doing other things too. */
const SAYS_SO_WITHIN_MS = 8_000

/** What a start prints that ends by itself, and how long it took. */
async function failedStart(environment: NpmStartEnvironment) {
  const startedAt = performance.now()
  const start = startScript({ PORT: '0', ...environment })
  const code = await start.ended
  return { code, lines: start.lines(), tookMs: performance.now() - startedAt }
}

test.each([
  ['a file where the data folder should be', async () => ({ DATA_DIR: await aFile() })],
  ['a data folder where no folder can be made', async () => ({ DATA_DIR: '/proc/tsunagi/data' })],
  [
    'a key where no folder can be made',
    async () => ({ DATA_DIR: await throwAwayFolder(), KEY_FILE: '/proc/tsunagi/master.key' }),
  ],
  ['a key of the wrong size', async () => ({ DATA_DIR: await throwAwayFolder(), KEY_FILE: await aFile() })],
  [
    'a certificate that is not there',
    async () => ({ DATA_DIR: await throwAwayFolder(), TLS_CERT: '/nowhere/cert.pem', TLS_KEY: '/nowhere/key.pem' }),
  ],
  ['a port that is taken', async () => ({ DATA_DIR: await throwAwayFolder(), PORT: String(await takenPort()) })],
])('[OP2.7] %s ends the start with one clear line within seconds', async (_name, environment) => {
  const { code, lines, tookMs } = await failedStart(await environment())

  expect(code).not.toBe(0)
  expect(lines.filter((line) => !/… \d+\.\d 秒/.test(line))).toEqual([expect.stringMatching(/^[^/]*[ぁ-ん][^/]*\/ \S/)])
  expect(tookMs).toBeLessThan(SAYS_SO_WITHIN_MS)
})

async function aFile(): Promise<string> {
  const file = join(await throwAwayFolder(), 'file')
  await writeFile(file, '', { mode: 0o600 })
  return file
}

async function takenPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

test('[OP2.8] health names the process, readiness is answered, and metrics only to their token', async () => {
  const server = await startServer()
  onTestFinished(() => server.stop())
  const ask = (path: string, headers: Record<string, string> = {}) => fetch(`${server.address}${path}`, { headers })

  const health = await ask('/healthz')
  const withToken = await ask('/metrics', { authorization: `Bearer ${server.metricsToken}` })

  expect(await health.json()).toMatchObject({ pid: server.pid })
  expect((await ask('/readyz')).status).toBe(200)
  expect((await ask('/metrics')).status).toBe(404)
  expect((await ask('/metrics', { authorization: 'Bearer something else' })).status).toBe(404)
  expect(await withToken.text()).toMatch(/tsunagi_sockets \d/)
})
