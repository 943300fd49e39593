/** Live documents in numbers, for the metrics page. */
export interface CollabFigures {
  /** Sessions, however they are carried. */
  readonly sockets: number
  /** Of these, sessions without a WebSocket. */
  readonly overHttp: number
  readonly rooms: number
  /** Pages found to hold another document than the server, since the start. */
  readonly divergences: number
  /** Unit: bytes that the other sides have not taken yet. */
  readonly bufferedBytes: number
  /** Unit: appends since the start. */
  readonly appends: number
  /** Unit: milliseconds; over the last 1,000 appends, 0 before the first. */
  readonly appendP50Ms: number
  readonly appendP99Ms: number
}

const KEPT = 1_000

/** Remembers how long the last appends took. */
export class AppendTimes {
  readonly #times: number[] = []
  #count = 0

  add(tookMs: number): void {
    this.#times[this.#count % KEPT] = tookMs
    this.#count++
  }

  get count(): number {
    return this.#count
  }

  /** The time that `share` (0–1) of the appends stayed within. */
  quantile(share: number): number {
    const sorted = this.#times.toSorted((left, right) => left - right)
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  }
}
