import type { SyncStatus } from './syncStatus.ts'
import type { Timer, Timers } from './timers.ts'

/** Unit: milliseconds that all has been saved before it is said: longer than between two letters of whoever types fast. */
export const SAVED_FOR_MS = 250

/**
 * What the sign says of a status: 'saved' when it has been so for a moment, and all else at once. With each letter two signs would
 * take turns, which disturbs whoever reads beside them and costs an old machine a tenth of the time that the letter takes.
 */
export class CalmStatus {
  readonly #timers: Timers
  readonly #show: (status: SyncStatus) => void
  #timer: Timer | null = null

  constructor(timers: Timers, show: (status: SyncStatus) => void) {
    this.#timers = timers
    this.#show = show
  }

  turn(status: SyncStatus): void {
    if (status !== 'saved') {
      this.stop()
      this.#show(status)
    } else this.#timer ??= this.#timers.after(SAVED_FOR_MS, () => this.#show('saved'))
  }

  stop(): void {
    this.#timer?.stop()
    this.#timer = null
  }
}
