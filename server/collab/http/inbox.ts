import type { ClientParcel, Piece } from '#shared/protocol/parcels.ts'

/** Unit: bytes of frames that are half there, over all sessions. */
const MAX_HALF_THERE_BYTES = 32 * 1_048_576

/** Unit: pieces of one frame; a page cuts its largest into 32. */
const MAX_PARTS = 64

/** How much of unfinished frames all sessions together may hold. */
export class HalfThere {
  #bytes = 0

  /** Adds to it; false, and adds nothing, when that is too much. */
  add(bytes: number): boolean {
    if (this.#bytes + bytes > MAX_HALF_THERE_BYTES) return false
    this.#bytes += bytes
    return true
  }

  remove(bytes: number): void {
    this.#bytes -= bytes
  }
}

/** What became of a parcel. `tooLarge` and `overloaded` end the session. */
export type Received = 'taken' | 'tooLarge' | 'overloaded'

/** Takes a session's numbered pieces: each once, in order, and gives on the frames that are whole. */
export class Inbox {
  readonly #halfThere: HalfThere
  readonly #maxFrameBytes: number
  #taken = 0
  #parts: Uint8Array[] = []
  #partBytes = 0

  constructor(halfThere: HalfThere, maxFrameBytes: number) {
    this.#halfThere = halfThere
    this.#maxFrameBytes = maxFrameBytes
  }

  get taken(): number {
    return this.#taken
  }

  /** Pieces that have been taken are passed over; one that comes too early waits to be sent again. */
  take({ first, pieces }: ClientParcel, give: (frame: Uint8Array) => void): Received {
    for (const [index, piece] of pieces.entries()) {
      const number = first + index
      if (number <= this.#taken) continue
      if (number > this.#taken + 1) return 'taken'
      const received = this.#takePiece(piece, give)
      if (received !== 'taken') return received
      this.#taken = number
    }
    return 'taken'
  }

  /** Forgets a frame that never became whole. */
  empty(): void {
    this.#halfThere.remove(this.#partBytes)
    this.#parts = []
    this.#partBytes = 0
  }

  #takePiece({ bytes, isLast }: Piece, give: (frame: Uint8Array) => void): Received {
    if (isLast && this.#parts.length === 0) {
      give(bytes)
      return 'taken'
    }
    if (this.#partBytes + bytes.byteLength > this.#maxFrameBytes || this.#parts.length >= MAX_PARTS) return 'tooLarge'
    if (!this.#halfThere.add(bytes.byteLength)) return 'overloaded'
    // A copy: it would keep the whole body it came in, which nobody counts.
    this.#parts.push(new Uint8Array(bytes))
    this.#partBytes += bytes.byteLength
    if (!isLast) return 'taken'
    const frame = Buffer.concat(this.#parts)
    this.empty()
    give(frame)
    return 'taken'
  }
}
