import { type Connection, Schema, trusted } from 'mongoose'
import { DISPOSAL_RULES, type DisposalRule } from '#shared/api/versions.ts'
import type { DocumentId, KeyId, MemberId } from '#shared/core/ids.ts'
import { instant } from '#shared/core/time.ts'
import { bytesOf } from '../binary.ts'
import type { DataKeys } from '../dataKeys.ts'
import type { JournalOf } from '../journal.ts'
import { seal, unseal } from '../sealedBytes.ts'
import type { AskedDisposal, Disposal, Disposals } from './disposals.ts'

interface DisposalRow {
  readonly _id: string
  readonly documentId: DocumentId
  readonly generation: number
  readonly rule: DisposalRule
  readonly keyId: KeyId
  readonly trailKeyId: KeyId
  readonly nonce: Buffer
  readonly reason: Buffer
  readonly askedBy: MemberId
  readonly askedAt: number
  readonly confirmedBy: MemberId | null
  readonly destroyedAt: number | null
  readonly sha256: string | null
  readonly isCleared: boolean
}

const disposalSchema = new Schema<DisposalRow>(
  {
    _id: { type: String, required: true },
    documentId: { type: String, required: true },
    generation: { type: Number, required: true },
    rule: { type: String, required: true, enum: DISPOSAL_RULES },
    keyId: { type: String, required: true },
    trailKeyId: { type: String, required: true },
    nonce: { type: Buffer, required: true },
    reason: { type: Buffer, required: true },
    askedBy: { type: String, required: true },
    askedAt: { type: Number, required: true },
    confirmedBy: { type: String, default: null },
    destroyedAt: { type: Number, default: null },
    sha256: { type: String, default: null },
    isCleared: { type: Boolean, required: true },
  },
  { strict: 'throw', versionKey: false, collection: 'disposalRecords' },
)
disposalSchema.index({ documentId: 1, generation: 1 })
disposalSchema.index({ isCleared: 1, destroyedAt: 1 })

export function mongoDisposals(connection: Connection, keys: DataKeys): Disposals {
  const Row = connection.model<DisposalRow>('Disposal', disposalSchema)
  const sealReason = async (keyId: KeyId, { documentId, generation, reason }: AskedDisposal) => {
    const { key } = await keys.get(keyId)
    const { nonce, ciphertext } = seal(key, Buffer.from(reason), placeOf(documentId, generation))
    return { keyId, nonce, reason: ciphertext }
  }

  const list = async ({ documentId }: JournalOf): Promise<readonly Disposal[]> => {
    const rows = await Row.find({ documentId }).sort({ generation: 1 }).lean<DisposalRow[]>()
    return Promise.all(rows.map((row) => toDisposal(keys, row)))
  }

  return {
    list,
    async ask({ keyId }, asked) {
      const { documentId, generation, rule, askedBy, askedAt } = asked
      const _id = idOf(documentId, generation)
      const open = { confirmedBy: null, destroyedAt: null, sha256: null, isCleared: false }
      const about = { documentId, generation, rule, askedBy, askedAt, trailKeyId: keyId }
      const row = { _id, ...about, ...(await sealReason(keyId, asked)), ...open }
      await Row.replaceOne({ _id, destroyedAt: null }, row, { upsert: true })
    },
    async complete(of: JournalOf, disposal, done) {
      for (const earlier of await list(of)) {
        const { documentId, generation } = earlier
        const isThis = generation === disposal.generation
        const sealed = await sealReason(of.keyId, earlier)
        await Row.updateOne({ _id: idOf(documentId, generation) }, { $set: { ...sealed, ...(isThis ? done : {}) } })
      }
    },
    async listAsked() {
      const rows = await Row.find({ isCleared: false, destroyedAt: null }).lean<DisposalRow[]>()
      return rows.map(({ documentId, generation, askedBy }) => ({ documentId, generation, askedBy }))
    },
    async clear(documentId, generation) {
      await Row.updateOne({ _id: idOf(documentId, generation) }, { $set: { isCleared: true } })
    },
    async listUncleared() {
      const rows = await Row.find({ isCleared: false, destroyedAt: trusted({ $ne: null }) }).lean<DisposalRow[]>()
      return rows.map(({ documentId }) => documentId)
    },
  }
}

async function toDisposal(keys: DataKeys, row: DisposalRow): Promise<Disposal> {
  const { documentId, generation, rule, askedBy, confirmedBy, destroyedAt, sha256, isCleared } = row
  const { key } = await keys.get(row.keyId)
  const sealed = { nonce: bytesOf(row.nonce), ciphertext: bytesOf(row.reason) }
  const reason = Buffer.from(unseal(key, sealed, placeOf(documentId, generation))).toString()
  const isDone = confirmedBy !== null && destroyedAt !== null && sha256 !== null
  const done = isDone ? { confirmedBy, destroyedAt: instant(destroyedAt), sha256 } : null
  const about = { documentId, generation, rule, reason, askedBy, askedAt: instant(row.askedAt) }
  return { ...about, done, trailKeyId: row.trailKeyId, isCleared }
}

const idOf = (documentId: DocumentId, generation: number): string => `${documentId}.${generation}`
const placeOf = (documentId: DocumentId, generation: number): string => `disposal/${documentId}/${generation}`
