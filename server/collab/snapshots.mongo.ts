import { randomUUID } from 'node:crypto'
import { type Connection, Schema, trusted } from 'mongoose'
import type { DocumentId, KeyId } from '#shared/core/ids.ts'
import { bytesOf } from './binary.ts'
import type { DataKeys } from './dataKeys.ts'
import type { JournalOf } from './journal.ts'
import { seal, unseal } from './sealedBytes.ts'
import type { Snapshots } from './snapshots.ts'

interface PartRow {
  readonly _id: string
  readonly documentId: DocumentId
  readonly generation: number
  readonly sequence: number
  /** Of one writing: two nodes' parts must not mix. The oldest rows have none. */
  readonly writing?: string
  readonly part: number
  readonly partCount: number
  readonly keyId: KeyId
  readonly nonce: Buffer
  readonly ciphertext: Buffer
}

const partSchema = new Schema<PartRow>(
  {
    _id: { type: String, required: true },
    documentId: { type: String, required: true },
    generation: { type: Number, required: true },
    sequence: { type: Number, required: true },
    writing: { type: String },
    part: { type: Number, required: true },
    partCount: { type: Number, required: true },
    keyId: { type: String, required: true },
    nonce: { type: Buffer, required: true },
    ciphertext: { type: Buffer, required: true },
  },
  { strict: 'throw', versionKey: false, collection: 'snapshots' },
)
partSchema.index({ documentId: 1, generation: 1, sequence: 1, part: 1 })

/** Unit: bytes of one row; a row of MongoDB holds 16 MiB at most. */
const PART_BYTES = 4 * 1_048_576

export function mongoSnapshots(connection: Connection, keys: DataKeys): Snapshots {
  const Row = connection.model<PartRow>('SnapshotPart', partSchema)

  return {
    async write(of, sequence, content) {
      const { key } = await keys.get(of.keyId)
      const { documentId, generation, keyId } = of
      const earlier = await Row.find({ documentId, generation, sequence }, { _id: 1 }).lean<PartRow[]>()
      const writing = randomUUID()
      const partCount = Math.max(1, Math.ceil(content.byteLength / PART_BYTES))
      for (let part = 0; part < partCount; part++) {
        const plain = content.subarray(part * PART_BYTES, (part + 1) * PART_BYTES)
        const { nonce, ciphertext } = seal(key, plain, placeOf(of, sequence, `${part}/${partCount}`))
        const _id = `${documentId}.${generation}.${sequence}.${writing}.${part}`
        const row = { _id, documentId, generation, sequence, writing, part, partCount, keyId, nonce, ciphertext }
        await Row.replaceOne({ _id }, row, { upsert: true })
      }
      // Whoever began later may hold the one that the document opens from; what was there before is not needed any more.
      await Row.deleteMany({ _id: trusted({ $in: earlier.map(({ _id }) => _id) }) })
    },
    async read(of, sequence) {
      const { key } = await keys.get(of.keyId)
      const { documentId, generation } = of
      const all = await Row.find({ documentId, generation, sequence }).sort({ part: 1 }).lean<PartRow[]>()
      // Whichever is whole: what a document is at one place of its journal does not depend on who wrote it down.
      const rows = [...Map.groupBy(all, ({ writing }) => writing).values()].find(
        (written) => written.length === written[0]?.partCount,
      )
      if (rows === undefined) throw new Error('a snapshot lacks a part')
      const parts = rows.map((row, part) =>
        unseal(
          key,
          { nonce: bytesOf(row.nonce), ciphertext: bytesOf(row.ciphertext) },
          placeOf(of, sequence, `${part}/${rows.length}`),
        ),
      )
      const [only] = parts
      return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts)
    },
    async removeOthers({ documentId, generation }, sequence) {
      await Row.deleteMany({ documentId, generation, sequence: trusted({ $lt: sequence }) })
    },
    async removeGenerationsBefore({ documentId, generation }) {
      await Row.deleteMany({ documentId, generation: trusted({ $lt: generation }) })
    },
  }
}

const placeOf = ({ caseId, documentId, generation }: JournalOf, sequence: number, part: string): string =>
  `snapshot/${caseId ?? 'council'}/${documentId}/${generation}/${sequence}/${part}`
