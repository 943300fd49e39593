/** What a probe pair saw of edits that it made itself, from one replica to the other. */
export interface Latency {
  readonly count: number
  /** Unit: milliseconds, all of them. */
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** Throws: without a single time, so that a probe that measured nothing is no good news. */
export function latencyOf(times: readonly number[]): Latency {
  if (times.length === 0) throw new Error('the probe measured nothing')
  const sorted = times.toSorted((left, right) => left - right)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) }
}
