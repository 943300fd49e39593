import { startCollab, tokenOf } from '../collabRig.ts'
import { NodePage } from '../nodePage.ts'
import { startProxy } from '../testProxy.ts'
import { until } from '../until.ts'
import { type Latency, latencyOf } from './latency.ts'

/** How long an edit of a page without a socket takes to another such page, both behind a proxy. Unit: milliseconds. */
export interface ThroughProxyReport extends Latency {
  readonly p95: number
  /** Of the way to the proxy and back, one direction. */
  readonly delayMs: number
}

/** Two pages go by requests through a proxy that refuses sockets and delays everything by `delayMs` each way. */
export async function throughProxy(edits: number, delayMs: number): Promise<ThroughProxyReport> {
  const rig = await startCollab()
  const manners = { upgrades: 'refuse', delayMs } as const
  const proxy = await startProxy(Number(new URL(rig.doorOf(1).address).port), manners)
  const address = `ws://127.0.0.1:${proxy.port}`
  const [writer, reader] = [1, 2].map((n) => new NodePage({ ...rig.doorOf(n), address, token: tokenOf(n) }))
  if (writer === undefined || reader === undefined) throw new Error('two pages were opened')
  const times: number[] = []
  try {
    await Promise.all([writer.opened(), reader.opened()])
    for (let number = 0; number < edits; number++) {
      const startedAt = performance.now()
      writer.type(`〔${number}〕`)
      await until(() => reader.text.includes(`〔${number}〕`), 'the other sees it')
      times.push(performance.now() - startedAt)
    }
    const sorted = times.toSorted((one, other) => one - other)
    return { ...latencyOf(times), p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0, delayMs }
  } finally {
    writer.leave()
    reader.leave()
    await proxy.stop()
    await rig.stop()
  }
}
