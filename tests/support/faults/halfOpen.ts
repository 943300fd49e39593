import { setTimeout as sleep } from 'node:timers/promises'
import type { SessionLimits } from '#server/collab/sessionLimits.ts'
import { systemClock } from '#server/platform/clock.ts'
import { later } from '#shared/core/time.ts'
import { startCollab, tokenOf } from '../collabRig.ts'
import { NodePage } from '../nodePage.ts'
import { type ProxyManners, startProxy } from '../testProxy.ts'
import { until } from '../until.ts'

/** Unit: milliseconds from the moment on which nothing passes any more. */
export interface HalfOpenReport {
  readonly presenceGoneMs: number
  readonly memoryFreedMs: number
}

const LONGEST_MS = 70_000

export interface HalfOpenWays {
  readonly upgrades: ProxyManners['upgrades']
  readonly limits: SessionLimits
  /** Unit: milliseconds by which the server's clock is put back then. */
  readonly clockBackMs?: number
}

/** A page sits behind a proxy that from one moment on lets nothing pass and tells nobody. */
export async function halfOpen({ upgrades, limits, clockBackMs = 0 }: HalfOpenWays): Promise<HalfOpenReport> {
  let backMs = 0
  const clock = { now: () => later(systemClock.now(), -backMs) }
  const rig = await startCollab({ ports: { limits, clock } })
  const proxy = await startProxy(Number(new URL(rig.doorOf(1).address).port), { upgrades })
  const staying = rig.join(1)
  const page = new NodePage({ ...rig.doorOf(2), address: `ws://127.0.0.1:${proxy.port}`, token: tokenOf(2) })
  try {
    await Promise.all([staying.settled(), page.opened()])
    page.connection.setComposing(true)
    const others = () => staying.provider.awareness.getStates().size - 1
    await until(() => others() === 1, 'the page is seen')

    const startedAt = performance.now()
    proxy.freeze()
    // What was on its way has arrived.
    await sleep(300)
    backMs = clockBackMs
    await until(() => others() === 0, 'the page is seen no more', LONGEST_MS)
    const presenceGoneMs = performance.now() - startedAt
    await until(() => rig.live.figures().sockets === 1, 'its session is gone', LONGEST_MS)
    return { presenceGoneMs, memoryFreedMs: performance.now() - startedAt }
  } finally {
    page.leave()
    await proxy.stop()
    await rig.stop()
  }
}
