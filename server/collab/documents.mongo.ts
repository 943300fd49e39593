import { type Connection, type Model, Schema, trusted } from 'mongoose'
import { DOCUMENT_KINDS, type DocumentKind } from '#shared/api/documents.ts'
import type { CaseId, DocumentId, KeyId } from '#shared/core/ids.ts'
import { instant } from '#shared/core/time.ts'
import { bytesOf } from './binary.ts'
import type { DataKeys } from './dataKeys.ts'
import type { DocumentRow, Documents } from './documents.ts'
import { type SealedBytes, seal, unseal } from './sealedBytes.ts'

interface StoredDocument {
  readonly _id: DocumentId
  readonly kind: DocumentKind
  readonly caseId: CaseId | null
  readonly generation: number
  readonly schemaVersion: number
  readonly keyId: KeyId
  readonly headSequence: number
  readonly snapshotSequence: number
  readonly title: { readonly nonce: Buffer; readonly ciphertext: Buffer } | null
  readonly createdAt: number
  readonly leaseHolder: string | null
  readonly leaseUntil: number
  readonly fence: number
  /** Of one that is erased: nothing of it is left but this row, which keeps every process from writing to it. */
  readonly erasedAt?: number
}

const sealedField = new Schema(
  { nonce: { type: Buffer, required: true }, ciphertext: { type: Buffer, required: true } },
  { _id: false },
)

const documentSchema = new Schema<StoredDocument>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true, enum: DOCUMENT_KINDS },
    caseId: { type: String, default: null },
    generation: { type: Number, required: true },
    schemaVersion: { type: Number, required: true },
    keyId: { type: String, required: true },
    headSequence: { type: Number, required: true },
    snapshotSequence: { type: Number, required: true },
    title: { type: sealedField, default: null },
    createdAt: { type: Number, required: true },
    leaseHolder: { type: String, default: null },
    leaseUntil: { type: Number, default: 0 },
    fence: { type: Number, default: 0 },
    erasedAt: Number,
  },
  { strict: 'throw', versionKey: false, collection: 'documents' },
)
documentSchema.index({ kind: 1, createdAt: 1 })
documentSchema.index({ caseId: 1 })

/** What there is of documents; what is erased is not. */
const IS_THERE = { erasedAt: null } as const

function listings(
  Row: Model<StoredDocument>,
  toDocument: (row: StoredDocument) => Promise<DocumentRow>,
): Pick<Documents, 'listIds' | 'listIdsOf' | 'list'> {
  const idsWhere = async (where: { readonly caseId?: CaseId }) =>
    (
      await Row.find({ ...where, ...IS_THERE }, { _id: 1 })
        .sort({ createdAt: 1 })
        .lean<StoredDocument[]>()
    ).map(({ _id }) => _id)
  return {
    listIds: () => idsWhere({}),
    listIdsOf: (caseId) => idsWhere({ caseId }),
    async list(kind) {
      const found = Row.find({ kind, ...IS_THERE }).sort({ createdAt: 1 })
      return Promise.all((await found.lean<StoredDocument[]>()).map(toDocument))
    },
  }
}

export function mongoDocuments(connection: Connection, keys: DataKeys): Documents {
  const Row = connection.model<StoredDocument>('Document', documentSchema)

  const toDocument = async ({ _id, title, createdAt, ...stored }: StoredDocument): Promise<DocumentRow> => ({
    documentId: _id,
    kind: stored.kind,
    caseId: stored.caseId,
    generation: stored.generation,
    schemaVersion: stored.schemaVersion,
    keyId: stored.keyId,
    headSequence: stored.headSequence,
    snapshotSequence: stored.snapshotSequence,
    title: title === null ? null : await openTitle(keys, stored.keyId, { title, place: titlePlace(_id) }),
    createdAt: instant(createdAt),
  })

  return {
    async find(documentId) {
      const row = await Row.findOne({ _id: documentId, ...IS_THERE }).lean<StoredDocument>()
      return row === null ? null : toDocument(row)
    },
    ...listings(Row, toDocument),
    async create({ documentId, title, ...fields }) {
      const { key } = await keys.get(fields.keyId)
      const sealed = title === null ? null : seal(key, Buffer.from(title), titlePlace(documentId))
      await Row.insertOne({ _id: documentId, ...fields, title: sealed })
    },
    async raiseSchema(documentId, version) {
      await Row.updateOne(
        { _id: documentId, schemaVersion: trusted({ $lt: version }) },
        { $set: { schemaVersion: version } },
      )
    },
    async takeLease(documentId, { holder, until }, now) {
      // What lasts for longer than any lease does was taken by a clock that ran ahead, and has been set right since.
      const beyond = until + (until - now)
      const isFree = [{ leaseUntil: trusted({ $lte: now }) }, { leaseUntil: trusted({ $gt: beyond }) }]
      const row = await Row.findOneAndUpdate(
        { _id: documentId, $or: [...isFree, { leaseHolder: holder }] },
        { $set: { leaseHolder: holder, leaseUntil: until }, $inc: { fence: 1 } },
        { returnDocument: 'after' },
      ).lean<StoredDocument>()
      return row?.fence ?? null
    },
    async advanceSnapshot({ documentId, generation }, { sequence, fence }) {
      const done = await Row.updateOne(
        { _id: documentId, generation, fence, snapshotSequence: trusted({ $lt: sequence }) },
        { $set: { snapshotSequence: sequence }, $max: { headSequence: sequence } },
      )
      return done.matchedCount === 1
    },
    async reachTo({ documentId, generation }, sequence) {
      await Row.updateOne({ _id: documentId, generation }, { $max: { headSequence: sequence } })
    },
    async bury(documentId, at) {
      const done = await Row.updateOne(
        { _id: documentId, ...IS_THERE },
        { $set: { erasedAt: at, title: null }, $inc: { generation: 1, fence: 1 } },
      )
      return done.matchedCount === 1
    },
    async raiseGeneration({ documentId, generation, title }, next, closedAfter) {
      const { key } = await keys.get(next.keyId)
      const sealed = title === null ? null : seal(key, Buffer.from(title), titlePlace(documentId))
      const done = await Row.updateOne(
        { _id: documentId, generation, headSequence: trusted({ $lte: closedAfter }) },
        { $set: { ...next, headSequence: next.snapshotSequence, title: sealed }, $inc: { fence: 1 } },
      )
      return done.matchedCount === 1
    },
  }
}

const titlePlace = (documentId: DocumentId): string => `title/${documentId}`

interface SealedTitle {
  readonly title: NonNullable<StoredDocument['title']>
  readonly place: string
}

async function openTitle(keys: DataKeys, keyId: KeyId, { title, place }: SealedTitle): Promise<string> {
  const { key } = await keys.get(keyId)
  const sealed: SealedBytes = { nonce: bytesOf(title.nonce), ciphertext: bytesOf(title.ciphertext) }
  return Buffer.from(unseal(key, sealed, place)).toString()
}
