import type { Clock } from '#shared/core/time.ts'
import { isWriteFrame } from '#shared/protocol/frames.ts'
import { MAX_FRAME_BYTES } from '#shared/protocol/limits.ts'
import type { Carries } from './ackLedger.ts'
import type { Changeover, ChangeoverLimits, Way } from './changeover.ts'
import { framePieces } from './framePieces.ts'
import { CLOSED, CUT, closeOf, type FrameSocket, OPEN } from './frameSocket.ts'
import type { Timer, Timers } from './timers.ts'

export interface SocketWatcher {
  /** A write frame is about to go out. */
  wroteFrame(carries: Carries): void
  /** A message of any kind came in, or a part of one. */
  heard(): void
}

export interface CarriedSocketPorts {
  readonly clock: Clock
  readonly timers: Timers
  readonly limits: ChangeoverLimits
  readonly changeover: Changeover
  readonly watcher: SocketWatcher
  /** True when the browser itself says that there is no network: then nothing is learnt from a failure. */
  readonly isOffline: () => boolean
  readonly open: { readonly [way in Way]: (url: string, protocols: string[]) => FrameSocket }
}

const UPDATE = 2

/**
 * What stands in for the browser's WebSocket in y-websocket, which makes a new one for each connection: it goes the way that
 * the changeover says, tells it how it ended, and says what passes, since y-websocket has no hook for that.
 */
class CarriedSocket implements FrameSocket {
  readonly OPEN = OPEN
  onopen: FrameSocket['onopen'] = null
  onmessage: FrameSocket['onmessage'] = null
  onerror: FrameSocket['onerror'] = null
  onclose: FrameSocket['onclose'] = null
  readonly #ports: CarriedSocketPorts
  readonly #way: Way
  readonly #socket: FrameSocket
  readonly #waiting: Timer
  #heardFirstAt: number | null = null
  #hasEnded = false

  constructor(ports: CarriedSocketPorts, url: string, protocols: string[]) {
    this.#ports = ports
    this.#way = ports.changeover.way
    this.#socket = ports.open[this.#way](url, protocols)
    this.#socket.onopen = (event) => this.onopen?.(event)
    this.#socket.onerror = (event) => this.onerror?.(event)
    this.#socket.onmessage = (event) => this.#heard(event)
    this.#socket.onclose = (event) => this.#end(event)
    this.#waiting = ports.timers.after(ports.limits.openWithinMs, () => this.#giveUp())
  }

  get binaryType(): string {
    return this.#socket.binaryType
  }

  set binaryType(type: string) {
    this.#socket.binaryType = type
  }

  get readyState(): number {
    return this.#hasEnded ? CLOSED : this.#socket.readyState
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#way === 'socket' && bytes.byteLength > MAX_FRAME_BYTES) {
      this.#ports.changeover.tooLarge(this.#ports.clock.now())
      this.#giveUp()
      return
    }
    const { ahead, last } = framePieces(bytes)
    for (const piece of ahead) {
      this.#ports.watcher.wroteFrame('nothing')
      this.#socket.send(piece)
    }
    if (isWriteFrame(last)) this.#ports.watcher.wroteFrame(last[1] === UPDATE ? 'newest' : 'everything')
    this.#socket.send(last)
  }

  /** The page's own wish, from which nothing is learnt. */
  close(): void {
    this.#stop()
  }

  #heard(event: MessageEvent): void {
    if (this.#hasEnded) return
    this.#heardFirstAt ??= this.#ports.clock.now()
    this.#waiting.stop()
    this.#ports.watcher.heard()
    this.onmessage?.(event)
  }

  #giveUp(): void {
    this.#end(closeOf(CUT))
  }

  #end(event: CloseEvent): void {
    if (this.#hasEnded) return
    const now = this.#ports.clock.now()
    const livedMs = this.#heardFirstAt === null ? null : now - this.#heardFirstAt
    if (!this.#ports.isOffline()) this.#ports.changeover.ended({ way: this.#way, livedMs, code: event.code }, now)
    this.#stop()
    this.onclose?.(event)
  }

  #stop(): void {
    this.#hasEnded = true
    this.#waiting.stop()
    this.#socket.onclose = null
    // Closing a socket that is still connecting is an error event; without a listener Node would throw it.
    this.#socket.onerror = () => undefined
    this.#socket.close()
  }
}

/** As a class of its own, which the provider makes one of for each connection. */
export function carriedSockets(ports: CarriedSocketPorts): typeof WebSocket {
  class Carried extends CarriedSocket {
    constructor(url: string, protocols: string[]) {
      super(ports, url, protocols)
    }
  }
  // The provider asks for the browser's class and uses what stands in `FrameSocket`.
  return Carried as unknown as typeof WebSocket
}
