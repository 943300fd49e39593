import type { Db } from 'mongodb'
import type { Checkpoint } from './checkpoint.ts'
import { CHECKPOINTS, ENTRIES, LINKS } from './seal.mongo.ts'
import type { EntryId, Link, SealedEntry } from './trailChain.ts'

export interface PlacedEntry {
  readonly _id: EntryId
  readonly at: number
}

/** The trail as a verifier reads it: in streams, so that a million records need no more memory than a thousand. */
export interface TrailReading {
  chains(): Promise<readonly string[]>
  links(chain: string): AsyncIterable<Link>
  entries(ids: readonly EntryId[]): Promise<ReadonlyMap<string, SealedEntry>>
  checkpoints(chain: string): Promise<readonly Checkpoint[]>
  entryCount(): Promise<number>
  /** Hashes of the links at this place, one for each chain that reaches it. */
  hashesAt(index: number): Promise<readonly string[]>
  /** All records in the order of their ids, and what has a link in the same order. */
  entryPlaces(): AsyncIterable<PlacedEntry>
  linkedIds(): AsyncIterable<EntryId>
  /** The last link of a record that is no younger: about where one without a link was put in. */
  indexBefore(at: number): Promise<Pick<Link, 'chain' | 'index'> | null>
}

const BATCH = 1_000

/** One seek for each: to ask for all that differ would look at every link, and keep an embedded store from its work meanwhile. */
async function chainsIn(db: Db, name: string, place: 'index' | 'count'): Promise<readonly string[]> {
  const found: string[] = []
  for (;;) {
    const [next] = await db
      .collection<Pick<Link, 'chain'>>(name)
      .find({ chain: { $gt: found.at(-1) ?? '' } }, { projection: { chain: 1 } })
      .sort({ chain: 1, [place]: 1 })
      .limit(1)
      .toArray()
    if (next === undefined) return found
    found.push(next.chain)
  }
}

export function trailReading(db: Db): TrailReading {
  const links = db.collection<Link>(LINKS)
  const entries = db.collection<SealedEntry>(ENTRIES)
  const checkpoints = db.collection<Checkpoint>(CHECKPOINTS)
  return {
    async chains() {
      const known = [...(await chainsIn(db, LINKS, 'index')), ...(await chainsIn(db, CHECKPOINTS, 'count'))]
      return [...new Set(known)].toSorted()
    },
    links: (chain) => links.find({ chain }, { sort: { index: 1 }, batchSize: BATCH }),
    async entries(ids) {
      const found = await entries.find({ _id: { $in: [...ids] } }).toArray()
      return new Map(found.map((entry) => [String(entry._id), entry]))
    },
    checkpoints: (chain) =>
      checkpoints.find({ chain }, { sort: { count: 1 }, projection: { _id: 0 }, batchSize: BATCH }).toArray(),
    entryCount: () => entries.estimatedDocumentCount(),
    async hashesAt(index) {
      const hashes: string[] = []
      for (const chain of await this.chains()) {
        const link = await links.findOne({ chain, index })
        if (link !== null) hashes.push(link.hash)
      }
      return hashes
    },
    entryPlaces: () =>
      db.collection<PlacedEntry>(ENTRIES).find({}, { sort: { _id: 1 }, projection: { at: 1 }, batchSize: BATCH }),
    async *linkedIds() {
      const found = links.find({}, { sort: { entryId: 1 }, projection: { entryId: 1 }, batchSize: BATCH })
      for await (const { entryId } of found) yield entryId
    },
    async indexBefore(at) {
      const older = entries.find({ at: { $lte: at } }, { sort: { at: -1, _id: -1 }, projection: { _id: 1 } }).limit(100)
      const ids = (await older.toArray()).map(({ _id }) => _id)
      const linked = new Map((await links.find({ entryId: { $in: ids } }).toArray()).map((l) => [String(l.entryId), l]))
      return ids.map((id) => linked.get(String(id))).find((link) => link !== undefined) ?? null
    },
  }
}
