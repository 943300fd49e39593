import type { SealStore } from './sealStore.ts'
import { SWEEP_WINDOW_MS } from './trailSweep.ts'

/** Unit: milliseconds in which the sweeps of a server that runs come to everything. */
const SOON_MS = 600_000

/**
 * The moment since which a record may be without a seal and nothing be wrong: of a server that runs some minutes ago; of one that does not,
 * what its next start will seal. Before the first sealing is through, any. Unit: milliseconds since the epoch.
 */
export async function openSince(store: SealStore, running: { readonly now: number } | null): Promise<number> {
  if (!(await store.isBegun())) return Number.MIN_SAFE_INTEGER
  if (running !== null) return running.now - SOON_MS
  const last = await store.lastSealedAt()
  return last === null ? Number.MIN_SAFE_INTEGER : last - SWEEP_WINDOW_MS
}
