import { setTimeout as pause } from 'node:timers/promises'
import { openReplica, type Target } from './replica.ts'

/** A client process that writes a long document, or opens one and says how long it took. */
type Order =
  | { readonly kind: 'write'; readonly target: Target; readonly updates: readonly Uint8Array[] }
  /** `least`: characters without which it is not open yet; one of the peers says that it is in step before it has read anything. */
  | { readonly kind: 'open'; readonly target: Target; readonly least: number }

/** What was sent is taken when the server has had so long for it; a peer does not say when. */
const SETTLE_MS = 4_000
const BETWEEN_MS = 30

async function write(target: Target, updates: readonly Uint8Array[]): Promise<{ readonly length: number }> {
  const replica = await openReplica(target)
  for (const update of updates) {
    replica.write(update)
    await pause(BETWEEN_MS)
  }
  await pause(SETTLE_MS)
  const length = replica.length()
  replica.close()
  return { length }
}

async function open(target: Target, least: number): Promise<{ readonly tookMs: number; readonly length: number }> {
  const startedAt = performance.now()
  const replica = await openReplica(target)
  let endedAt = performance.now()
  let length = replica.length()
  if (length < least) {
    const { promise, resolve } = Promise.withResolvers<void>()
    replica.onUpdate(() => {
      endedAt = performance.now()
      length = replica.length()
      if (length >= least) resolve()
    })
    await promise
  }
  const tookMs = endedAt - startedAt
  await pause(300)
  replica.close()
  return { tookMs, length }
}

process.on('message', async (order: Order) => {
  const opened =
    order.kind === 'open' ? await open(order.target, order.least) : await write(order.target, order.updates)
  process.send?.({ kind: 'done', ...opened })
})
process.send?.({ kind: 'ready' })
