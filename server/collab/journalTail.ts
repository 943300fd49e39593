import type { ChangeFeed } from '#server/platform/changeFeed.ts'
import type { Log } from '#server/platform/log.ts'
import type { Timer, Timers } from '#server/platform/timers.ts'
import { isId } from '#shared/core/ids.ts'
import type { Ahead, JournalHeads } from './journalHeads.mongo.ts'
import type { Rooms } from './rooms.ts'

export interface JournalTailPorts {
  readonly feed: ChangeFeed
  readonly heads: JournalHeads
  readonly rooms: Pick<Rooms, 'open' | 'heardOf'>
  readonly timers: Timers
  readonly log: Log
}

const ASK_MS = 1_000

/**
 * Follows what other nodes write to the documents that are open here. The change feed says it at once; every second it is
 * asked by query all the same, so that nobody's reading depends on a stream.
 */
export class JournalTail {
  readonly #ports: JournalTailPorts
  #asking: Timer | null = null
  #isUnderWay = false

  constructor(ports: JournalTailPorts) {
    this.#ports = ports
    ports.feed.on('journal', ({ documentId, generation, sequence }) => {
      if (isId('document', documentId)) {
        ports.rooms.heardOf({ documentId, generation: Number(generation), sequence: Number(sequence) })
      }
    })
    ports.feed.onGap(() => this.#ask())
  }

  start(): void {
    this.#asking = this.#ports.timers.every(ASK_MS, () => this.#ask())
  }

  stop(): void {
    this.#asking?.stop()
  }

  #ask(): void {
    if (this.#isUnderWay) return
    this.#isUnderWay = true
    this.#read()
      .then((ahead) => {
        for (const one of ahead) this.#ports.rooms.heardOf(one)
      })
      .catch((cause: unknown) => {
        this.#ports.log.warn('journalTail.notAsked', { reason: cause instanceof Error ? cause.name : 'unknown' })
      })
      .finally(() => {
        this.#isUnderWay = false
      })
  }

  async #read(): Promise<readonly Ahead[]> {
    const places = this.#ports.rooms.open().map(({ document: { row }, sequence }) => {
      const { documentId, generation } = row
      return { documentId, generation, sequence }
    })
    return places.length === 0 ? [] : this.#ports.heads.ahead(places)
  }
}
