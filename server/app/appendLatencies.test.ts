import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { appendLatencies } from './appendLatencies.ts'

test('[OP2.8] how long the journal took is counted by how long, for whoever reads /metrics', async () => {
  const registry = new Registry()
  const { metric, observe } = appendLatencies()
  registry.registerMetric(metric)

  for (const tookMs of [0.2, 3, 40]) observe(tookMs)

  const page = await registry.metrics()
  expect(page).toContain('tsunagi_journal_append_seconds_bucket{le="0.00025"} 1')
  expect(page).toContain('tsunagi_journal_append_seconds_bucket{le="0.05"} 3')
  expect(page).toContain('tsunagi_journal_append_seconds_count 3')
})
