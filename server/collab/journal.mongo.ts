import { randomUUID } from 'node:crypto'
import { type Connection, type Model, Schema, trusted } from 'mongoose'
import { isDuplicateKey } from '#server/platform/mongo.ts'
import type { ConnectionId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import type { DataKeys } from './dataKeys.ts'
import { type EntryRow, toEntry, toRow } from './entryRow.ts'
import { type Journal, type JournalOf, OvertakenError, SERVER_AUTHOR, SequenceTakenError } from './journal.ts'

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
    isRestoration: Boolean,
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

export function mongoJournal(connection: Connection, keys: DataKeys, clock: Clock): StoredJournal {
  const Row = connection.model<EntryRow>('JournalEntry', entrySchema)
  const rows = () => connection.collection<EntryRow>(Row.collection.name)

  const journal: StoredJournal = {
    async keepRows(given) {
      // A failing disk may hold what it said that it had not taken, and what was written once more after that.
      const once = [...new Map(given.map((row) => [row._id, row])).values()]
      await rows()
        .insertMany(once, { ordered: true })
        .catch(async (cause: unknown) => {
          if (!isDuplicateKey(cause)) throw cause
          // Some were kept before a crash, or before an answer that never came.
          const missing = await missingOf(rows(), once)
          if (missing.length > 0) await rows().insertMany([...missing], { ordered: true })
        })
    },
    async append(of, entries) {
      const { key } = await keys.get(of.keyId)
      const given = entries.map((entry) => toRow(of, entry, key))
      // Those behind the first might stand beyond what a snapshot holds, where other nodes read them at once: it goes alone
      // until it is known to stand in its right place.
      for (const rows of [given.slice(0, 1), given.slice(1)]) {
        if (rows.length > 0) await insertInPlace(Row, of, { rows, given })
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
    async writersAfter(of, sequence) {
      const after = { ...ofDocument(of), sequence: trusted({ $gt: sequence }) }
      const rows = await Row.find(after, { userId: 1, isVoid: 1 }).lean<EntryRow[]>()
      return [...new Set(rows.filter(({ isVoid }) => !isVoid).map(({ userId }) => userId))]
    },
    async markVoid(of, sequence) {
      await Row.updateOne({ ...ofDocument(of), sequence }, { $set: { isVoid: true } })
    },
    async removeUpTo(of, sequence) {
      await Row.deleteMany({ ...ofDocument(of), sequence: trusted({ $lte: sequence }) })
    },
    async closeAfter(of, sequence) {
      const connectionId = closerOf(of, sequence)
      await journal.append(of, [{ ...CLOSING, sequence: sequence + 1, connectionId, writtenAt: clock.now() }])
    },
    async removeGenerationsBefore({ documentId, generation }) {
      const older = trusted({ $lt: generation })
      await Row.deleteMany({ documentId, generation: older, isVoid: false })
      await Row.deleteMany({ documentId, generation: older, isVoid: true, userId: trusted({ $ne: SERVER_AUTHOR }) })
    },
  }
  return journal
}

/** Holds no edit: it is passed over, and nothing can stand in its place. */
const CLOSING = { update: new Uint8Array(), userId: SERVER_AUTHOR, frameFrom: 0, frameTo: 0, isVoid: true } as const

/** No connection has such an id, nor has another who closes at once: both would write what the next generation begins with. */
const closerOf = ({ documentId, generation }: JournalOf, sequence: number): ConnectionId =>
  `closing.${documentId}.${generation}.${sequence}.${randomUUID()}` as ConnectionId

/**
 * Entries make room only after the document's row says from where it opens now. So whoever was let into a place that had
 * been used before finds that in the row, however late it followed.
 */
async function assertNotOvertaken(Row: Model<EntryRow>, of: JournalOf, given: readonly EntryRow[]): Promise<void> {
  const [first] = given
  const row = await opensFrom(Row.db, of)
  if (first === undefined || row === null) return
  if (row.generation === of.generation && row.snapshotSequence < first.sequence) return
  const ours = { ...ofDocument(of), _id: trusted({ $in: given.map(({ _id }) => _id) }) }
  // Behind where the document opens a node that lags would take them for what stood there; beyond it they keep their places
  // and count for nothing.
  if (row.generation === of.generation)
    await Row.deleteMany({ ...ours, sequence: trusted({ $lte: row.snapshotSequence }) })
  await Row.updateMany(ours, { $set: { isVoid: true } })
  throw new OvertakenError()
}

interface OpensFrom {
  readonly _id: string
  readonly generation: number
  readonly snapshotSequence: number
}

const opensFrom = (connection: Connection, { documentId }: JournalOf): Promise<OpensFrom | null> =>
  connection
    .collection<OpensFrom>('documents')
    .findOne({ _id: documentId }, { projection: { generation: 1, snapshotSequence: 1 } })

const ofDocument = ({ documentId, generation }: JournalOf) => ({ documentId, generation })

async function missingOf(rows: EntryRows, given: readonly EntryRow[]): Promise<readonly EntryRow[]> {
  const ids = given.map(({ _id }) => _id)
  const kept = await rows.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray()
  const keptIds = new Set(kept.map(({ _id }) => _id))
  return given.filter(({ _id }) => !keptIds.has(_id))
}

/** Holds `rows`, which are among the `given`. Throws: as `append`. */
async function insertInPlace(
  Row: Model<EntryRow>,
  of: JournalOf,
  { rows, given }: { readonly rows: readonly EntryRow[]; readonly given: readonly EntryRow[] },
): Promise<void> {
  await insertAll(Row, of, rows).catch(async (cause: unknown) => {
    // Those before the one whose place is taken may stand where a snapshot has made room: nobody would find them there.
    if (cause instanceof SequenceTakenError) await assertNotOvertaken(Row, of, given)
    throw cause
  })
  await assertNotOvertaken(Row, of, given)
}

/** Throws: `SequenceTakenError`, and the rows before the one whose place is taken may be kept; the store's error. */
async function insertAll(Row: Model<EntryRow>, of: JournalOf, given: readonly EntryRow[]): Promise<void> {
  let missing = given
  while (missing.length > 0) {
    const cause = await insert(Row, missing)
    if (cause === null) return
    const left = await notKept(Row, of, missing)
    if (left.length === missing.length) throw cause
    missing = left
  }
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
