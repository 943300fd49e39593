import type { SessionLimits } from '#server/collab/sessionLimits.ts'
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

/** A page sits behind a proxy that from one moment on lets nothing pass and tells nobody. */
export async function halfOpen(upgrades: ProxyManners['upgrades'], limits: SessionLimits): Promise<HalfOpenReport> {
  const rig = await startCollab({ ports: { limits } })
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
