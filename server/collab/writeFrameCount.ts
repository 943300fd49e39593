/** A write frame: an answer to our step 1, which holds all that its client has, or one change. */
export type WriteFrameKind = 'syncStep2' | 'update'

/**
 * Counts the write frames of one connection, as both sides do (KS5): `durable` frames, from the first on, are all kept,
 * themselves or through a later one.
 *
 * A frame with a gap holds the count until an answer to our step 1 is kept: that answer holds everything its client had
 * when it was sent, and so every frame before it.
 */
export class WriteFrameCount {
  #received = 0
  #durable = 0
  #hasGap = false

  /** The number of a frame that has just arrived. */
  receive(): number {
    this.#received++
    return this.#received
  }

  /** Frames are settled in the order they arrived in: all that this one brings is durable. */
  settle(frameNumber: number, kind: WriteFrameKind): void {
    if (kind === 'syncStep2') this.#hasGap = false
    if (!this.#hasGap) this.#durable = frameNumber
  }

  /** A frame built on something that has not come, and was not kept. */
  openGap(): void {
    this.#hasGap = true
  }

  get hasGap(): boolean {
    return this.#hasGap
  }

  get received(): number {
    return this.#received
  }

  get durable(): number {
    return this.#durable
  }
}
