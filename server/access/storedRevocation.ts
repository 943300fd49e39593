import type { ChangeFeed } from '#server/platform/changeFeed.ts'
import type { Log } from '#server/platform/log.ts'
import type { Atomically } from '#server/platform/mongo.ts'
import type { Timer, Timers } from '#server/platform/timers.ts'
import type { Clock } from '#shared/core/time.ts'
import type { EndingStore } from './endings.mongo.ts'
import { type Endings, type LocalRevocation, localRevocation, type Revocation } from './revocation.ts'

export interface StoredRevocationPorts {
  readonly endings: EndingStore
  readonly atomically: Atomically
  readonly feed: ChangeFeed
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  /** Unit: milliseconds between two questions to the store. */
  readonly askEveryMs: number
}

/** Where other nodes write too: an ending that no event told of takes effect within a second. */
export const ASK_EVERY_MS = 300
/** Where nobody else writes, the answer only shows that the store is there. */
export const ASK_ALONE_EVERY_MS = 900
/** A node that has not been answered for so long delivers nothing: what it does not know of may have ended any right. */
const TRUSTED_MS = 2_000
/** Equal to nothing, itself included: no verdict stands while the store cannot be asked. */
const NO_EPOCH = Number.NaN

/**
 * Revocation among all nodes of one store (KS9). Other nodes' endings are heard of by the change feed and by asking every
 * 300 ms, so that a lost event delays an ending and no more.
 */
export class StoredRevocation implements Revocation, Endings {
  readonly #ports: StoredRevocationPorts
  readonly #local: LocalRevocation = localRevocation()
  /** Endings of this node: it has acted on them in the moment of their commit. */
  readonly #own = new Set<number>()
  #known = 0
  #answeredAt = Number.NEGATIVE_INFINITY
  #polling: Timer | null = null
  #underWay: Promise<void> | null = null

  constructor(ports: StoredRevocationPorts) {
    this.#ports = ports
    ports.feed.on('endings', () => void this.#poll())
    ports.feed.onGap(() => void this.#poll())
  }

  epoch(): number {
    return this.lagMs() > TRUSTED_MS ? NO_EPOCH : this.#local.epoch()
  }

  /** The same, where the last answer is too old after asking the store: a stall that is over refuses nobody. */
  async askedEpoch(): Promise<number> {
    if (this.lagMs() > TRUSTED_MS) await this.#poll()
    return this.epoch()
  }

  /** Unit: milliseconds since the store was last asked and answered; above 2,000 nothing is delivered. */
  lagMs(): number {
    return this.#ports.timers.elapsedMs() - this.#answeredAt
  }

  onRaised(listener: () => void): void {
    this.#local.onRaised(listener)
  }

  onSessionEnded(listener: (sessionId: string) => void): void {
    this.#local.onSessionEnded(listener)
  }

  readonly endingRights: Atomically = (work) => this.#ending(null, work)

  endingSession<Value>(sessionId: string, work: () => Promise<Value>): Promise<Value> {
    return this.#ending(sessionId, work)
  }

  /** Learns where things stand, and goes on listening. Throws: the store's error. */
  async start(): Promise<void> {
    await this.#ports.endings.prepare()
    const askedAt = this.#ports.timers.elapsedMs()
    this.#known = await this.#ports.endings.epoch()
    this.#answeredAt = askedAt
    this.#polling = this.#ports.timers.every(this.#ports.askEveryMs, () => void this.#poll())
  }

  stop(): void {
    this.#polling?.stop()
  }

  async #ending<Value>(sessionId: string | null, work: () => Promise<Value>): Promise<Value> {
    const { atomically, endings, clock } = this.#ports
    const done = await atomically(async () => ({
      value: await work(),
      epoch: await endings.note(sessionId, new Date(clock.now())),
    })).catch((cause: unknown) => {
      // The session itself is gone by now: its sockets here close, whether that could be kept or not.
      if (sessionId !== null) this.#local.endSession(sessionId)
      throw cause
    })
    this.#own.add(done.epoch)
    if (sessionId === null) this.#local.raise()
    else this.#local.endSession(sessionId)
    return done.value
  }

  #poll(): Promise<void> {
    this.#underWay ??= this.#learn()
      .catch((cause: unknown) => {
        this.#ports.log.warn('revocation.notAsked', { reason: cause instanceof Error ? cause.name : 'unknown' })
      })
      .finally(() => {
        this.#underWay = null
      })
    return this.#underWay
  }

  async #learn(): Promise<void> {
    const askedAt = this.#ports.timers.elapsedMs()
    const epoch = await this.#ports.endings.epoch()
    if (epoch > this.#known) await this.#hear(epoch)
    this.#answeredAt = askedAt
  }

  async #hear(epoch: number): Promise<void> {
    const endings = await this.#ports.endings.between(this.#known, epoch)
    const isWhole = endings.length === epoch - this.#known
    this.#known = epoch
    const foreign = endings.filter(({ _id }) => !this.#own.delete(_id)).map(({ sessionId }) => sessionId)
    for (const sessionId of foreign) if (sessionId !== null) this.#local.endSession(sessionId)
    if (!isWhole || foreign.includes(null)) this.#local.raise()
  }
}
