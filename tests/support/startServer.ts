import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { NODE_24, ROOT, SERVER_ENVIRONMENT, SERVER_FLAGS } from '#scripts/readiness.mjs'
import { BARE } from './bareEnvironment.ts'

export interface ServerSettings {
  /** The folder of a server that was killed before; a fresh one without it. */
  readonly dataDir?: string
  /** The port to listen on; a free one without it. */
  readonly port?: number
  readonly environment?: { readonly [name: string]: string }
}

/** The product's server in a process of its own, so that a signal hits it and nothing else. */
export interface ServerProcess {
  readonly address: string
  readonly pid: number
  readonly dataDir: string
  readonly metricsToken: string
  /** Ends it at once, as a power cut would; resolves when it is gone. */
  kill(): Promise<void>
  /** Ends it in order and leaves its folder. */
  endInOrder(): Promise<void>
  /** Ends it in order and removes its folder. */
  stop(): Promise<void>
}

const exitOf = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()))

/** What the server says to its starter when it answers. Throws: with what it wrote when it ends instead. */
async function readyAddress(child: ChildProcess): Promise<string> {
  let written = ''
  child.stderr?.on('data', (bytes: Buffer) => {
    written += bytes.toString()
  })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  child.on('message', (message: { readonly kind?: string; readonly address?: string }) => {
    if (message.kind === 'ready' && message.address !== undefined) resolve(message.address)
  })
  child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${written}`)))
  return promise
}

/** On the server of `MONGODB_URI`, when that is set, each data folder has a database of its own, as it has a file otherwise. */
export function databaseFor(dataDir: string): { readonly MONGODB_URI?: string } {
  const given = process.env.MONGODB_URI ?? ''
  if (given === '') return {}
  const [place, options = ''] = given.split('?')
  return { MONGODB_URI: `${place}${basename(dataDir).replaceAll(/[^A-Za-z0-9-]/g, '')}?${options}` }
}

/** Where `npm start` has it: beside the data, on the same disk. */
function logIn(dataDir: string): number | null {
  try {
    return openSync(join(dataDir, 'server.log'), 'a', 0o600)
  } catch {
    // The server says by itself what is wrong with its folder.
    return null
  }
}

/** Starts the server with the demo council and resolves when it answers. */
export async function startServer(settings: ServerSettings = {}): Promise<ServerProcess> {
  const dataDir = settings.dataDir ?? (await mkdtemp(join(tmpdir(), 'tsunagi-test-')))
  const metricsToken = 'a token for the tests only'
  const log = logIn(dataDir)
  const child = spawn(NODE_24, [...SERVER_FLAGS, 'server/app/main.ts', '--demo'], {
    cwd: ROOT,
    env: {
      ...BARE,
      TZ: 'UTC',
      ...SERVER_ENVIRONMENT,
      DATA_DIR: dataDir,
      PORT: String(settings.port ?? 0),
      METRICS_TOKEN: metricsToken,
      ...databaseFor(dataDir),
      ...settings.environment,
    },
    stdio: ['ignore', log ?? 'ignore', 'pipe', 'ipc'],
  })
  if (log !== null) closeSync(log)
  const address = await readyAddress(child)
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await exitOf(child)
  }
  return {
    address,
    pid: child.pid ?? 0,
    dataDir,
    metricsToken,
    kill: () => end('SIGKILL'),
    endInOrder: () => end('SIGTERM'),
    async stop() {
      await end('SIGTERM')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
