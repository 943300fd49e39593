import { HINT_EVENTS, HINTS_PATH } from '#shared/protocol/hints.ts'

/** Tells when something that is shown has changed; what it has changed to is asked for as always. */
export interface Hints {
  /** Calls `onChanged` when the thing with this id may have changed, and once at the beginning. The answer ends it. */
  listen(id: string, onChanged: () => void): () => void
  /** False while nobody would tell: then whoever shows something asks more often by itself. */
  isLive(): boolean
}

/** As much of socket.io's socket as is used. */
export interface HintSocket {
  readonly connected: boolean
  readonly active: boolean
  connect(): unknown
  disconnect(): unknown
  emit(event: string, id: string): unknown
  on(event: string, listener: (said: string) => void): unknown
}

/** Unit: milliseconds until a page is there again that the server has closed: whose sign-in has ended may have signed in anew. */
const AGAIN_MS = 10_000

/** Hints over one socket for the whole page: `open` makes it, unconnected, when somebody listens for the first time. */
export function createHints(open: () => Promise<HintSocket>): Hints {
  const listeners = new Map<string, Set<() => void>>()
  let socket: HintSocket | null = null
  let isOpening = false

  async function start(): Promise<void> {
    const made = await open()
    made.on('connect', () => {
      for (const id of listeners.keys()) made.emit(HINT_EVENTS.listen, id)
    })
    made.on(HINT_EVENTS.changed, (id) => {
      for (const onChanged of listeners.get(id) ?? []) onChanged()
    })
    // Of itself it comes back only after a line that broke.
    made.on('disconnect', () => setTimeout(connectAgain, AGAIN_MS))
    socket = made
    if (listeners.size > 0) made.connect()
  }
  function connectAgain(): void {
    if (listeners.size > 0 && socket?.active === false) socket.connect()
  }
  function begin(id: string): void {
    if (!isOpening)
      void start().catch(() => {
        // Without the socket's code there are no hints: everybody goes on asking by themselves, and the next screen tries anew.
        isOpening = false
      })
    isOpening = true
    if (socket?.connected === true) socket.emit(HINT_EVENTS.listen, id)
    else connectAgain()
  }
  function end(id: string): void {
    listeners.delete(id)
    if (listeners.size === 0) socket?.disconnect()
    else if (socket?.connected === true) socket.emit(HINT_EVENTS.unlisten, id)
  }
  return {
    listen(id, onChanged) {
      const known = listeners.get(id)
      if (known === undefined) {
        listeners.set(id, new Set([onChanged]))
        begin(id)
      } else {
        known.add(onChanged)
        // Who listens already has had the answer to its beginning; where that is still to come, it is for both.
        if (socket?.connected === true) queueMicrotask(() => known.has(onChanged) && onChanged())
      }
      return () => {
        const left = listeners.get(id)
        left?.delete(onChanged)
        if (left?.size === 0) end(id)
      }
    },
    isLive: () => socket?.connected === true,
  }
}

/** The page's socket; its code is fetched only when something listens. */
export async function openHintSocket(): Promise<HintSocket> {
  const { io } = await import('socket.io-client')
  return io({ path: HINTS_PATH, transports: ['websocket'], autoConnect: false, reconnectionDelayMax: 10_000 })
}
