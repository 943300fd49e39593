import { performance } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import type { Clock } from '#shared/core/time.ts'
import type { Log } from './log.ts'
import type { Timer, Timers } from './timers.ts'

/** What the process holds of the machine's memory. */
export interface ProcessMemory {
  /** Unit: bytes. */
  residentBytes(): number
  /** Unit: bytes of JavaScript's heap that are in use, garbage that nobody has collected included. */
  usedBytes(): number
  /** The share of the time since it was asked last in which the event loop worked: 0 to 1. */
  loopShare(): number
  /** Collects all garbage and gives the pages to the system that V8 keeps for later. Everything else waits meanwhile. */
  giveBack(): void
}

export interface MemoryPorts {
  readonly memory: ProcessMemory
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
}

const LOOK_EVERY_MS = 10_000
const MIB = 2 ** 20
/** A giving back may take a thousandth of the time, so that it is in no tail of what anybody waits for. */
const REST_FACTOR = 1_000
/** Beside people who write it is done so seldom. */
const BUSY_REST_MS = 600_000
/** Of the time: what a few people who write take of the loop. */
const QUIET_SHARE = 0.05
/** What grows by more from one look to the next is being used. */
const CLIMB_BYTES = 4 * MIB

interface Since {
  readonly sinceMs: number
  readonly isClimbing: boolean
}

/**
 * By how much the process has to have grown, `sinceMs` after the last time. Where it is quiet, not while it still climbs: then
 * something goes on, however little of the time it takes. Beside people who write it is more than what comes and goes by
 * itself between two collections, and only where few notice: with less than 100 MiB in use it takes a tenth of a second or two.
 */
function worthBytes({ loopShare, usedBytes }: ProcessMemory, { sinceMs, isClimbing }: Since): number {
  const share = loopShare()
  if (share < QUIET_SHARE) return isClimbing ? Number.POSITIVE_INFINITY : 8 * MIB
  const isBearable = share < 0.8 && sinceMs >= BUSY_REST_MS && usedBytes() < 100 * MIB
  return isBearable ? 32 * MIB : Number.POSITIVE_INFINITY
}

/**
 * Gives memory back to the system when the process has grown and its event loop has time for it: V8 keeps the pages of what
 * it collected, as many as a flood ever needed, for as long as the process lives.
 *
 * Cost: the loop stands still for about 2 ms for each MiB in use; looking costs nothing that can be measured.
 */
export function giveMemoryBack({ memory, clock, timers, log }: MemoryPorts): Timer {
  let least = 0
  let seen = memory.residentBytes()
  let endedAt = clock.now()
  let tookMs = 0
  return timers.every(LOOK_EVERY_MS, () => {
    const startedAt = clock.now()
    const sinceMs = startedAt - endedAt
    const before = memory.residentBytes()
    const worth = worthBytes(memory, { sinceMs, isClimbing: before > seen + CLIMB_BYTES })
    seen = before
    if (sinceMs < tookMs * REST_FACTOR || before < least + worth) return
    memory.giveBack()
    least = memory.residentBytes()
    seen = least
    endedAt = clock.now()
    tookMs = endedAt - startedAt
    log.info('memory.givenBack', { byteCount: before - least, durationMs: tookMs })
  })
}

/** The memory of this process; null where Node was started without `--expose-gc`. */
export function processMemory(): ProcessMemory | null {
  const collect = globalThis.gc
  if (collect === undefined) return null
  let asked = performance.eventLoopUtilization()
  return {
    residentBytes: () => process.memoryUsage.rss(),
    usedBytes: () => getHeapStatistics().used_heap_size,
    loopShare() {
      const now = performance.eventLoopUtilization()
      const { utilization } = performance.eventLoopUtilization(now, asked)
      asked = now
      return utilization
    },
    giveBack: () => collect({ type: 'major', execution: 'sync', flavor: 'last-resort' }),
  }
}
