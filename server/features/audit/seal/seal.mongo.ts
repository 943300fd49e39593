import type { Collection, Filter } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { optionalText, ROW_OPTIONS, requiredNumber, requiredText } from '#server/platform/rows.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { SealStore } from './sealStore.ts'
import { beginningOf, type EntryId, type Seal, type SealedEntry } from './trailChain.ts'

export const ENTRIES = 'auditRecords'
export const SEALS = 'auditSeals'
export const CHECKPOINTS = 'auditCheckpoints'
export const CHAINS = 'auditChains'
export const KEYS = 'auditKeys'
export const VERIFICATIONS = 'auditVerifications'
/** The row that says that all from before the sealing has a seal; no chain of anybody's. */
const BEGUN = 'begun'

const sealSchema = new Schema(
  {
    chain: requiredText,
    index: requiredNumber,
    entryId: { type: Schema.Types.ObjectId, required: true },
    hash: requiredText,
    sealedAt: requiredNumber,
    how: requiredText,
    form: Number,
  },
  ROW_OPTIONS,
)
sealSchema.index({ chain: 1, index: 1 }, { unique: true })
sealSchema.index({ entryId: 1 }, { unique: true })

const checkpointSchema = new Schema(
  { chain: requiredText, count: requiredNumber, head: requiredText, at: requiredNumber, signature: requiredText },
  ROW_OPTIONS,
)
checkpointSchema.index({ chain: 1, count: 1 }, { unique: true })
checkpointSchema.index({ at: -1 })

/** Who continues which chain. Nothing is proved by it: that no place is taken twice is the index's of the seals. */
const chainSchema = new Schema(
  { _id: requiredText, holder: optionalText, heldUntil: requiredNumber, isEnded: { type: Boolean, required: true } },
  ROW_OPTIONS,
)

const handOverSchema = new Schema(
  { from: requiredText, to: requiredText, at: requiredNumber, byFrom: requiredText, byTo: requiredText },
  ROW_OPTIONS,
)

/** One row: which night was the last to be verified, who is at it, and what it came to. */
const verificationSchema = new Schema(
  {
    ...{ _id: requiredText, night: optionalText, holder: optionalText, heldUntil: requiredNumber },
    last: {
      at: Number,
      count: Number,
      faults: [{ _id: false, kind: String, count: Number }],
      outside: { state: String, count: Number },
    },
  },
  ROW_OPTIONS,
)

/** The names of the models, for whoever empties a store: the trail and its seal stay. */
export const SEAL_MODELS = ['AuditSeal', 'AuditCheckpoint', 'AuditChain', 'AuditKey', 'AuditVerification'] as const

interface ChainRow {
  readonly _id: string
  readonly holder: string | null
  readonly heldUntil: number
  readonly isEnded: boolean
}

/** Makes the collections and indexes known to whoever prepares them. */
export function defineSealModels(connection: Connection): void {
  const [seal, checkpoint, chain, key, verification] = SEAL_MODELS
  connection.model(seal, sealSchema, SEALS)
  connection.model(checkpoint, checkpointSchema, CHECKPOINTS)
  connection.model(chain, chainSchema, CHAINS)
  connection.model(key, handOverSchema, KEYS)
  connection.model(verification, verificationSchema, VERIFICATIONS)
}

interface PlacedRow {
  readonly _id: EntryId
  readonly at: number
}

const walkThrough =
  (entries: Collection<PlacedRow>): SealStore['walk'] =>
  async ({ at, id }, until, limit) => {
    const next = (where: Filter<PlacedRow>, more: number) =>
      entries
        .find(where, { projection: { at: 1 }, sort: { at: 1, _id: 1 } })
        .limit(more)
        .toArray()
    // Two questions, each of which the index answers; both in one would read everything.
    const same = id === null ? [] : await next({ at, _id: { $gt: id } }, limit)
    const from = id === null ? { $gte: at } : { $gt: at }
    const later = same.length === limit ? [] : await next({ at: { ...from, $lte: until } }, limit - same.length)
    return [...same, ...later].map((row) => ({ at: row.at, id: row._id }))
  }

/**
 * By the driver itself: a model would find the transaction in which a record was appended, long after its end. `isShared`: other nodes
 * have chains of their own here, and theirs are not taken while they hold them.
 */
export function mongoSealStore(connection: Connection, isShared: boolean): SealStore {
  defineSealModels(connection)
  const db = connection.getClient().db(connection.name)
  const entries = db.collection<PlacedRow>(ENTRIES)
  const seals = db.collection<Seal>(SEALS)
  const checkpoints = db.collection<Checkpoint>(CHECKPOINTS)
  const chains = db.collection<ChainRow>(CHAINS)

  return {
    entriesOf: (ids) =>
      db
        .collection<SealedEntry>(ENTRIES)
        .find({ _id: { $in: [...ids] } })
        .toArray(),
    async sealedOf(ids) {
      const found = seals.find({ entryId: { $in: [...ids] } }, { projection: { entryId: 1 } })
      return new Set((await found.toArray()).map(({ entryId }) => String(entryId)))
    },
    walk: walkThrough(entries),
    isBegun: async () => (await chains.findOne({ _id: BEGUN })) !== null,
    async noteBegun() {
      const row = { holder: null, heldUntil: 0, isEnded: true }
      await chains.updateOne({ _id: BEGUN }, { $setOnInsert: row }, { upsert: true })
    },
    async lastSealedAt() {
      const [last] = await seals.find({}).sort({ _id: -1 }).limit(1).toArray()
      return last?.sealedAt ?? null
    },
    async claim({ holder, now, until }) {
      const taken = { $set: { holder, heldUntil: until } }
      for (const whose of [{ holder }, isShared ? { heldUntil: { $lte: now } } : {}]) {
        const row = await chains.findOneAndUpdate({ isEnded: false, ...whose }, taken)
        if (row !== null) return row._id
      }
      return null
    },
    async begin(chain, { holder, until }) {
      await chains.insertOne({ _id: chain, holder, heldUntil: until, isEnded: false })
    },
    async hold(chain, { holder, until }) {
      await chains.updateOne({ _id: chain, holder }, { $set: { heldUntil: until } })
    },
    async endAll() {
      await chains.updateMany({}, { $set: { isEnded: true } })
    },
    async headOf(chain) {
      const [last] = await seals.find({ chain }).sort({ index: -1 }).limit(1).toArray()
      return last === undefined ? beginningOf(chain) : { chain, count: last.index, hash: last.hash }
    },
    async append(rows) {
      await seals.insertMany([...rows], { ordered: true })
    },
    async lastCheckpoint(chain, until = Number.MAX_SAFE_INTEGER) {
      const [last] = await checkpoints
        .find({ chain, at: { $lte: until } })
        .sort({ count: -1 })
        .limit(1)
        .toArray()
      return last ?? null
    },
    async keepCheckpoint(checkpoint) {
      await checkpoints.insertOne({ ...checkpoint })
    },
  }
}
