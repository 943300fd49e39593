import type { KeyObject } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Checkpoint, isSignedBy } from './checkpoint.ts'
import type { TrailFault } from './trailFault.ts'
import type { PlacedEntry, TrailReading } from './trailReading.ts'
import { type ChainResult, verifyChain } from './verifyChain.ts'

/** A head as it stands on the paper of a conference. */
export interface PaperHead {
  readonly count: number
  /** The first sixteen characters of the hash, or more of them. */
  readonly beginning: string
}

/** What is known of the trail from outside the store. */
export interface Outside {
  /** Any of them may have signed; null: signatures are not looked at. */
  readonly keys: readonly KeyObject[] | null
  readonly checkpoints: readonly Checkpoint[]
  readonly paper: PaperHead | null
  /** The moment to which what is not sealed yet may still be. Unit: milliseconds since the epoch. */
  readonly openSince: number
}

export interface TrailResult {
  readonly chains: readonly ChainResult[]
  readonly checkpointCount: number
  /** Records of the last moments, which are not sealed yet. */
  readonly openCount: number
  /** The first bad place of each chain first. */
  readonly faults: readonly TrailFault[]
}

const isSignedByAny = (keys: readonly KeyObject[] | null, one: Checkpoint): boolean =>
  keys === null || keys.some((key) => isSignedBy(key, one))

/** A few at a time: years of them are seconds of work, in which a server could not answer. */
async function bySignature(all: readonly Checkpoint[], keys: Outside['keys']) {
  const [signed, unsigned]: [Checkpoint[], Checkpoint[]] = [[], []]
  for (const [place, one] of all.entries()) {
    if (place % SIGNATURES_AT_ONCE === 0) await nextTurn()
    if (isSignedByAny(keys, one)) signed.push(one)
    else unsigned.push(one)
  }
  return { signed, unsigned }
}

const NONE_OPEN = { faults: [], openCount: 0 }
const SIGNATURES_AT_ONCE = 20
/** Unit: records without a seal that are named. */
const MAX_NAMED = 20

/**
 * Holds the whole trail against its seal: every record against its seal, every seal against the one before, and the chain against every
 * checkpoint, those from outside among them. Changes nothing.
 *
 * Cost: one pass over seals and records, and one over their ids where their counts differ; memory for the checkpoints and three thousand records.
 */
export async function verifyTrail(reading: TrailReading, outside: Outside): Promise<TrailResult> {
  const chains: ChainResult[] = []
  const ofCheckpoints: TrailFault[] = []
  let checkpointCount = 0
  const begunAt = await sealingBegunAt(reading, outside)
  const without = Map.groupBy(outside.checkpoints, ({ chain }) => chain)
  const known = [...(await reading.chains()), ...without.keys()]
  for (const chain of new Set(known)) {
    const inStore = await reading.checkpoints(chain)
    const other = otherThan(inStore, without.get(chain) ?? [])
    const { signed, unsigned } = await bySignature([...inStore, ...other], outside.keys)
    for (const { count, at } of unsigned.slice(0, MAX_NAMED)) {
      ofCheckpoints.push({ kind: 'forged', chain, index: count, about: new Date(at).toISOString() })
    }
    ofCheckpoints.push(...redated(inStore, new Set(signed).intersection(new Set(other))))
    checkpointCount += signed.length
    const inOrder = signed.toSorted((one, other) => one.count - other.count)
    chains.push(await verifyChain(reading, chain, { checkpoints: inOrder, begunAt }))
  }
  const matched = chains.reduce((sum, chain) => sum + chain.matched, 0)
  // Where every record was met with its seal, none is without.
  const isAllMet = matched === (await reading.entryCount())
  const { faults: open, openCount } = isAllMet ? NONE_OPEN : await withoutSeal(reading, outside.openSince)
  const onPaper = outside.paper === null ? [] : await againstPaper(reading, outside.paper)
  const faults = [...chains.flatMap((chain) => chain.faults), ...open, ...ofCheckpoints, ...onPaper]
  return { chains, checkpointCount, openCount, faults }
}

/** Nearly all that is outside is in the store as well, word for word, and is looked at once. */
function otherThan(inStore: readonly Checkpoint[], outside: readonly Checkpoint[]): readonly Checkpoint[] {
  const signatures = new Map(inStore.map((one) => [one.signature, one]))
  return outside.filter((one) => {
    const same = signatures.get(one.signature)
    return same === undefined || same.count !== one.count || same.head !== one.head || same.at !== one.at
  })
}

/** Whoever has the key can sign once more under another time, but does not reach what is kept elsewhere. */
function redated(inStore: readonly Checkpoint[], outside: Iterable<Checkpoint>): readonly TrailFault[] {
  const times = new Map(inStore.map(({ count, at }) => [count, at]))
  const faults: TrailFault[] = []
  for (const { chain, count, at } of outside) {
    if (faults.length === MAX_NAMED) break
    if (at === (times.get(count) ?? at)) continue
    faults.push({ kind: 'redated', chain, index: count, about: new Date(at).toISOString() })
  }
  return faults
}

/** By the first seal or what was signed outside, whichever is older: nothing that is younger than both was there before the sealing. */
async function sealingBegunAt(reading: TrailReading, { checkpoints, keys }: Outside): Promise<number> {
  const oldestFirst = checkpoints.toSorted((one, other) => one.at - other.at)
  const signed = oldestFirst.find((one) => isSignedByAny(keys, one))
  const never = Number.POSITIVE_INFINITY
  return Math.min((await reading.firstSealedAt()) ?? never, signed?.at ?? never)
}

/** Both lists are in the order of ids, so that one pass over them side by side finds what is in the first alone. */
async function* unsealed(reading: TrailReading): AsyncGenerator<PlacedEntry> {
  const sealed = reading.sealedIds()[Symbol.asyncIterator]()
  let next = await sealed.next()
  for await (const entry of reading.entryPlaces()) {
    const id = String(entry._id)
    while (next.done !== true && String(next.value) < id) next = await sealed.next()
    if (next.done === true || String(next.value) !== id) yield entry
  }
}

async function withoutSeal(reading: TrailReading, openSince: number) {
  const faults: TrailFault[] = []
  let openCount = 0
  for await (const { _id, at } of unsealed(reading)) {
    if (at >= openSince) openCount += 1
    else if (faults.length < MAX_NAMED) {
      const before = await reading.indexBefore(at)
      const [chain, index] = [before?.chain ?? null, (before?.index ?? 0) + 1]
      faults.push({ kind: 'inserted', chain, index, about: String(_id) })
    }
  }
  return { faults, openCount }
}

async function againstPaper(reading: TrailReading, { count, beginning }: PaperHead): Promise<readonly TrailFault[]> {
  const hashes = await reading.hashesAt(count)
  if (hashes.some((hash) => hash.startsWith(beginning))) return []
  return [{ kind: hashes.length === 0 ? 'truncated' : 'refilled', chain: null, index: count }]
}
