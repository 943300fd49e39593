import { startServer } from '#server/app/startServer.ts'
import { SOCKET_LIMITS } from '#server/collab/connectionLimits.ts'
import { SESSION_LIMITS } from '#server/collab/sessionLimits.ts'
import { readConfig } from '#server/platform/config.ts'
import { jsonLog } from '#server/platform/log.ts'

/**
 * The product's whole server with the demo council, in a process of its own. What one person or address may use is lifted,
 * since a handful of processes stands for a region; nothing else differs from `server/app/main.ts`.
 */
const read = readConfig(process.env, process.cwd())
if (!read.ok) throw new Error(read.bad.map(({ name, mend }) => `${name}: ${mend}`).join('\n'))

const unlimited = { perSecond: 1e9, atOnce: 1e9 }
const server = await startServer(read.config, {
  log: jsonLog(),
  demo: 'demo',
  isThrowAway: true,
  say: () => undefined,
  onStoreLost: () => process.exit(1),
  socketLimits: { ...SOCKET_LIMITS, perAddress: 1e6, perMember: 1e6, perDocument: 1e6, connecting: unlimited },
  sessionLimits: { ...SESSION_LIMITS, frames: unlimited, presenceFrames: unlimited, bytes: unlimited },
})
process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)))
process.on('message', ({ kind }: { readonly kind: string }) => {
  if (kind !== 'collectGarbage') return
  globalThis.gc?.()
  process.send?.({ kind: 'collected' })
})
process.send?.({ kind: 'ready', address: server.address })
