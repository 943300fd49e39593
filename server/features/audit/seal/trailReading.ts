import type { Db, FindCursor } from 'mongodb'
import type { Checkpoint } from './checkpoint.ts'
import type { KeyHandOver } from './handOver.ts'
import { CHECKPOINTS, ENTRIES, KEYS, SEALS } from './seal.mongo.ts'
import type { EntryId, Seal, SealedEntry } from './trailChain.ts'

export interface PlacedEntry {
  readonly _id: EntryId
  readonly at: number
}

/** The trail as a verifier reads it: in streams, so that a million records need no more memory than a thousand. */
export interface TrailReading {
  chains(): Promise<readonly string[]>
  /** In their order, a batch at a time. */
  seals(chain: string): AsyncIterable<readonly Seal[]>
  entries(ids: readonly EntryId[]): Promise<ReadonlyMap<string, SealedEntry>>
  checkpoints(chain: string): Promise<readonly Checkpoint[]>
  /** Which key was put in the place of which. */
  handOvers(): Promise<readonly KeyHandOver[]>
  entryCount(): Promise<number>
  /** When the first seal of all was made; null without any. */
  firstSealedAt(): Promise<number | null>
  /** Hashes of the seals at this place, one for each chain that reaches it. */
  hashesAt(index: number): Promise<readonly string[]>
  /** All records in the order of their ids, and what has a seal in the same order. */
  entryPlaces(): AsyncIterable<PlacedEntry>
  sealedIds(): AsyncIterable<EntryId>
  /** The last seal of a record that is no younger: about where one without a seal was put in. */
  indexBefore(at: number): Promise<Pick<Seal, 'chain' | 'index'> | null>
}

/** Unit: rows. */
const BATCH = 1_000

/** One seek for each: to ask for all that differ would look at every seal, and keep an embedded store from its work meanwhile. */
async function chainsIn(db: Db, name: string, place: 'index' | 'count'): Promise<readonly string[]> {
  const found: string[] = []
  for (;;) {
    const [next] = await db
      .collection<Pick<Seal, 'chain'>>(name)
      .find({ chain: { $gt: found.at(-1) ?? '' } }, { projection: { chain: 1 } })
      .sort({ chain: 1, [place]: 1 })
      .limit(1)
      .toArray()
    if (next === undefined) return found
    found.push(next.chain)
  }
}

/** What comes from the store at once, again and again: to wait for each row would take longer than to hash it. */
async function* batchesOf<Row>(cursor: FindCursor<Row>): AsyncGenerator<readonly Row[]> {
  try {
    while (await cursor.hasNext()) yield cursor.readBufferedDocuments()
  } finally {
    await cursor.close()
  }
}

/** `batch`: rows that come at once; a swap is told from an edit when both records are among so many. */
export function trailReading(db: Db, batch = BATCH): TrailReading {
  const seals = db.collection<Seal>(SEALS)
  const entries = db.collection<SealedEntry>(ENTRIES)
  const checkpoints = db.collection<Checkpoint>(CHECKPOINTS)
  return {
    async chains() {
      const known = [...(await chainsIn(db, SEALS, 'index')), ...(await chainsIn(db, CHECKPOINTS, 'count'))]
      return [...new Set(known)].toSorted()
    },
    seals: (chain) => batchesOf(seals.find({ chain }, { sort: { index: 1 }, batchSize: batch })),
    async entries(ids) {
      const found = await entries.find({ _id: { $in: [...ids] } }).toArray()
      return new Map(found.map((entry) => [String(entry._id), entry]))
    },
    checkpoints: (chain) =>
      checkpoints.find({ chain }, { sort: { count: 1 }, projection: { _id: 0 }, batchSize: batch }).toArray(),
    handOvers: () =>
      db
        .collection<KeyHandOver>(KEYS)
        .find({}, { projection: { _id: 0 } })
        .toArray(),
    entryCount: () => entries.estimatedDocumentCount(),
    async firstSealedAt() {
      const [first] = await seals.find({}).sort({ _id: 1 }).limit(1).toArray()
      return first?.sealedAt ?? null
    },
    async hashesAt(index) {
      const hashes: string[] = []
      for (const chain of await this.chains()) {
        const seal = await seals.findOne({ chain, index })
        if (seal !== null) hashes.push(seal.hash)
      }
      return hashes
    },
    entryPlaces: () =>
      db.collection<PlacedEntry>(ENTRIES).find({}, { sort: { _id: 1 }, projection: { at: 1 }, batchSize: batch }),
    async *sealedIds() {
      const found = seals.find({}, { sort: { entryId: 1 }, projection: { entryId: 1 }, batchSize: batch })
      for await (const { entryId } of found) yield entryId
    },
    async indexBefore(at) {
      const older = entries.find({ at: { $lte: at } }, { sort: { at: -1, _id: -1 }, projection: { _id: 1 } }).limit(100)
      const ids = (await older.toArray()).map(({ _id }) => _id)
      const sealed = new Map((await seals.find({ entryId: { $in: ids } }).toArray()).map((l) => [String(l.entryId), l]))
      return ids.map((id) => sealed.get(String(id))).find((seal) => seal !== undefined) ?? null
    },
  }
}
