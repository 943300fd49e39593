import { type Connection, Schema, trusted } from 'mongoose'

/** How often rights have changed; the only thing that a server without a council keeps. */
export const EPOCHS_COLLECTION = 'rightsEpoch'

/** One row: how many endings there have been. Every ending raises it in its own transaction, so they stand in one line. */
const epochSchema = new Schema(
  { _id: { type: String, required: true }, epoch: { type: Number, required: true } },
  { strict: 'throw', versionKey: false, collection: EPOCHS_COLLECTION },
)

/** That something ended, as every node reads it. */
export interface Ending {
  /** The epoch it made. */
  readonly _id: number
  /** null: rights may have ended, of whomever. */
  readonly sessionId: string | null
}

interface EndingRow extends Ending {
  readonly at: Date
}

/** Unit: seconds. A node that was away for longer judges everybody anew. */
const KEPT_SECONDS = 3_600

const endingSchema = new Schema<EndingRow>(
  {
    _id: { type: Number, required: true },
    sessionId: { type: String, default: null },
    at: { type: Date, required: true },
  },
  { strict: 'throw', versionKey: false, collection: 'endings' },
)
endingSchema.index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS })

/** The names of both models, for whoever empties a store: without the count nobody hears of anything any more. */
export const ENDING_MODELS = ['RightsEpoch', 'Ending'] as const
const [EPOCH_MODEL, ENDING_MODEL] = ENDING_MODELS

/** Unit: milliseconds. An answer that takes longer is asked for anew, over another connection. */
const ANSWER_WITHIN_MS = 1_500
const THE_EPOCH = 'rights'

/** Where endings are kept for all nodes. */
export interface EndingStore {
  /** Makes the row that counts, unless it is there. */
  prepare(): Promise<void>
  /** Keeps one ending, in the running transaction, and answers with the epoch it makes. */
  note(sessionId: string | null, at: Date): Promise<number>
  /** In the running transaction: no epoch up to this one comes again. A store that was put back counts on from where it was. */
  raiseTo(epoch: number): Promise<void>
  /** The epoch as it is now. Throws: when the store does not answer in time, or cannot be sure that it is not behind. */
  epoch(): Promise<number>
  /** The endings after `known` up to `epoch`, in order, as far as they are still kept. */
  between(known: number, epoch: number): Promise<readonly Ending[]>
}

/** `isShared`: other nodes write too, and then a primary that they have left behind gives no answer in place of an old one. */
export function mongoEndingStore(connection: Connection, isShared: boolean): EndingStore {
  const Epoch = connection.model(EPOCH_MODEL, epochSchema)
  const Row = connection.model<EndingRow>(ENDING_MODEL, endingSchema)
  const asking = {
    readConcern: { level: isShared ? 'linearizable' : 'majority' },
    maxTimeMS: ANSWER_WITHIN_MS,
    timeoutMS: ANSWER_WITHIN_MS,
  } as const
  return {
    async prepare() {
      await Epoch.updateOne({ _id: THE_EPOCH }, { $setOnInsert: { epoch: 0 } }, { upsert: true })
    },
    async note(sessionId, at) {
      const next = await Epoch.findOneAndUpdate({ _id: THE_EPOCH }, { $inc: { epoch: 1 } }, { returnDocument: 'after' })
      if (next === null) throw new Error('the epoch of rights is missing')
      await Row.create([{ _id: next.epoch, sessionId, at }])
      return next.epoch
    },
    async raiseTo(epoch) {
      await Epoch.updateOne({ _id: THE_EPOCH }, { $max: { epoch } }, { upsert: true })
    },
    async epoch() {
      const row = await Epoch.collection.findOne({ _id: THE_EPOCH as never }, asking)
      return Number(row?.epoch ?? 0)
    },
    between: (known, epoch) =>
      Row.find({ _id: trusted({ $gt: known, $lte: epoch }) })
        .sort({ _id: 1 })
        .lean<EndingRow[]>(),
  }
}
