import type { WaitingFrame } from './waitingFrame.ts'

/** Unit: bytes that wait for the journal in one room, and in all together. Beyond either their senders are asked to come back later. */
const MAX_ROOM_BYTES = 32 * 1_048_576
const MAX_TOTAL_BYTES = 64 * 1_048_576

/** What waits in all rooms of a node: they wait for the same disk, and their memory is the same. */
export class WaitingTotal {
  #bytes = 0

  get isFull(): boolean {
    return this.#bytes > MAX_TOTAL_BYTES
  }

  change(bytes: number): void {
    this.#bytes += bytes
  }
}

/** The frames of one room that have arrived and wait for their turn. */
export class WaitingFrames {
  readonly #total: WaitingTotal
  #frames: WaitingFrame[] = []
  #bytes = 0

  constructor(total: WaitingTotal) {
    this.#total = total
  }

  /** To be read from, and changed in place by what reads a large one before its turn. */
  get frames(): WaitingFrame[] {
    return this.#frames
  }

  /** False, and it waits for nothing, while too much waits. */
  add(frame: WaitingFrame): boolean {
    if (this.#bytes > MAX_ROOM_BYTES || this.#total.isFull) return false
    this.#frames.push(frame)
    this.#count(frame.update.byteLength)
    return true
  }

  /** Only these wait from now on. */
  replace(frames: readonly WaitingFrame[]): void {
    this.#frames = [...frames]
    this.#count(frames.reduce((bytes, { update }) => bytes + update.byteLength, -this.#bytes))
  }

  #count(bytes: number): void {
    this.#bytes += bytes
    this.#total.change(bytes)
  }
}
