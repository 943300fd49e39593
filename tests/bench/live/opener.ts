import { setTimeout as pause } from 'node:timers/promises'
import { openReplica, type Target } from './replica.ts'

/** A client process that writes a long document, or opens one and says how long it took. */
type Order =
  | { readonly kind: 'write'; readonly target: Target; readonly updates: readonly Uint8Array[] }
  | { readonly kind: 'open'; readonly target: Target }

/** What was sent is taken when the server has had so long for it; a peer does not say when. */
const SETTLE_MS = 4_000
const BETWEEN_MS = 30

async function write(target: Target, updates: readonly Uint8Array[]): Promise<void> {
  const replica = await openReplica(target)
  for (const update of updates) {
    replica.write(update)
    await pause(BETWEEN_MS)
  }
  await pause(SETTLE_MS)
  replica.close()
}

async function open(target: Target): Promise<{ readonly tookMs: number; readonly length: number }> {
  const startedAt = performance.now()
  const replica = await openReplica(target)
  const tookMs = performance.now() - startedAt
  const length = replica.length()
  await pause(300)
  replica.close()
  return { tookMs, length }
}

process.on('message', async (order: Order) => {
  const opened = order.kind === 'open' ? await open(order.target) : await write(order.target, order.updates)
  process.send?.({ kind: 'done', ...opened })
})
process.send?.({ kind: 'ready' })
