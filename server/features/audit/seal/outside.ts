import { pause, type Timers } from '#server/platform/timers.ts'
import type { Checkpoint } from './checkpoint.ts'
import { readCheckpoints } from './readCheckpoints.ts'
import type { SealStore } from './sealStore.ts'

/** Unit: milliseconds in which what was signed has come to the folder outside. */
const COMES_WITHIN_MS = 600_000

/**
 * The chains of which the folder outside does not hold what was signed ten minutes ago or before, though it was in use by then:
 * either nothing comes there, or it was taken away.
 */
export async function lackingOutside(
  store: Pick<SealStore, 'lastCheckpoint'>,
  chains: readonly string[],
  { checkpoints, now }: { readonly checkpoints: readonly Checkpoint[]; readonly now: number },
): Promise<readonly string[]> {
  const furthest = new Map<string, number>()
  let inUseSince = checkpoints.length === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  for (const { chain, count, at } of checkpoints) {
    furthest.set(chain, Math.max(count, furthest.get(chain) ?? 0))
    inUseSince = Math.min(inUseSince, at)
  }
  const lacking: string[] = []
  for (const chain of chains) {
    const signed = await store.lastCheckpoint(chain, now - COMES_WITHIN_MS)
    if (signed !== null && signed.at >= inUseSince && signed.count > (furthest.get(chain) ?? 0)) lacking.push(chain)
  }
  return lacking
}

/** Reads the folder outside beside a server that serves: one that never answers keeps one thread of four, and never a second. */
export class OutsideReader {
  readonly #folder: string
  readonly #timers: Timers
  #hanging: Promise<unknown> | null = null

  constructor(folder: string, timers: Timers) {
    this.#folder = folder
    this.#timers = timers
  }

  /** Throws: why it cannot be read, also when it has not answered after `withinMs`. */
  async read(withinMs: number): Promise<readonly Checkpoint[]> {
    const silent = new Error('SEAL_FOLDER が答えません / SEAL_FOLDER does not answer')
    if (this.#hanging !== null) throw silent
    const reading = readCheckpoints(this.#folder)
    this.#hanging = reading
    const over = () => {
      this.#hanging = null
    }
    reading.then(over, over)
    const read = await Promise.race([reading, pause(this.#timers, withinMs)])
    if (read === undefined) throw silent
    return read
  }
}
