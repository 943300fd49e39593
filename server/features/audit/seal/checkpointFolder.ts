import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '#server/platform/log.ts'
import type { Timer, Timers } from '#server/platform/timers.ts'
import type { Checkpoint } from './checkpoint.ts'

/** Unit: milliseconds after which a place that has not answered is said to be gone. */
const SILENT_MS = 10_000
/** Unit: milliseconds until a place that took nothing is tried again. */
const AGAIN_MS = 60_000
/** Unit: checkpoints that wait for a place that takes none; of more, the newest count, which say all that older ones say but when. */
const MAX_WAITING = 1_000

export const checkpointFileOf = (folder: string, chain: string): string => join(folder, `${chain}.jsonl`)

export interface CheckpointFolderPorts {
  readonly folder: string
  readonly timers: Timers
  readonly log: Log
  /** Writes `line` at the end of a file, durably. */
  readonly append?: (file: string, line: string) => Promise<void>
}

const appendDurably = (file: string, line: string): Promise<void> => appendFile(file, line, { flush: true })

/**
 * The folder of another host where each checkpoint is written as well, one file for a chain. It is never made here: where the share is not
 * mounted, what was written would stay on this machine. One that is full, away or silent keeps nobody waiting.
 */
export class CheckpointFolder {
  readonly #ports: CheckpointFolderPorts
  readonly #waiting: Checkpoint[] = []
  #isWriting = false
  #isFailing = false
  #again: Timer | null = null

  constructor(ports: CheckpointFolderPorts) {
    this.#ports = ports
  }

  /** True from the first checkpoint that could not be written, until one can. */
  get isFailing(): boolean {
    return this.#isFailing
  }

  /** Has it written as soon as may be, and returns at once. */
  append(checkpoint: Checkpoint): void {
    this.#waiting.push(checkpoint)
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift()
    void this.#writeAll()
  }

  async #writeAll(): Promise<void> {
    // A disk that hangs keeps one thread of four, and never a second.
    if (this.#isWriting) return
    this.#isWriting = true
    const silence = this.#watch()
    try {
      while (this.#waiting[0] !== undefined) {
        await this.#write(this.#waiting[0])
        this.#waiting.shift()
        this.#isFailing = false
      }
    } catch (cause) {
      this.#fail(cause)
      this.#again?.stop()
      this.#again = this.#ports.timers.after(AGAIN_MS, () => void this.#writeAll())
    } finally {
      silence.stop()
      this.#isWriting = false
    }
  }

  /** A line of its own, also behind half a line that a full disk has left. */
  #write(checkpoint: Checkpoint): Promise<void> {
    const { folder, append = appendDurably } = this.#ports
    return append(checkpointFileOf(folder, checkpoint.chain), `\n${JSON.stringify(checkpoint)}\n`)
  }

  #watch(): Timer {
    return this.#ports.timers.after(SILENT_MS, () => this.#fail(new Error('the folder of checkpoints does not answer')))
  }

  #fail(cause: unknown): void {
    if (!this.#isFailing) this.#ports.log.error('seal.folderFailed', cause)
    this.#isFailing = true
  }
}
