import { type Connection, type Model, Schema, trusted } from 'mongoose'
import { isDuplicateKey } from '#server/platform/mongo.ts'
import type { DataKeys } from './dataKeys.ts'
import { type EntryRow, toEntry, toRow } from './entryRow.ts'
import { type Journal, type JournalOf, SequenceTakenError } from './journal.ts'

/** Past the models, which would look for a running transaction and check every field of what we have just made. */
type EntryRows = ReturnType<typeof Connection.prototype.collection<EntryRow>>

const entrySchema = new Schema<EntryRow>(
  {
    _id: { type: String, required: true },
    documentId: { type: String, required: true },
    generation: { type: Number, required: true },
    sequence: { type: Number, required: true },
    userId: { type: String, required: true },
    connectionId: { type: String, required: true },
    frameFrom: { type: Number, required: true },
    frameTo: { type: Number, required: true },
    keyId: { type: String, required: true },
    nonce: { type: Buffer, required: true },
    ciphertext: { type: Buffer, required: true },
    writtenAt: { type: Number, required: true },
    isVoid: { type: Boolean, required: true },
  },
  { strict: 'throw', versionKey: false, collection: 'journal' },
)
entrySchema.index({ documentId: 1, generation: 1, sequence: 1 }, { unique: true })

/** Insertion is ordered, so what an interrupted append has kept is always the first few of its entries, without a hole. */
const IN_ORDER = { ordered: true, lean: true } as const

/** The journal in the store, which also takes entries that were kept elsewhere first. */
export interface StoredJournal extends Journal {
  /** Holds the rows, durably, when it resolves; rows that it holds already are passed over. Not part of any transaction. */
  keepRows(rows: readonly EntryRow[]): Promise<void>
}

export function mongoJournal(connection: Connection, keys: DataKeys): StoredJournal {
  const Row = connection.model<EntryRow>('JournalEntry', entrySchema)
  const rows = () => connection.collection<EntryRow>(Row.collection.name)

  return {
    async keepRows(given) {
      await rows()
        .insertMany([...given], { ordered: true })
        .catch(async (cause: unknown) => {
          if (!isDuplicateKey(cause)) throw cause
          // Some were kept before a crash, or before an answer that never came.
          const missing = await missingOf(rows(), given)
          if (missing.length === given.length) throw cause
          if (missing.length > 0) await rows().insertMany([...missing], { ordered: true })
        })
    },
    async append(of, entries) {
      const { key } = await keys.get(of.keyId)
      let missing = entries.map((entry) => toRow(of, entry, key))
      while (missing.length > 0) {
        const cause = await insert(Row, missing)
        if (cause === null) return
        const left = await notKept(Row, of, missing)
        if (left.length === missing.length) throw cause
        missing = left
      }
    },
    async *readAfter(of, sequence) {
      const { key } = await keys.get(of.keyId)
      const rows = Row.find({ ...ofDocument(of), sequence: trusted({ $gt: sequence }) })
        .sort({ sequence: 1 })
        .lean<EntryRow[]>()
        .cursor()
      for await (const row of rows) yield toEntry(of, row, key)
    },
    async headOf(of) {
      const last = await Row.findOne(ofDocument(of), { sequence: 1 }).sort({ sequence: -1 }).lean<EntryRow>()
      return last?.sequence ?? 0
    },
    async markVoid(of, sequence) {
      await Row.updateOne({ ...ofDocument(of), sequence }, { $set: { isVoid: true } })
    },
    async removeUpTo(of, sequence) {
      await Row.deleteMany({ ...ofDocument(of), sequence: trusted({ $lte: sequence }) })
    },
  }
}

const ofDocument = ({ documentId, generation }: JournalOf) => ({ documentId, generation })

async function missingOf(rows: EntryRows, given: readonly EntryRow[]): Promise<readonly EntryRow[]> {
  const ids = given.map(({ _id }) => _id)
  const kept = await rows.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray()
  const keptIds = new Set(kept.map(({ _id }) => _id))
  return given.filter(({ _id }) => !keptIds.has(_id))
}

/** The failure, or null when all rows are kept. */
async function insert(Row: Model<EntryRow>, rows: readonly EntryRow[]): Promise<unknown> {
  try {
    await Row.insertMany(rows, IN_ORDER)
    return null
  } catch (cause) {
    // What became of the rows is asked next; a store that does not answer that either throws there.
    return cause
  }
}

/** The rows that the store does not hold yet. Throws: `SequenceTakenError` when it holds another under one of their sequences. */
async function notKept(Row: Model<EntryRow>, of: JournalOf, rows: readonly EntryRow[]): Promise<EntryRow[]> {
  const sequences = rows.map(({ sequence }) => sequence)
  const kept = await Row.find({ ...ofDocument(of), sequence: trusted({ $in: sequences }) }, { sequence: 1 }).lean<
    EntryRow[]
  >()
  const keptIds = new Map(kept.map(({ sequence, _id }) => [sequence, _id]))
  if (rows.some(({ sequence, _id }) => keptIds.has(sequence) && keptIds.get(sequence) !== _id)) {
    throw new SequenceTakenError()
  }
  return rows.filter(({ sequence }) => !keptIds.has(sequence))
}
