import type { Carried, CarryRequest, Http } from '#client/platform/http.ts'
import { PIECE_BYTES } from '#shared/protocol/limits.ts'
import {
  decodeServerParcel,
  encodeClientParcel,
  PARCEL_HEADERS,
  PARCEL_PATHS,
  type Piece,
  piecesOf,
  type ServerParcel,
} from '#shared/protocol/parcels.ts'
import { CLOSED, CONNECTING, CUT, closeOf, eventOf, type FrameSocket, messageOf, OPEN } from './frameSocket.ts'
import type { Timers } from './timers.ts'

export interface PollSocketPorts {
  readonly http: Pick<Http, 'carry'>
  readonly timers: Timers
  /** Where the document is, `/sync/doc_…`. */
  readonly path: string
  /** A part of an answer has come, whole or not. */
  readonly onPart: () => void
}

/** The server answers a poll after 20 s at the latest; over a thin line its answer may be on its way for minutes, a part at a time. */
const SILENCE_MS = 30_000
/** A request that failed is sent again, at first soon; after so many tries the connection is taken for cut. */
const FIRST_PAUSE_MS = 200
const TRIES = 5
/** Large frames wait a little after each piece: the server takes 2 MiB a second. */
const PAUSE_AFTER_PIECE_MS = 90

/**
 * A document's connection by posts and polls, with the face of a WebSocket. Pieces are numbered, so that a post whose answer
 * was lost is sent again and taken once; so are the server's frames.
 */
export class PollSocket implements FrameSocket {
  binaryType = 'arraybuffer'
  readonly OPEN = OPEN
  onopen: FrameSocket['onopen'] = null
  onmessage: FrameSocket['onmessage'] = null
  onerror: FrameSocket['onerror'] = null
  onclose: FrameSocket['onclose'] = null
  readonly #ports: PollSocketPorts
  readonly #leaving = new AbortController()
  #readyState: number = CONNECTING
  #session = ''
  #queue: readonly Piece[] = []
  #taken = 0
  #received = 0
  #isPosting = false

  constructor(ports: PollSocketPorts, subprotocol: string) {
    this.#ports = ports
    void this.#open(subprotocol)
  }

  get readyState(): number {
    return this.#readyState
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#readyState !== OPEN) return
    // The caller may write into its bytes again.
    this.#queue = [...this.#queue, ...piecesOf(bytes.slice(), PIECE_BYTES)]
    void this.#post()
  }

  close(): void {
    if (this.#readyState === OPEN) void this.#sayGoodbye()
    this.#stop()
  }

  async #open(subprotocol: string): Promise<void> {
    const headers = { [PARCEL_HEADERS.subprotocol]: subprotocol }
    const carried = await this.#carry({ method: 'POST', path: PARCEL_PATHS.session, headers })
    const parcel = this.#read(carried)
    if (carried === null || parcel === null) return
    this.#session = carried.header(PARCEL_HEADERS.session)
    this.#readyState = OPEN
    this.onopen?.(eventOf('open'))
    void this.#poll()
  }

  async #poll(): Promise<void> {
    while (this.#readyState === OPEN) {
      const headers = { [PARCEL_HEADERS.received]: String(this.#received) }
      const parcel = this.#read(await this.#retried({ method: 'POST', path: PARCEL_PATHS.poll, headers }))
      if (parcel !== null) this.#give(parcel)
    }
  }

  /** One post at a time, so that pieces arrive in order; what is typed meanwhile goes together in the next. */
  async #post(): Promise<void> {
    if (this.#isPosting) return
    this.#isPosting = true
    while (this.#queue.length > 0 && this.#readyState === OPEN) {
      const pieces = nextPieces(this.#queue)
      const bytes = encodeClientParcel({ first: this.#taken + 1, pieces })
      const parcel = this.#read(await this.#retried({ method: 'POST', path: PARCEL_PATHS.frames, bytes }))
      if (parcel === null) break
      this.#queue = this.#queue.slice(Math.max(0, parcel.taken - this.#taken))
      this.#taken = Math.max(this.#taken, parcel.taken)
      if (pieces.some(({ isLast }) => !isLast)) await this.#pause(PAUSE_AFTER_PIECE_MS)
    }
    this.#isPosting = false
  }

  #give({ first, frames }: ServerParcel): void {
    for (const [index, frame] of frames.entries()) {
      if (first + index !== this.#received + 1) continue
      this.#received++
      if (this.#readyState === OPEN) this.onmessage?.(messageOf(frame))
    }
  }

  /** Null when the connection has ended, which is said to whoever listens. */
  #read(carried: Carried | null): ServerParcel | null {
    const parcel = carried === null || carried.status !== 200 ? null : decodeServerParcel(carried.bytes)
    if (this.#readyState === CLOSED) return null
    if (parcel !== null && parcel.closeCode === 0) return parcel
    this.#stop()
    this.onclose?.(closeOf(parcel?.closeCode ?? CUT))
    return null
  }

  async #retried(request: CarryRequest): Promise<Carried | null> {
    for (let attempt = 0; attempt < TRIES && this.#readyState === OPEN; attempt++) {
      if (attempt > 0) await this.#pause(FIRST_PAUSE_MS * 2 ** (attempt - 1))
      const carried = await this.#carry(request)
      // What a proxy says when it cannot reach the server is worth another try; what the server says is not.
      if (carried !== null && carried.status < 500) return carried
    }
    return null
  }

  async #carry({ headers, ...request }: CarryRequest): Promise<Carried | null> {
    const waiting = new AbortController()
    const wait = () => this.#ports.timers.after(SILENCE_MS, () => waiting.abort())
    let tooLong = wait()
    try {
      return await this.#ports.http.carry({
        ...request,
        path: `${this.#ports.path}/${request.path}`,
        headers: { [PARCEL_HEADERS.session]: this.#session, ...headers },
        signal: AbortSignal.any([waiting.signal, this.#leaving.signal]),
        onPart: () => {
          tooLong.stop()
          tooLong = wait()
          this.#ports.onPart()
        },
      })
    } catch {
      // No answer: for the caller a reason to try again.
      return null
    } finally {
      tooLong.stop()
    }
  }

  async #sayGoodbye(): Promise<void> {
    const headers = { [PARCEL_HEADERS.session]: this.#session }
    const path = `${this.#ports.path}/${PARCEL_PATHS.session}`
    // Nobody waits for it: without it the server finds out by itself.
    await this.#ports.http.carry({ method: 'DELETE', path, headers, keepalive: true }).catch(() => null)
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.#ports.timers.after(milliseconds, resolve))
  }

  #stop(): void {
    this.#readyState = CLOSED
    this.#queue = []
    this.#leaving.abort()
  }
}

/** As many as go in one body; one at least. */
function nextPieces(queue: readonly Piece[]): readonly Piece[] {
  let bytes = 0
  const beyond = queue.findIndex((piece) => {
    bytes += piece.bytes.byteLength
    return bytes > PIECE_BYTES
  })
  return beyond === -1 ? queue : queue.slice(0, Math.max(1, beyond))
}
