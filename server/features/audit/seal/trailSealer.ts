import type { Log } from '#server/platform/log.ts'
import { isDuplicateKey } from '#server/platform/mongo.ts'
import type { Timer, Timers } from '#server/platform/timers.ts'
import type { Clock } from '#shared/core/time.ts'
import type { Signer } from './checkpoint.ts'
import type { CheckpointFolder } from './checkpointFolder.ts'
import type { SealStore } from './sealStore.ts'
import { type ChainHead, type EntryId, type Seal, type SealedEntry, sealsAfter } from './trailChain.ts'

export interface SealerPorts {
  readonly store: SealStore
  readonly signer: Signer
  /** null: the operator names no folder. */
  readonly folder: CheckpointFolder | null
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  /** Who seals here, another at each start. */
  readonly holder: string
  readonly newChain: () => string
}

/** Unit: milliseconds from an append to its seal: in one go with what else comes meanwhile. */
const SEAL_AFTER_MS = 1_000
/** Unit: milliseconds until a store that could not be asked is asked again. */
const AGAIN_MS = 10_000
/** Unit: milliseconds in which a transaction is over; a record that is not there by then was never committed. */
const NEVER_CAME_MS = 120_000
const CHECKPOINT_MS = 60_000
const CHECKPOINT_EACH = 1_000
/** Unit: records that are read and sealed at once. */
const BATCH = 500
/** Unit: milliseconds for which a chain is one node's, unless it says so again. */
const HELD_MS = 180_000
const TRIES = 3

/**
 * Links what this node appends to the trail into a chain of its own, a moment after it is kept: no act waits for it, nor for another because
 * of it. What it did not come to, because the process was killed, is found by the sweep of any node (`trailSweep.ts`).
 */
export class TrailSealer {
  readonly #ports: SealerPorts
  /** Appended here, committed or not, by id. */
  readonly #expected = new Map<string, { readonly id: EntryId; readonly since: number }>()
  #head: ChainHead | null = null
  #signedCount = 0
  #passing: Timer | null = null
  #signing: Timer | null = null
  #line: Promise<unknown> = Promise.resolve()

  constructor(ports: SealerPorts) {
    this.#ports = ports
  }

  /** A record was appended, perhaps in a transaction that is not over. */
  expect(id: EntryId): void {
    this.#expected.set(String(id), { id, since: this.#ports.timers.elapsedMs() })
    this.#passSoon()
  }

  isExpected(id: EntryId): boolean {
    return this.#expected.has(String(id))
  }

  /** What `/metrics` says of it. */
  figures() {
    return {
      auditSealed: this.#head?.count ?? 0,
      auditWaiting: this.#expected.size,
      sealFolderFailing: this.#ports.folder?.isFailing === true ? 1 : 0,
    }
  }

  /** Seals what is still open, signs, and lets another node go on with the chain. */
  async stop(): Promise<void> {
    await this.#pass()
    this.#passing?.stop()
    await this.#inLine(() => this.#sign())
    this.#signing?.stop()
    const head = this.#head
    if (head !== null) await this.#ports.store.hold(head.chain, this.#claim(0))
  }

  /** Seals records that nobody has sealed yet, behind all that were. Returns how many it were. Throws: the store's error. */
  seal(entries: readonly SealedEntry[], how: Seal['how']): Promise<number> {
    return this.#inLine(async () => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await this.#seal(entries, how)
        } catch (cause) {
          // Where another node was sooner, or the answer was lost, the store knows how far this chain has come.
          this.#head = null
          if (attempt === TRIES || !isDuplicateKey(cause)) throw cause
        }
      }
    })
  }

  /** Takes its chain before there is anything to seal: whoever changes the master key sees by it that a node runs. Throws: the store's error. */
  begin(): Promise<unknown> {
    return this.#inLine(async () => this.#head ?? (await this.#take()))
  }

  /** Keeps the chain from being taken by another node, as long as this one lives. */
  async keepHeld(): Promise<void> {
    if (this.#head !== null) await this.#ports.store.hold(this.#head.chain, this.#claim(HELD_MS))
  }

  #passSoon(afterMs = SEAL_AFTER_MS): void {
    this.#passing ??= this.#ports.timers.after(afterMs, () => {
      this.#passing = null
      this.#pass().then(
        () => this.#expected.size > 0 && this.#passSoon(),
        (cause: unknown) => {
          this.#ports.log.error('seal.notSealed', cause)
          this.#passSoon(AGAIN_MS)
        },
      )
    })
  }

  /** Seals what has come, in the order in which it was appended. */
  async #pass(): Promise<void> {
    const expected = [...this.#expected.values()]
    for (let from = 0; from < expected.length; from += BATCH) await this.#passOver(expected.slice(from, from + BATCH))
  }

  async #passOver(expected: readonly { readonly id: EntryId; readonly since: number }[]): Promise<void> {
    const { store, timers } = this.#ports
    const there = new Map((await store.entriesOf(expected.map(({ id }) => id))).map((row) => [String(row._id), row]))
    await this.seal(
      expected.map(({ id }) => there.get(String(id))).filter((row) => row !== undefined),
      'inTime',
    )
    const now = timers.elapsedMs()
    for (const { id, since } of expected) {
      if (there.has(String(id)) || now - since > NEVER_CAME_MS) this.#expected.delete(String(id))
    }
  }

  async #seal(entries: readonly SealedEntry[], how: Seal['how']): Promise<number> {
    if (entries.length === 0) return 0
    const { store, clock } = this.#ports
    const isKnown = this.#head !== null && how === 'inTime'
    const sealed = isKnown ? new Set() : await store.sealedOf(entries.map(({ _id }) => _id))
    const seals = sealsAfter(
      this.#head ?? (await this.#take()),
      entries.filter(({ _id }) => !sealed.has(String(_id))),
      { sealedAt: clock.now(), how },
    )
    const last = seals.at(-1)
    if (last === undefined) return 0
    await store.append(seals)
    this.#head = { chain: last.chain, count: last.index, hash: last.hash }
    if (last.index - this.#signedCount >= CHECKPOINT_EACH) await this.#sign()
    else this.#signSoon()
    return seals.length
  }

  /** The chain that is this node's, and how far it has come. */
  async #take(): Promise<ChainHead> {
    const { store, newChain } = this.#ports
    let chain = await store.claim(this.#claim(HELD_MS))
    if (chain === null) {
      chain = newChain()
      await store.begin(chain, this.#claim(HELD_MS))
    }
    // In this order: whoever still seals here meanwhile makes the head newer than the checkpoint, never older.
    const signed = await store.lastCheckpoint(chain)
    const head = await store.headOf(chain)
    if (signed !== null && (signed.count > head.count || (signed.count === head.count && signed.head !== head.hash))) {
      // What was signed is not there: going on behind it would look as if nothing were missing.
      this.#ports.log.error('seal.signedIsGone', new Error('seals that were signed are gone'), {
        count: signed.count,
      })
      await store.endAll()
      return this.#take()
    }
    this.#signedCount = signed?.count ?? 0
    this.#head = head
    return head
  }

  #claim(forMs: number) {
    const now = this.#ports.clock.now()
    return { holder: this.#ports.holder, now, until: now + forMs }
  }

  #signSoon(): void {
    this.#signing ??= this.#ports.timers.after(CHECKPOINT_MS, () => {
      void this.#inLine(() => this.#sign()).catch((cause: unknown) => {
        this.#ports.log.error('seal.notSigned', cause)
        this.#signSoon()
      })
    })
  }

  async #sign(): Promise<void> {
    this.#signing?.stop()
    this.#signing = null
    const { store, signer, folder, clock } = this.#ports
    const head = this.#head
    if (head === null || head.count <= this.#signedCount) return
    const checkpoint = signer.sign(head, clock.now())
    await store.keepCheckpoint(checkpoint)
    this.#signedCount = head.count
    folder?.append(checkpoint)
  }

  /** Two that seal at once would take one place. */
  #inLine<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#line.then(work)
    this.#line = done.catch(() => undefined)
    return done
  }
}
