/** What can be cut off. */
interface Connection {
  destroy(): unknown
}

/** Each driver of ours keeps one connection that never proves anything, and asks on it whether the store is there. */
const MOST_STRANGERS = 128
/** Unit: milliseconds. Six times as long as a driver waits between two such questions. */
const SILENT_FOR_MS = 60_000

/** The connections that have proved no password: whoever on this machine opens many, or begins a greeting and never ends it, holds none of them for long. */
export class Strangers {
  /** Whoever was heard longest ago comes first. */
  readonly #heardAt = new Map<Connection, number>()
  readonly #nowMs: () => number

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** A connection has come, or said something whole. Of too many the one that has been silent for longest goes, so that a driver that begins gets in. */
  heard(connection: Connection): void {
    this.#heardAt.delete(connection)
    this.#heardAt.set(connection, this.#nowMs())
    if (this.#heardAt.size <= MOST_STRANGERS) return
    const [silent] = this.#heardAt.keys()
    if (silent !== undefined) this.#cutOff(silent)
  }

  /** It has proved the password, or is gone. */
  forget(connection: Connection): void {
    this.#heardAt.delete(connection)
  }

  cutOffSilent(): void {
    const since = this.#nowMs() - SILENT_FOR_MS
    for (const [connection, heardAt] of this.#heardAt) {
      if (heardAt > since) return
      this.#cutOff(connection)
    }
  }

  #cutOff(connection: Connection): void {
    this.#heardAt.delete(connection)
    connection.destroy()
  }
}
