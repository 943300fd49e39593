import type { Log } from '#server/platform/log.ts'
import { pause, type Timer, type Timers } from '#server/platform/timers.ts'
import type { Clock } from '#shared/core/time.ts'
import type { SealStore, WalkPlace } from './sealStore.ts'
import type { TrailSealer } from './trailSealer.ts'

export interface SweepPorts {
  readonly store: SealStore
  readonly sealer: Pick<TrailSealer, 'seal' | 'isExpected' | 'keepHeld'>
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  /** True when other nodes seal what they append, and are to have the time for it. */
  readonly isShared: boolean
}

/** Unit: milliseconds in which who has appended a record seals it. */
const GRACE_MS = 60_000
const SWEEP_MS = 300_000
/** Unit: milliseconds until the sweep of a start that failed is begun anew. */
const AGAIN_MS = 10_000
/** Unit: milliseconds back to which a sweep looks. */
export const SWEEP_WINDOW_MS = 3_600_000
/** Unit: records looked at in one go, and milliseconds between two, in which people are served. */
const BATCH = 500
const BREATH_MS = 20
const FROM_THE_BEGINNING: WalkPlace = { at: Number.MIN_SAFE_INTEGER, id: null }

/**
 * Finds the records that nobody has sealed, and has them sealed: those of a process that was killed before it came to it, of a command
 * beside the server, of another node that is gone; and once, those of the time before the trail was sealed.
 */
export class TrailSweep {
  readonly #ports: SweepPorts
  readonly #timers: Timer[] = []
  #isStopped = false

  constructor(ports: SweepPorts) {
    this.#ports = ports
  }

  /** Seals what the last end left open, beside whatever else goes on, and from then on what others leave. */
  start(): void {
    const { timers } = this.#ports
    this.#timers.push(timers.every(SWEEP_MS, () => this.#run(() => this.#sweepFrom(this.#ports.clock.now()))))
    if (this.#ports.isShared) {
      this.#timers.push(timers.every(GRACE_MS, () => this.#run(() => this.#ports.sealer.keepHeld())))
    }
    this.#begin()
  }

  stop(): void {
    this.#isStopped = true
    for (const timer of this.#timers) timer.stop()
  }

  /**
   * Returns how many records it had sealed. What is far older than the newest seal, and has none, was not left by a process that ended: it is
   * not sealed here, so that the verifier finds it. Throws: the store's error.
   */
  async sweepAtStart(): Promise<number> {
    const { store } = this.#ports
    if (await store.isBegun()) return this.#sweepFrom(await store.lastSealedAt())
    const count = await this.#walk(FROM_THE_BEGINNING, 'before')
    if (!this.#isStopped) await store.noteBegun()
    return count
  }

  /** Again and again, until it is through: what it leaves lies behind the window of all later sweeps one day. */
  #begin(): void {
    this.sweepAtStart().catch((cause: unknown) => {
      this.#ports.log.error('seal.notSwept', cause)
      if (!this.#isStopped) this.#timers.push(this.#ports.timers.after(AGAIN_MS, () => this.#begin()))
    })
  }

  #run(work: () => Promise<unknown>): void {
    work().catch((cause: unknown) => this.#ports.log.error('seal.notSwept', cause))
  }

  #sweepFrom(moment: number | null): Promise<number> {
    return this.#walk(moment === null ? FROM_THE_BEGINNING : { at: moment - SWEEP_WINDOW_MS, id: null }, 'late')
  }

  async #walk(from: WalkPlace, how: 'late' | 'before'): Promise<number> {
    const { store, timers, log, clock, isShared } = this.#ports
    const until = isShared ? clock.now() - GRACE_MS : Number.MAX_SAFE_INTEGER
    let [place, count]: [WalkPlace, number] = [from, 0]
    while (!this.#isStopped) {
      const batch = await store.walk(place, until, BATCH)
      const last = batch.at(-1)
      if (last === undefined) break
      count += await this.#sealOf(
        batch.map(({ id }) => id),
        how,
      )
      place = last
      await pause(timers, BREATH_MS)
    }
    if (count > 0) log.warn(how === 'late' ? 'seal.foundLate' : 'seal.foundBefore', { count })
    return count
  }

  async #sealOf(ids: Parameters<SealStore['entriesOf']>[0], how: 'late' | 'before'): Promise<number> {
    const { store, sealer } = this.#ports
    const sealed = await store.sealedOf(ids)
    const open = ids.filter((id) => !sealed.has(String(id)) && !sealer.isExpected(id))
    if (open.length === 0) return 0
    const found = new Map((await store.entriesOf(open)).map((row) => [String(row._id), row]))
    return sealer.seal(
      open.map((id) => found.get(String(id))).filter((row) => row !== undefined),
      how,
    )
  }
}
