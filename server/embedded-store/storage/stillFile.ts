import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

/** Whoever asked for it may have been killed; and a log that is never taken over only grows. */
const LONGEST_MS = 60 * 60_000

/** SQLite's own number: as many pages in the log are taken over into the file at a commit. */
const USUAL_PAGES = 1_000

/** What another process reads: the file as it lies there, and so many bytes of the log beside it, are all that was committed. */
export interface Still {
  readonly hold: string
  readonly file: string
  readonly logBytes: number
}

/**
 * Lets other processes read the data file while it is written to: for as long as anybody holds it nothing is taken over from
 * the log into the file, and the log is only added to. Nobody waits for who reads, however slowly.
 */
export class StillFile {
  private readonly sqlite: DatabaseSync
  private readonly file: string
  private readonly endsAt = new Map<string, number>()

  constructor(sqlite: DatabaseSync, file: string) {
    this.sqlite = sqlite
    this.file = file
  }

  /** Call after a commit, with as little in the log as can be: what is there has to be read too. */
  hold(now: number): Still {
    this.sqlite.exec('PRAGMA wal_autocheckpoint = 0')
    const hold = randomUUID()
    this.endsAt.set(hold, now + LONGEST_MS)
    return { hold, file: this.file, logBytes: statSync(`${this.file}-wal`, { throwIfNoEntry: false })?.size ?? 0 }
  }

  get isHeld(): boolean {
    return this.endsAt.size > 0
  }

  /** False when the file has been written to since, so that what was read of it may be of two moments. */
  letGo(hold: string): boolean {
    const wasHeld = this.endsAt.delete(hold)
    this.goOnWhenFree()
    return wasHeld
  }

  letGoBefore(now: number): void {
    for (const [hold, endsAt] of this.endsAt) if (endsAt < now) this.endsAt.delete(hold)
    this.goOnWhenFree()
  }

  private goOnWhenFree(): void {
    if (!this.isHeld) this.sqlite.exec(`PRAGMA wal_autocheckpoint = ${USUAL_PAGES}`)
  }
}
