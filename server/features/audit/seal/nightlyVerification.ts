import type { Db } from 'mongodb'
import type { Log } from '#server/platform/log.ts'
import { pause, type Timer, type Timers } from '#server/platform/timers.ts'
import type { SealOutside, TrailFaultKind, TrailVerified } from '#shared/api/audit.ts'
import { type Clock, dayInJapan, instant } from '#shared/core/time.ts'
import type { Checkpoint } from './checkpoint.ts'
import { keysAround } from './handOver.ts'
import { openSince } from './openSince.ts'
import { lackingOutside, type OutsideReader } from './outside.ts'
import type { SealStore } from './sealStore.ts'
import type { TrailFault } from './trailFault.ts'
import { type TrailReading, trailReading } from './trailReading.ts'
import type { Verifications } from './verifications.mongo.ts'
import { verifyTrail } from './verifyTrail.ts'

export interface NightlyPorts {
  readonly db: Db
  readonly nights: Verifications
  readonly seals: SealStore
  /** The folder of another host to which the checkpoints are written as well; null without one. */
  readonly outside: OutsideReader | null
  /** That of the key this node signs with. */
  readonly publicKey: string
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  /** Who verifies here, another at each start. */
  readonly holder: string
}

/** Unit: milliseconds between two looks at whether a night is still to be verified. */
export const LOOK_MS = 600_000
/** A night begins at two in Japan, and is made up for whenever a server runs after it: many are off at night. */
const BEGINS_MS = 2 * 3_600_000
/** Unit: milliseconds in which a node that has begun is through, or gone: eighteen million records. */
const HELD_MS = 2 * 3_600_000
/** Unit: milliseconds in which years of checkpoints have come over a slow line, or the folder does not answer. */
const READ_WITHIN_MS = 600_000
/** Unit: rows that are read and hashed at once, some milliseconds of work, and milliseconds after them, in which people are served. */
const BATCH = 100
const BREATH_MS = 15

interface ReadOutside {
  readonly checkpoints: readonly Checkpoint[]
  readonly outside: SealOutside | null
}

/** Holds the whole trail against its seal once a night, at one node of several, beside whatever else goes on. */
export class NightlyVerification {
  readonly #ports: NightlyPorts
  #looking: Timer | null = null
  #isUnderWay = false
  #isStopped = false

  constructor(ports: NightlyPorts) {
    this.#ports = ports
  }

  start(): void {
    this.#looking = this.#ports.timers.every(LOOK_MS, () => void this.look())
  }

  /** Breaks off what is under way, and leaves that night to another node, or to the next start. Throws: the store's error. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#looking?.stop()
    if (this.#isUnderWay) await this.#ports.nights.letGo(this.#ports.holder)
  }

  /** Verifies, where it was not done this night and nobody is at it. Never throws: what failed is told of in the log, and tried again. */
  async look(): Promise<void> {
    if (this.#isUnderWay || this.#isStopped) return
    this.#isUnderWay = true
    try {
      await this.#verifyIfDue()
    } catch (cause) {
      if (!this.#isStopped) await this.#fail(cause)
    } finally {
      this.#isUnderWay = false
    }
  }

  async #fail(cause: unknown): Promise<void> {
    const { log, nights, holder } = this.#ports
    log.error('trail.notVerified', cause)
    // Of a store that does not answer the claim runs out by itself.
    await nights.letGo(holder).catch(() => undefined)
  }

  async #verifyIfDue(): Promise<void> {
    const { nights, clock, holder, log } = this.#ports
    const now = clock.now()
    const night = dayInJapan(instant(now - BEGINS_MS))
    if (!(await nights.claim(night, { holder, now, until: now + HELD_MS }))) return
    const verified = await this.#verify()
    await nights.keep(night, holder, verified)
    const faultCount = verified.faults.reduce((sum, { count }) => sum + count, 0)
    log.info('trail.verified', { entryCount: verified.count, count: faultCount })
    if (verified.outside?.state === 'fewer')
      log.error('trail.fewerOutside', new Error('the folder of checkpoints does not hold what was signed'))
    if (faultCount > 0)
      log.error('trail.faultsFound', new Error('the audit trail is not as it was sealed'), { count: faultCount })
  }

  async #verify(): Promise<TrailVerified> {
    const { db, seals, publicKey, clock } = this.#ports
    const reading = this.#paced(trailReading(db, BATCH))
    const { checkpoints, outside } = await this.#readOutside(await reading.chains())
    const { chains, faults } = await verifyTrail(reading, {
      keys: keysAround(publicKey, await reading.handOvers()),
      openSince: await openSince(seals, { now: clock.now() }),
      ...{ checkpoints, paper: null },
    })
    const count = chains.reduce((sum, chain) => sum + chain.count, 0)
    return { at: clock.now(), count, faults: byKind(faults), outside }
  }

  /** What the folder outside holds, and what is to be said of it: that it cannot be read keeps nothing else from being verified. */
  async #readOutside(chains: readonly string[]): Promise<ReadOutside> {
    const { outside: reader, nights, seals, clock, log } = this.#ports
    if (reader === null) return { checkpoints: [], outside: null }
    const before = (await nights.last())?.outside?.count ?? 0
    try {
      const checkpoints = await reader.read(READ_WITHIN_MS)
      const count = checkpoints.length
      const lacking = await lackingOutside(seals, chains, { checkpoints, now: clock.now() })
      return { checkpoints, outside: { state: lacking.length > 0 || count < before ? 'fewer' : 'held', count } }
    } catch (cause) {
      log.error('trail.outsideNotRead', cause)
      return { checkpoints: [], outside: { state: 'unread', count: before } }
    }
  }

  #paced(reading: TrailReading): TrailReading {
    return {
      ...reading,
      seals: (chain) => this.#inSlices(reading.seals(chain), 1),
      entryPlaces: () => this.#inSlices(reading.entryPlaces(), BATCH),
      sealedIds: () => this.#inSlices(reading.sealedIds(), BATCH),
    }
  }

  /** The same values, with time for others after each `size` of them. */
  async *#inSlices<Value>(values: AsyncIterable<Value>, size: number): AsyncGenerator<Value> {
    let given = 0
    for await (const value of values) {
      if (this.#isStopped) throw new Error('the server ends')
      yield value
      given += 1
      if (given % size === 0) await pause(this.#ports.timers, BREATH_MS)
    }
  }
}

function byKind(faults: readonly TrailFault[]): TrailVerified['faults'] {
  const counts = new Map<TrailFaultKind, number>()
  for (const { kind } of faults) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].map(([kind, count]) => ({ kind, count }))
}
