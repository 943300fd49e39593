// Built-ins only. Installs and builds if needed, then runs the server on Node 24 and stops with it.
//   npm start            the council's own data in DATA_DIR; once with `-- --restored` after a backup was put back
//   npm run demo         the demo council in a throw-away folder
//   npm run dev          the demo council, server and client reloading
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import {
  COMPILED,
  ensureBuilt,
  ensureInstalled,
  NODE_24,
  ROOT,
  SERVER_ENVIRONMENT,
  SERVER_FLAGS,
} from './readiness.mjs'

const STOP_WITHIN_MS = 5_000
const LOOK_FOR_PARENT_MS = 250

const KNOWN = ['--demo', '--dev', '--restored']
// A word that is not understood may be the one that everything depends on.
const unknown = process.argv.slice(2).filter((word) => !KNOWN.includes(word))
if (unknown.length > 0) {
  console.error(
    `「${unknown.join(' ')}」は使えません。使えるのは ${KNOWN.join('、')} です。/ Not known; known are the three named.`,
  )
  process.exit(2)
}
const isDemo = process.argv.includes('--demo')
const isDev = process.argv.includes('--dev')

// An empty setting is none, as for the server and every other command.
const named = isDemo || isDev || Boolean(process.env.DATA_DIR?.trim())
const given = process.env.DATA_DIR?.trim() || (isDev ? '.data/dev' : '.data')
// As the server says it of every setting that names a place; this one is used here before the server reads it.
if (!isDemo && /^["'~]/.test(given)) {
  console.error('設定 DATA_DIR: 引用符や ~ を付けず、/ から書いてください / a path without quotes and without ~')
  process.exit(2)
}

ensureInstalled()
if (!isDev) ensureBuilt()

const throwAway = isDemo ? mkdtempSync(join(tmpdir(), 'tsunagi-demo-')) : null
const dataDir = throwAway ?? resolve(ROOT, given)
const logFile = join(dataDir, 'server.log')

/** Node's own recursive making tries for ever where the system takes no folder, as under /proc. */
function makeFolder(folder) {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

function openLog() {
  try {
    makeFolder(dataDir)
    return openSync(logFile, 'a', 0o600)
  } catch (cause) {
    console.error(
      `データのフォルダーを作れないか、書き込めません。DATA_DIR と空き容量、権限を確かめてください。/ The data folder cannot be made or written: ${cause.message}`,
    )
    process.exit(1)
  }
}

const startedAt = performance.now()
const demo = [...(isDemo || isDev ? ['--demo'] : []), ...(throwAway === null ? [] : ['--throw-away'])]
// Without the `--` before it npm takes the word for one of its own, and hands it on in this way alone.
const isRestored = process.argv.includes('--restored') || process.env.npm_config_restored === 'true'
const restored = isRestored ? ['--restored'] : []
const watch = isDev ? ['--watch', '--watch-preserve-output'] : []
const server = spawn(NODE_24, [...SERVER_FLAGS, ...watch, 'server/app/main.ts', ...demo, ...restored], {
  cwd: ROOT,
  // A folder that nobody named is named to the server by nobody: one that was meant to be, under a name with a slip in it, shows there.
  env: { NODE_COMPILE_CACHE: COMPILED, ...SERVER_ENVIRONMENT, ...process.env, ...(named ? { DATA_DIR: dataDir } : {}) },
  stdio: ['ignore', openLog(), 'inherit', 'ipc'],
})
const vite = isDev ? spawn(NODE_24, ['node_modules/vite/bin/vite.js', 'client'], { cwd: ROOT, stdio: 'inherit' }) : null

let isStopping = false
function stop() {
  if (isStopping) return
  isStopping = true
  vite?.kill('SIGTERM')
  // On Windows every signal ends a process at once; that its starter is gone lets it end in order.
  if (process.platform === 'win32') server.disconnect()
  else server.kill('SIGTERM')
  setTimeout(() => server.kill('SIGKILL'), STOP_WITHIN_MS).unref()
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)

// npm passes no SIGTERM on to its children: that npm is gone shows only in who our parent is, or, where a shell stands
// between the two, in who the shell's is.
function forebears() {
  const shell = `/proc/${process.ppid}/status`
  return `${process.ppid} ${existsSync(shell) ? /^PPid:\s+(\d+)/m.exec(readFileSync(shell, 'utf8'))?.[1] : ''}`
}
const begunBy = forebears()
setInterval(() => forebears() !== begunBy && stop(), LOOK_FOR_PARENT_MS).unref()

server.on('message', (message) => {
  if (message?.kind === 'said') for (const line of message.lines) console.log(line)
  if (message?.kind !== 'ready') return
  console.log(
    `サーバーが動きました … ${((performance.now() - startedAt) / 1000).toFixed(1)} 秒（記録: ${relative(process.cwd(), logFile) || logFile}）`,
  )
  for (const line of message.lines) console.log(line)
  console.log(message.address)
})

server.on('exit', (code) => {
  vite?.kill('SIGTERM')
  if (throwAway !== null) rmSync(throwAway, { recursive: true, force: true })
  process.exit(isStopping ? 0 : (code ?? 1))
})
