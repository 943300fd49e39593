import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import {
  StoreDamagedError,
  StoreFormatError,
  StoreInUseError,
  StoreStoppedError,
  StoreUnwritableError,
} from './storeErrors.ts'
import { type Watch, watchOver } from './watchdog.ts'
import type { Address, FromWorker, ToWorker, WorkerSettings } from './workerMessages.ts'

/** A worker that ends this often in this time is not started again: the cause is not chance. */
const RESTARTS = 3
const RESTARTS_WITHIN_MS = 10 * 60_000
/** A disk that never answers holds its thread for ever. To bring a large file of an older format up to date takes minutes at most. */
const START_MS = 10 * 60_000
const TERMINATE_MS = 10_000
/** What a command decodes is garbage with its answer: more room for it holds only more garbage. */
const YOUNG_MIB = 12

// Node 24 reads TypeScript by WebAssembly in the worker, and answers to fetch in the thread that started it. V8 13.6 may free
// what such calls pass through while both threads replace it by something faster, and the process is gone (SIGSEGV in
// `Runtime_TierUpWasmToJSWrapper`, seen once in a dozen runs). Never replacing it costs nothing that can be measured here.
setFlagsFromString('--wasm-wrapper-tiering-budget=2147483647')

export interface KeeperSettings {
  readonly mayRestart: boolean
  readonly onRestart?: (fault: StoreStoppedError) => void
  readonly onFault?: (fault: StoreStoppedError) => void
}

/** Keeps one worker running: starts it, watches over it, and starts another in its place when it is gone. */
export class WorkerKeeper {
  private workerData: WorkerSettings
  private readonly settings: KeeperSettings
  private worker: Worker | undefined
  private watch: Watch | undefined
  private restartedAt: number[] = []
  private restarting: Promise<void> = Promise.resolve()
  private isClosing = false

  constructor(workerData: WorkerSettings, settings: KeeperSettings) {
    this.workerData = workerData
    this.settings = settings
  }

  /** Where the store listens, once it is started. */
  get address(): Address {
    return this.workerData.address
  }

  /** Throws: the named error of a worker that could not start. */
  async start(): Promise<void> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: this.workerData,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    })
    try {
      // Whoever starts in its place listens where everybody was told to ask.
      this.workerData = { ...this.workerData, address: await readiness(worker) }
    } catch (fault) {
      await hasEnded(worker)
      throw fault
    }
    this.worker = worker
    this.watch = watchOver(worker, (reason, cause) => {
      this.restarting = this.restart(worker, new StoreStoppedError(reason, cause))
    })
  }

  async close(): Promise<void> {
    this.isClosing = true
    await this.restarting
    this.watch?.stop()
    if (this.worker) await closing(this.worker)
  }

  private async restart(gone: Worker, fault: StoreStoppedError): Promise<void> {
    this.worker = undefined
    const now = performance.now()
    this.restartedAt = [...this.restartedAt.filter((at) => now - at < RESTARTS_WITHIN_MS), now]
    try {
      if (!this.settings.mayRestart || this.restartedAt.length > RESTARTS || !(await hasEnded(gone))) throw fault
      if (this.isClosing) return
      this.settings.onRestart?.(fault)
      await this.start()
    } catch (cause) {
      this.settings.onFault?.(cause instanceof StoreStoppedError ? cause : new StoreStoppedError('no restart', cause))
    }
  }
}

/** Ends a worker in the middle of whatever it does; what it had not committed is undone by the next one's start. */
function hasEnded(worker: Worker): Promise<boolean> {
  return new Promise((onAnswer) => {
    const tooLate = setTimeout(() => onAnswer(false), TERMINATE_MS)
    void worker.terminate().then(() => {
      clearTimeout(tooLate)
      onAnswer(true)
    })
  })
}

async function readiness(worker: Worker): Promise<Address> {
  const { promise, resolve: onReady, reject: onFailure } = Promise.withResolvers<Address>()
  const reason = `it did not start within ${START_MS / 60_000} minutes: its disk may not answer`
  const tooLate = setTimeout(() => onFailure(new StoreStoppedError(reason)), START_MS)
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'ready') onReady(message.address)
    if (message.kind === 'failed') onFailure(faultNamed(message.name, message.message))
  })
  worker.once('error', (fault) => onFailure(new StoreStoppedError('it could not start', fault)))
  worker.once('exit', (code) => onFailure(new StoreStoppedError(`its worker ended with ${code} at the start`)))
  try {
    return await promise
  } finally {
    clearTimeout(tooLate)
  }
}

const NAMED = [StoreUnwritableError, StoreDamagedError, StoreFormatError]

/** The worker's own fault, in its own words. */
function faultNamed(name: string, message: string): Error {
  if (name === 'StoreInUseError') return new StoreInUseError(undefined)
  const Named = NAMED.find((kind) => kind.name === name)
  return Named ? Object.assign(new Named(''), { message }) : new StoreStoppedError(message)
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
