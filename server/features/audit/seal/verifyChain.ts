import type { TrailFaultKind } from '#shared/api/audit.ts'
import { ahead } from './ahead.ts'
import type { Checkpoint } from './checkpoint.ts'
import { beginningOf, hashAfter, type Seal, type SealedEntry } from './trailChain.ts'
import type { TrailFault } from './trailFault.ts'
import type { TrailReading } from './trailReading.ts'
import { SWEEP_WINDOW_MS } from './trailSweep.ts'

/** What one chain came to. */
export interface ChainResult {
  readonly chain: string
  readonly count: number
  readonly head: string
  /** Links whose record is there. */
  readonly matched: number
  /** Links that were made late, and of records from before the sealing. */
  readonly late: number
  readonly before: number
  readonly faults: readonly TrailFault[]
}

/** Unit: faults named of one chain: where it was written over, all of it is wrong. */
const MAX_FAULTS = 20

/** Seals that follow one another, and those of their records that are there. */
interface Batch {
  readonly seals: readonly Seal[]
  readonly entries: ReadonlyMap<string, SealedEntry>
}

type Checkpointed = Pick<Checkpoint, 'chain' | 'count' | 'head'>

/** What a chain is held against. */
interface Against {
  /** In order of count. */
  readonly checkpoints: readonly Checkpointed[]
  /** When the trail began to be sealed. Unit: milliseconds since the epoch. */
  readonly begunAt: number
}

/** Reads one chain from its beginning to its end, against its records and against every checkpoint of it. */
export async function verifyChain(reading: TrailReading, chain: string, against: Against): Promise<ChainResult> {
  const walk = new ChainWalk(chain, against)
  const withEntries = async function* (): AsyncGenerator<Batch> {
    for await (const seals of ahead(reading.seals(chain))) {
      yield { seals, entries: await reading.entries(seals.map(({ entryId }) => entryId)) }
    }
  }
  for await (const batch of ahead(withEntries())) walk.take(batch)
  return walk.end()
}

class ChainWalk {
  readonly #chain: string
  readonly #checkpoints: readonly Checkpointed[]
  readonly #begunAt: number
  readonly #faults: TrailFault[] = []
  #nextCheckpoint = 0
  /** The last place at which a checkpoint agreed. */
  #agreed = 0
  #hasDisagreed = false
  #count = 0
  #head: string
  /** null behind a gap: what the hash before was is not known. */
  #before: string | null
  /** When what stands here was sealed, and what was sealed in one go before it. */
  #sealedAt = Number.NEGATIVE_INFINITY
  #sealedBefore = Number.NEGATIVE_INFINITY
  #matched = 0
  #late = 0
  #older = 0

  constructor(chain: string, { checkpoints, begunAt }: Against) {
    this.#chain = chain
    this.#checkpoints = checkpoints
    this.#begunAt = begunAt
    this.#head = beginningOf(chain).hash
    this.#before = this.#head
  }

  take({ seals, entries }: Batch): void {
    for (const [place, seal] of seals.entries()) {
      if (seal.how === 'late') this.#late += 1
      if (seal.how === 'before') this.#older += 1
      this.#checkPlace(seal)
      const kind = this.#faultOf(seal, { place, seals, entries })
      if (kind !== null) this.#fault(kind, seal.index, String(seal.entryId))
      // Who was put in is passed over, so that who stands behind is not called wrong as well.
      if (kind !== 'inserted') this.#before = seal.hash
      this.#count = seal.index
      this.#head = seal.hash
      this.#checkAgainst(seal)
    }
  }

  end(): ChainResult {
    const missing = this.#checkpoints[this.#nextCheckpoint]
    if (missing !== undefined && !this.#hasDisagreed) this.#fault('truncated', this.#count + 1)
    const [chain, count, head] = [this.#chain, this.#count, this.#head]
    const [matched, late, before] = [this.#matched, this.#late, this.#older]
    return { chain, count, head, matched, late, before, faults: this.#faults }
  }

  #fault(kind: TrailFaultKind, index: number, about?: string): void {
    if (this.#faults.length >= MAX_FAULTS) return
    this.#faults.push({ kind, chain: this.#chain, index, ...(about === undefined ? {} : { about }) })
  }

  #checkPlace({ index }: Seal): void {
    if (index === this.#count + 1) return
    this.#fault('sealMissing', this.#count + 1)
    this.#before = null
  }

  #faultOf(seal: Seal, among: Among): TrailFaultKind | null {
    const entry = among.entries.get(String(seal.entryId))
    if (entry === undefined) return 'deleted'
    this.#matched += 1
    if (this.#before === null || hashAfter(this.#before, entry, seal) === seal.hash)
      return this.#timeFaultOf(seal, entry)
    return this.#faults.length < MAX_FAULTS ? kindOf(this.#before, entry, among) : 'edited'
  }

  /** Nothing is sealed in time, or as of before the sealing, that is dated otherwise: whoever has the disk can seal, too. */
  #timeFaultOf({ how, sealedAt }: Seal, { at }: SealedEntry): TrailFaultKind | null {
    if (sealedAt !== this.#sealedAt) {
      this.#sealedBefore = this.#sealedAt
      this.#sealedAt = sealedAt
    }
    const isOutOfTime =
      (how === 'inTime' && Number(at) < this.#sealedBefore - SWEEP_WINDOW_MS) ||
      (how === 'before' && Number(at) > this.#begunAt + SWEEP_WINDOW_MS)
    return isOutOfTime ? 'backdated' : null
  }

  #checkAgainst({ index, hash }: Seal): void {
    for (; ; this.#nextCheckpoint += 1) {
      const checkpoint = this.#checkpoints[this.#nextCheckpoint]
      if (checkpoint === undefined || checkpoint.count > index) return
      // One of a place that is missing can be compared with nothing; that it is missing is said.
      if (checkpoint.count < index) continue
      if (checkpoint.head === hash) this.#agreed = index
      else this.#disagree()
    }
  }

  /** All before the first that disagrees was as it is when the last that agrees was signed. */
  #disagree(): void {
    if (this.#hasDisagreed) return
    this.#hasDisagreed = true
    this.#fault(this.#agreed === 0 ? 'restamped' : 'refilled', this.#agreed + 1)
  }
}

interface Among extends Batch {
  readonly place: number
}

/** Which of the ways to come to a wrong hash it was, as far as the seals around tell. */
function kindOf(before: string, entry: SealedEntry, { place, seals, entries }: Among): TrailFaultKind {
  const [seal, next] = [seals[place], seals[place + 1]]
  const nextEntry = next && entries.get(String(next.entryId))
  if (next !== undefined && nextEntry !== undefined && hashAfter(before, nextEntry, next) === next.hash)
    return 'inserted'
  const hashes = new Set(seals.map(({ hash }) => hash))
  for (const other of entries.values()) {
    // Either the seals were swapped, or what stands in the records under their ids.
    const moved = [other, { ...other, _id: entry._id }]
    if (seal !== undefined && moved.some((one) => hashes.has(hashAfter(before, one, seal)))) {
      return 'swapped'
    }
  }
  return 'edited'
}
