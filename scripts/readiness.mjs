// Built-ins only: runs before anything is installed, on any Node from 20 up.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The Node 24 that the project brings itself. */
export const NODE_24 = join(ROOT, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/**
 * How Node runs the server. Small young generations: one that was quiet and then busy keeps 100 MiB less. Garbage may come
 * to two fifths of what is in use before it is collected: under a flood of hostile frames the server stays at its size. And the
 * server may say when what is left over goes back to the system.
 */
export const SERVER_FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=40', '--expose-gc']

/**
 * What the system's allocator is told before Node starts (glibc; any other ignores it). Left to itself it raises the size
 * from which memory goes back when it is freed, after the first large frame, and buffers then leave holes that stay: of what
 * a socket reads at once, 64 KiB, as many as many large frames at once ever took. And a heap for each thread keeps its own.
 */
export const SERVER_ENVIRONMENT = { MALLOC_MMAP_THRESHOLD_: '65536', MALLOC_ARENA_MAX: '2' }

/** Where what was compiled is kept, so that the next start is quicker. */
export const COMPILED = join(ROOT, 'node_modules', '.cache', 'compile')

const changedAt = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0)

/** The latest change of any file below `path`, built and installed files left out. */
function newestChange(path) {
  if (!statSync(path).isDirectory()) return changedAt(path)
  const names = readdirSync(path).filter((name) => name !== 'dist' && name !== 'node_modules')
  return Math.max(0, ...names.map((name) => newestChange(join(path, name))))
}

/** Says a step and how many seconds it took. */
export function step(name, work) {
  const startedAt = performance.now()
  const value = work()
  console.log(`${name} … ${((performance.now() - startedAt) / 1000).toFixed(1)} 秒`)
  return value
}

function runOrStop(command, args, whatFailed) {
  const done = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    // On Windows npm is a script of the shell's; a path with a blank in it is none.
    shell: process.platform === 'win32' && command === 'npm',
  })
  if (done.status === 0) return
  process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}\n${whatFailed}\n`)
  process.exit(1)
}

/** Installs the packages of the lockfile unless they are there already. */
export function ensureInstalled() {
  const lockfile = join(ROOT, 'package-lock.json')
  const installed = join(ROOT, 'node_modules', '.package-lock.json')
  if (existsSync(NODE_24) && changedAt(installed) >= changedAt(lockfile)) return
  step('部品を入れています (npm ci)', () =>
    runOrStop(
      'npm',
      ['ci', '--no-audit', '--no-fund'],
      'npm ci が失敗しました。ネットワークと上の行を確かめてください。/ npm ci failed.',
    ),
  )
}

/** Builds the client unless the built page is newer than every source file and the lockfile. */
export function ensureBuilt() {
  const page = join(ROOT, 'client', 'dist', 'index.html')
  const sources = ['client', 'shared', 'package-lock.json'].map((name) => newestChange(resolve(ROOT, name)))
  if (changedAt(page) >= Math.max(...sources)) return
  step('画面を組み立てています (vite build)', () =>
    runOrStop(
      NODE_24,
      ['node_modules/vite/bin/vite.js', 'build', 'client', '--logLevel', 'warn'],
      '画面の組み立てに失敗しました。/ The build of the client failed.',
    ),
  )
}
