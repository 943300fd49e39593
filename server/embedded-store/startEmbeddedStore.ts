import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { holderFileOf, readHolder, readHolderUri, uriOf } from './holderFile.ts'
import { hasForeignLog } from './storage/foreignLog.ts'
import {
  reasonOf,
  StoreInUseError,
  StoreLeftBesideError,
  type StoreStoppedError,
  StoreUnwritableError,
} from './storeErrors.ts'
import { WorkerKeeper } from './workerKeeper.ts'
import type { WorkerSettings } from './workerMessages.ts'

/** The longest path that every system takes for a socket. */
const MAX_SOCKET_PATH_BYTES = 100
/** Nobody comes to it by trying. */
const PASSWORD_BYTES = 32

export type StoreOptions = { readonly dir: string } | { readonly memory: true }

export interface StoreSettings {
  /** Told when the worker failed or was silent and is started afresh; what was acknowledged is on the disk. */
  readonly onRestart?: (fault: StoreStoppedError) => void
  /** Told once when the store is gone for good; what was acknowledged is on the disk. */
  readonly onFault?: (fault: StoreStoppedError) => void
  /** How often documents that are over are removed. */
  readonly expirySweepMs?: number
  /** A socket is a file that only its owner can open; a port is one of 127.0.0.1, behind a password of this start. Left out: what the system has. */
  readonly listensOn?: 'socket' | 'port'
}

export interface EmbeddedStore {
  /** For mongoose, the driver and connect-mongo. */
  readonly uri: string
  /** Commits, checkpoints, closes, and removes the socket; the folder is free afterwards. */
  close(): Promise<void>
}

/** Data files that this process has open. */
const openHere = new Set<string>()

/**
 * Starts the store in a worker; it is ready for connections when the promise resolves.
 *
 * Throws: StoreInUseError when another process has the folder, StoreUnwritableError when it takes no writes,
 * StoreFormatError when a newer program wrote it, StoreLeftBesideError when the log of another file lies beside it, StoreDamagedError when it is no data file of ours, StoreStoppedError for any other failure.
 */
export async function startEmbeddedStore(options: StoreOptions, settings: StoreSettings = {}): Promise<EmbeddedStore> {
  const place = await placeOf(options, settings.listensOn ?? (process.platform === 'win32' ? 'port' : 'socket'))
  const { file, holderFile } = place.files
  if (openHere.has(file)) throw new StoreInUseError(readHolder(holderFile))
  if (hasForeignLog(file)) throw new StoreLeftBesideError(`${file}-wal`)
  const workerData: WorkerSettings = { ...place.files, expirySweepMs: settings.expirySweepMs ?? 60_000 }
  // What is in memory only is gone with its worker: starting afresh would lose it in silence.
  const keeper = new WorkerKeeper(workerData, { ...settings, mayRestart: 'dir' in options })
  try {
    await keeper.start()
  } catch (fault) {
    place.tidy()
    throw fault instanceof StoreInUseError ? new StoreInUseError(readHolder(holderFile)) : fault
  }
  if ('dir' in options) openHere.add(file)
  return {
    uri: uriOf(keeper.address),
    async close() {
      await keeper.close().finally(() => openHere.delete(file))
      place.tidy()
    },
  }
}

/** The connection string of the store that another process runs in this folder; undefined when it says no place. */
export function uriOfRunning(dir: string): string | undefined {
  return readHolderUri(holderFileOf(resolve(dir)))
}

interface Place {
  readonly files: Pick<WorkerSettings, 'file' | 'address' | 'holderFile'>
  readonly tidy: () => void
}

/** The socket is in the data folder, or in a folder of its own when that path is too long for a socket or its disk takes none. */
async function placeOf(options: StoreOptions, listensOn: 'socket' | 'port'): Promise<Place> {
  const dir = 'dir' in options ? madeFolder(resolve(options.dir)) : undefined
  const file = dir === undefined ? ':memory:' : storeFileOf(dir)
  const holderFile = dir === undefined ? undefined : holderFileOf(dir)
  if (listensOn === 'port') {
    const address = { port: 0, password: randomBytes(PASSWORD_BYTES).toString('base64url') }
    return { files: { file, address, holderFile }, tidy: () => undefined }
  }
  const near = dir === undefined ? undefined : join(dir, 'store.sock')
  if (near !== undefined && (await takesSocket(`${near}.${process.pid}`))) {
    return { files: { file, address: { socketPath: near }, holderFile }, tidy: () => undefined }
  }
  const folder = mkdtempSync(join(tmpdir(), 'tsunagi-store-'))
  const tidy = () => rmSync(folder, { recursive: true, force: true })
  return { files: { file, address: { socketPath: join(folder, 'store.sock') }, holderFile }, tidy }
}

/** A memory stick, and many a share of another system, know files and folders only. */
async function takesSocket(path: string): Promise<boolean> {
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH_BYTES) return false
  const { promise, resolve: onAnswer } = Promise.withResolvers<boolean>()
  const server = createServer()
  server.once('error', () => onAnswer(false))
  server.listen(path, () => server.close(() => onAnswer(true)))
  return promise
}

/** The one data file of a folder. */
export const storeFileOf = (dir: string): string => join(dir, 'store.sqlite')

function madeFolder(dir: string): string {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    return dir
  } catch (fault) {
    throw new StoreUnwritableError(`${dir}: ${reasonOf(fault)}`)
  }
}
