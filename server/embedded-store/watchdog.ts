import type { FromWorker, ToWorker } from './workerMessages.ts'

const PING_MS = 10_000
/** As many pings in a row without an answer end a worker. Counted, so that a machine that slept is no silence. */
const SILENT_PINGS = 3
/** Pings that a worker may leave unanswered besides, when it has said that it is about to do something long. */
const BUSY_PINGS = 180

/** What a worker is to its watchdog. */
export interface Watched {
  on(event: 'message', listener: (message: FromWorker) => void): unknown
  on(event: 'error', listener: (fault: unknown) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  postMessage(message: ToWorker): void
}

export interface Watch {
  stop(): void
}

/** Asks the worker every ten seconds; `onEnd` is told once when it ended by itself or has not answered for thirty. */
export function watchOver(worker: Watched, onEnd: (reason: string, cause?: unknown) => void): Watch {
  let isWatching = true
  let unanswered = 0
  const stop = () => {
    isWatching = false
    clearInterval(pings)
  }
  const tell = (reason: string, cause?: unknown) => {
    if (!isWatching) return
    stop()
    onEnd(reason, cause)
  }
  const pings = setInterval(() => {
    if (unanswered >= SILENT_PINGS) return tell(`it was silent for ${(PING_MS * SILENT_PINGS) / 1_000} s`)
    unanswered += 1
    worker.postMessage('ping')
  }, PING_MS)
  pings.unref()
  worker.on('message', ({ kind }) => {
    unanswered = kind === 'busy' ? -BUSY_PINGS : 0
  })
  worker.on('error', (fault) => tell('its worker failed', fault))
  worker.on('exit', (code) => tell(`its worker ended with ${code}`))
  return { stop }
}
