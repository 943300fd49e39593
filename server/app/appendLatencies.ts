import { Histogram } from 'prom-client'

/** Unit: seconds. From a fast disk's sync to what people would notice. */
const BUCKETS = [0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

/** How long the journal took for each append since the start, for `/metrics`. */
export function appendLatencies() {
  const metric = new Histogram({
    name: 'tsunagi_journal_append_seconds',
    help: 'time until the journal held an append',
    buckets: BUCKETS,
    registers: [],
  })
  return { metric, observe: (tookMs: number) => metric.observe(tookMs / 1_000) }
}
