import type { Timer, Timers } from '#server/platform/timers.ts'
import { CLOSE_CODES, type CloseReason } from '#shared/protocol/closeCodes.ts'
import { MAX_CARRIED_FRAME_BYTES } from '#shared/protocol/limits.ts'
import { encodeServerParcel } from '#shared/protocol/parcels.ts'
import type { Carrier } from '../carrier.ts'

/** A proxy cuts an answer that is long in coming; ours comes before that. */
const HOLD_MS = 20_000
/** Unit: bytes of frames after which an answer is full; one frame may be more. */
const ANSWER_BYTES = 1_048_576

interface Poll {
  readonly answer: (parcel: Uint8Array) => void
  readonly tooLong: Timer
}

/**
 * Carries a session's frames by answers to long polls. A frame is kept until its client says that it has arrived, so an
 * answer that was lost is given again.
 */
export class PollCarrier implements Carrier {
  readonly subprotocol: string
  readonly maxFrameBytes = MAX_CARRIED_FRAME_BYTES
  readonly closed: Promise<void>
  readonly #timers: Timers
  readonly #waiting: Uint8Array[] = []
  /** Frames that have arrived. */
  #arrived = 0
  #bufferedBytes = 0
  #taken = 0
  #poll: Poll | null = null
  #ending: CloseReason | null = null
  #mayDeliver: () => boolean = () => true
  #whenClosed: () => void = () => undefined

  constructor(subprotocol: string, timers: Timers) {
    this.subprotocol = subprotocol
    this.#timers = timers
    this.closed = new Promise((resolve) => {
      this.#whenClosed = resolve
    })
  }

  get isOpen(): boolean {
    return this.#ending === null
  }

  get bufferedBytes(): number {
    return this.#bufferedBytes
  }

  guard(mayDeliver: () => boolean): void {
    this.#mayDeliver = mayDeliver
  }

  send(bytes: Uint8Array): void {
    if (!this.isOpen) return
    this.#waiting.push(bytes)
    this.#bufferedBytes += bytes.byteLength
    // What is sent in the same turn goes in the same answer.
    queueMicrotask(() => this.#answerWithFrames())
  }

  /** What has not been delivered is not delivered any more: the right to it may have ended. */
  close(reason: CloseReason): void {
    if (!this.isOpen) return
    this.#ending = reason
    this.#waiting.length = 0
    this.#bufferedBytes = 0
    this.#answer(this.parcel())
    this.#whenClosed()
  }

  /** Whoever comes back is told to begin anew. */
  cut(): void {
    this.close('overloaded')
  }

  /** How many pieces of the client's have been taken, to be said in each answer. */
  took(pieces: number): void {
    this.#taken = pieces
  }

  /** Waits for frames after the first `received` ones, or for the end. A newer poll takes the place of an older one. */
  poll(received: number, answer: (parcel: Uint8Array) => void): void {
    this.#answer(this.parcel())
    this.#forget(received)
    if (!this.isOpen) {
      answer(this.parcel())
      return
    }
    this.#poll = { answer, tooLong: this.#timers.after(HOLD_MS, () => this.#answer(this.parcel())) }
    this.#answerWithFrames()
  }

  /** The one who polled is gone. */
  hangUp(answer: (parcel: Uint8Array) => void): void {
    if (this.#poll?.answer !== answer) return
    this.#poll.tooLong.stop()
    this.#poll = null
  }

  /** An answer without frames: whether it goes on, and what has been taken. */
  parcel(frames: readonly Uint8Array[] = []): Uint8Array {
    const closeCode = this.#ending === null ? 0 : CLOSE_CODES[this.#ending]
    return encodeServerParcel({ closeCode, taken: this.#taken, first: this.#arrived + 1, frames })
  }

  #forget(received: number): void {
    const count = Math.min(this.#waiting.length, Math.max(0, received - this.#arrived))
    for (const frame of this.#waiting.splice(0, count)) this.#bufferedBytes -= frame.byteLength
    this.#arrived += count
  }

  #answerWithFrames(): void {
    if (this.#poll === null || this.#waiting.length === 0 || !this.#mayDeliver()) return
    this.#answer(this.parcel(this.#nextFrames()))
  }

  #nextFrames(): readonly Uint8Array[] {
    let bytes = 0
    const isBeyond = this.#waiting.findIndex((frame) => {
      bytes += frame.byteLength
      return bytes > ANSWER_BYTES
    })
    return isBeyond === -1 ? this.#waiting : this.#waiting.slice(0, Math.max(1, isBeyond))
  }

  #answer(parcel: Uint8Array): void {
    const poll = this.#poll
    if (poll === null) return
    this.hangUp(poll.answer)
    poll.answer(parcel)
  }
}
