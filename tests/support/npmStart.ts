import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { databaseFor } from './startServer.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** `npm start` as a newcomer types it, in a terminal of its own that closes when the test ends. */
export interface NpmStart {
  readonly npm: ChildProcess
  /** Everything printed so far, line by line. */
  lines(): readonly string[]
  /** The address in the last line. Throws: with what was printed when it ends instead. */
  readonly address: Promise<string>
  readonly ended: Promise<number | null>
}

/** What a terminal of its own is given; each data folder has a store of its own. */
export interface NpmStartEnvironment {
  readonly DATA_DIR: string
  readonly [name: string]: string
}

export const npmStart = (environment: NpmStartEnvironment, script = 'start', words: readonly string[] = []) =>
  inTerminal(['npm', 'run', '--silent', script, '--', ...words], environment)

/** What `npm start` runs, without npm, which hands on what it says and how it ends. */
export const startScript = (environment: NpmStartEnvironment) =>
  inTerminal([process.execPath, 'scripts/start.mjs'], environment)

function inTerminal([command = '', ...words]: readonly string[], environment: NpmStartEnvironment): NpmStart {
  const npm = spawn(command, words, {
    cwd: ROOT,
    detached: true,
    env: { ...process.env, ...databaseFor(environment.DATA_DIR), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const { promise: address, resolve, reject } = Promise.withResolvers<string>()
  const hear = (bytes: Buffer) => {
    printed += bytes.toString()
    const found = /^https?:\/\/localhost:\d+$/m.exec(printed)
    if (found !== null) resolve(found[0])
  }
  npm.stdout?.on('data', hear)
  npm.stderr?.on('data', hear)
  const ended = new Promise<number | null>((done) => npm.once('close', done))
  void ended.then((code) => reject(new Error(`npm ended with ${code}: ${printed}`)))
  address.catch(() => undefined)
  onTestFinished(async () => {
    if (npm.pid === undefined) return
    try {
      process.kill(-npm.pid, 'SIGTERM')
    } catch {
      // Nothing that was begun in this terminal is left.
    }
    await ended
  })
  return { npm, address, ended, lines: () => printed.split('\n').filter((line) => line !== '') }
}

/** True while a process with this number runs; one that has ended and was not yet waited for does not. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    // No such file: no such process.
    return false
  }
}

/** The processes that have `pid` among their forebears, and itself. */
export function familyOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return [pid, ...(children === '' ? [] : children.split(' ').flatMap((child) => familyOf(Number(child))))]
}
