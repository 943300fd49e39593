import type { Http } from '#client/platform/http.ts'
import type { Clock, Instant } from '#shared/core/time.ts'
import { type CarriedSocketPorts, carriedSockets, type SocketWatcher } from './carriedSocket.ts'
import { CHANGEOVER_LIMITS, Changeover, type ChangeoverLimits, type Way } from './changeover.ts'
import type { FrameSocket } from './frameSocket.ts'
import type { Network } from './network.ts'
import { PollSocket } from './pollSocket.ts'
import type { Timer, Timers } from './timers.ts'

export interface WaysPorts {
  /** Where documents are served, `wss://…/sync`. */
  readonly address: string
  readonly documentId: string
  readonly subprotocol: string
  readonly clock: Clock
  readonly timers: Timers
  readonly network: Network
  readonly http: Pick<Http, 'carry'>
  readonly WebSocket: typeof WebSocket
  readonly changeover?: ChangeoverLimits
}

/** What is said of the way: that it goes by requests, or that it goes by a socket again. */
export type WayNews = 'byHttp' | 'backOnSocket' | null

/** Unit: milliseconds that the return to a socket is spoken of. */
const NEWS_MS = 15_000

/** The ways to one document: which one the next connection takes, and the trial of a socket while it goes by requests. */
export class Ways {
  /** In the place of the browser's WebSocket, for y-websocket. */
  readonly WebSocket: typeof WebSocket
  readonly #ports: WaysPorts
  readonly #changeover: Changeover
  readonly #connectAgain: () => void
  #trial: { readonly socket: FrameSocket; readonly timer: Timer } | null = null
  #cameBackAt: Instant | null = null

  constructor(ports: WaysPorts, watcher: SocketWatcher, connectAgain: () => void) {
    this.#ports = ports
    const limits = ports.changeover ?? CHANGEOVER_LIMITS
    this.#changeover = new Changeover(limits)
    this.#connectAgain = connectAgain
    const open: CarriedSocketPorts['open'] = {
      socket: (url, protocols) => new ports.WebSocket(url, protocols),
      http: () => {
        const path = `/sync/${ports.documentId}`
        return new PollSocket({ ...ports, path, onPart: watcher.heard }, ports.subprotocol)
      },
    }
    const { clock, timers, network } = ports
    const world = { clock, timers, isOffline: network.isOffline }
    this.WebSocket = carriedSockets({ ...world, limits, changeover: this.#changeover, watcher, open })
  }

  get way(): Way {
    return this.#changeover.way
  }

  get news(): WayNews {
    if (this.way === 'http') return 'byHttp'
    const isFresh = this.#cameBackAt !== null && this.#ports.clock.now() - this.#cameBackAt < NEWS_MS
    return isFresh ? 'backOnSocket' : null
  }

  /** Looks after what only time changes: tries a socket when it is time to. */
  look(): void {
    if (this.#trial === null && this.#changeover.isTrialDue(this.#ports.clock.now())) this.#beginTrial()
  }

  /** The document does not come. What a socket brings shows when it is there whole; by requests it shows as it comes. */
  fellSilent(): void {
    if (this.way === 'socket') this.#changeover.tooLarge(this.#ports.clock.now())
  }

  stop(): void {
    this.#endTrial()
  }

  /** The socket says nothing and asks for nothing: it only has to be let through and to live. */
  #beginTrial(): void {
    const { address, documentId, subprotocol, timers } = this.#ports
    const socket: FrameSocket = new this.#ports.WebSocket(`${address}/${documentId}`, [subprotocol])
    let hasSpoken = false
    socket.onmessage = () => {
      hasSpoken = true
    }
    socket.onerror = () => undefined
    socket.onclose = () => this.#tried(false)
    this.#trial = { socket, timer: timers.after(this.#changeover.trialMs, () => this.#tried(hasSpoken)) }
  }

  #tried(hasLived: boolean): void {
    this.#endTrial()
    const now = this.#ports.clock.now()
    this.#changeover.tried(hasLived, now)
    if (!hasLived) return
    this.#cameBackAt = now
    this.#connectAgain()
  }

  #endTrial(): void {
    if (this.#trial === null) return
    const { socket, timer } = this.#trial
    this.#trial = null
    timer.stop()
    socket.onclose = null
    socket.close()
  }
}
