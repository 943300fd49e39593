import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { REPLICA_SET } from './commands/handshake.ts'
import {
  type Holder,
  StoreFormatError,
  StoreInUseError,
  StoreStoppedError,
  StoreUnwritableError,
} from './storeErrors.ts'
import type { FromWorker, ToWorker, WorkerSettings } from './workerMessages.ts'

/** The longest path that every system takes for a socket. */
const MAX_SOCKET_PATH_BYTES = 100

export type StoreOptions = { readonly dir: string } | { readonly memory: true }

export interface StoreSettings {
  /** Told once when the store stops by itself; what was acknowledged is on the disk. */
  readonly onFault?: (fault: StoreStoppedError) => void
  /** How often documents that are over are removed. */
  readonly expirySweepMs?: number
}

export interface EmbeddedStore {
  /** For mongoose, the driver and connect-mongo. */
  readonly uri: string
  /** Commits, checkpoints, closes, and removes the socket; the folder is free afterwards. */
  close(): Promise<void>
}

const PING_MS = 10_000
const SILENCE_MS = 30_000

/**
 * Starts the store in a worker; it is ready for connections when the promise resolves.
 *
 * Throws: StoreInUseError when another process has the folder, StoreUnwritableError when it takes no writes,
 * StoreFormatError when a newer program wrote it, StoreStoppedError for any other failure.
 */
export async function startEmbeddedStore(options: StoreOptions, settings: StoreSettings = {}): Promise<EmbeddedStore> {
  if (process.platform === 'win32') {
    throw new StoreStoppedError('it needs a Unix socket, which it does not use on Windows yet: set MONGODB_URI instead')
  }
  const place = placeOf(options)
  const workerData: WorkerSettings = { ...place.files, expirySweepMs: settings.expirySweepMs ?? 60_000 }
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData, execArgv: [] })
  try {
    await readiness(worker)
  } catch (fault) {
    await worker.terminate()
    place.tidy()
    throw fault instanceof StoreInUseError ? new StoreInUseError(readHolder(place.files.holderFile)) : fault
  }
  const watch = watchOver(worker, settings.onFault)
  return {
    uri: `mongodb://${encodeURIComponent(place.files.socketPath)}/tsunagi?directConnection=true&replicaSet=${REPLICA_SET}&retryWrites=false`,
    async close() {
      watch.stop()
      await closing(worker)
      place.tidy()
    },
  }
}

interface Place {
  readonly files: Pick<WorkerSettings, 'file' | 'socketPath' | 'holderFile'>
  readonly tidy: () => void
}

/** The socket is in the data folder, or in a folder of its own when that path is too long for a socket. */
function placeOf(options: StoreOptions): Place {
  const dir = 'dir' in options ? madeFolder(resolve(options.dir)) : undefined
  const file = dir === undefined ? ':memory:' : join(dir, 'store.sqlite')
  const holderFile = dir === undefined ? undefined : join(dir, 'store.holder.json')
  const near = dir === undefined ? undefined : join(dir, 'store.sock')
  if (near !== undefined && Buffer.byteLength(near) <= MAX_SOCKET_PATH_BYTES) {
    return { files: { file, socketPath: near, holderFile }, tidy: () => undefined }
  }
  const folder = mkdtempSync(join(tmpdir(), 'tsunagi-store-'))
  const tidy = () => rmSync(folder, { recursive: true, force: true })
  return { files: { file, socketPath: join(folder, 'store.sock'), holderFile }, tidy }
}

function madeFolder(dir: string): string {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    return dir
  } catch (fault) {
    throw new StoreUnwritableError(`${dir}: ${fault instanceof Error ? fault.message : String(fault)}`)
  }
}

function readHolder(file: string | undefined): Holder | undefined {
  try {
    const held: unknown = JSON.parse(readFileSync(file ?? '', 'utf8'))
    if (typeof held !== 'object' || held === null || !('pid' in held) || !('host' in held)) return undefined
    return { pid: Number(held.pid), host: String(held.host) }
  } catch {
    // The holder has the folder but has not yet written its name: refused all the same, without it.
    return undefined
  }
}

function readiness(worker: Worker): Promise<void> {
  return new Promise((onReady, onFailure) => {
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') onReady()
      if (message.kind === 'failed') onFailure(faultNamed(message.name, message.message))
    })
    worker.once('error', (fault) => onFailure(new StoreStoppedError('it could not start', fault)))
    worker.once('exit', (code) => onFailure(new StoreStoppedError(`its worker ended with ${code} at the start`)))
  })
}

function faultNamed(name: string, message: string): Error {
  if (name === 'StoreInUseError') return new StoreInUseError(undefined)
  if (name === 'StoreUnwritableError') return new StoreUnwritableError(message)
  return name === 'StoreFormatError' ? new StoreFormatError(message) : new StoreStoppedError(message)
}

/** A worker that ends, or that is silent for too long, is a fault that is told once. */
function watchOver(worker: Worker, onFault: StoreSettings['onFault']): { readonly stop: () => void } {
  let isWatching = true
  let heardAt = performance.now()
  const stop = () => {
    isWatching = false
    clearInterval(pings)
  }
  const tell = (reason: string, cause?: unknown) => {
    if (!isWatching) return
    stop()
    onFault?.(new StoreStoppedError(reason, cause))
  }
  const pings = setInterval(() => {
    if (performance.now() - heardAt > SILENCE_MS) {
      tell(`it was silent for ${SILENCE_MS / 1_000} s`)
      void worker.terminate()
    }
    worker.postMessage('ping' satisfies ToWorker)
  }, PING_MS)
  pings.unref()
  worker.on('message', () => {
    heardAt = performance.now()
  })
  worker.on('error', (fault) => tell('its worker failed', fault))
  worker.on('exit', (code) => tell(`its worker ended with ${code}`))
  return { stop }
}

async function closing(worker: Worker): Promise<void> {
  const closed = new Promise<void>((onClosed, onFailure) => {
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'closed') onClosed()
      if (message.kind === 'failed') onFailure(new StoreStoppedError(message.message))
    })
    worker.once('exit', () => onClosed())
    worker.once('error', (fault) => onFailure(new StoreStoppedError('it could not close', fault)))
  })
  worker.postMessage('close' satisfies ToWorker)
  await closed
  await worker.terminate()
}
