import { type Connection, type Model, Schema, trusted } from 'mongoose'
import type { ConnectionId, DocumentId, KeyId, MemberId } from '#shared/core/ids.ts'
import { instant } from '#shared/core/time.ts'
import { bytesOf } from './binary.ts'
import type { DataKeys } from './dataKeys.ts'
import { type Journal, type JournalEntry, type JournalOf, type SERVER_AUTHOR, SequenceTakenError } from './journal.ts'
import { seal, unseal } from './sealedBytes.ts'

interface EntryRow {
  /** The connection and its last frame: an entry that is written again after an unknown outcome is the same row. */
  readonly _id: string
  readonly documentId: DocumentId
  readonly generation: number
  readonly sequence: number
  readonly userId: MemberId | typeof SERVER_AUTHOR
  readonly connectionId: ConnectionId
  readonly frameFrom: number
  readonly frameTo: number
  readonly keyId: KeyId
  readonly nonce: Buffer
  readonly ciphertext: Buffer
  readonly writtenAt: number
  readonly isVoid: boolean
}

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

export function mongoJournal(connection: Connection, keys: DataKeys): Journal {
  const Row = connection.model<EntryRow>('JournalEntry', entrySchema)

  return {
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

function toRow(of: JournalOf, { update, ...entry }: JournalEntry, key: Uint8Array): EntryRow {
  const { nonce, ciphertext } = seal(key, update, placeOf(of, entry.sequence))
  return {
    _id: `${entry.connectionId}.${entry.frameTo}`,
    ...ofDocument(of),
    ...entry,
    keyId: of.keyId,
    nonce,
    ciphertext,
  }
}

function toEntry(of: JournalOf, row: EntryRow, key: Uint8Array): JournalEntry {
  const sealed = { nonce: bytesOf(row.nonce), ciphertext: bytesOf(row.ciphertext) }
  return {
    sequence: row.sequence,
    update: unseal(key, sealed, placeOf(of, row.sequence)),
    userId: row.userId,
    connectionId: row.connectionId,
    frameFrom: row.frameFrom,
    frameTo: row.frameTo,
    writtenAt: instant(row.writtenAt),
    isVoid: row.isVoid,
  }
}

const placeOf = ({ caseId, documentId, generation }: JournalOf, sequence: number): string =>
  `journal/${caseId ?? 'council'}/${documentId}/${generation}/${sequence}`
