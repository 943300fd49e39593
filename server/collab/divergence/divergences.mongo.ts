import type { KeyObject } from 'node:crypto'
import { type Connection, Schema, trusted } from 'mongoose'
import type { ConnectionId, DocumentId, KeyId, MemberId } from '#shared/core/ids.ts'
import { instant } from '#shared/core/time.ts'
import { bytesOf } from '../binary.ts'
import type { DataKeys } from '../dataKeys.ts'
import type { Documents } from '../documents.ts'
import type { JournalOf } from '../journal.ts'
import { seal, unseal } from '../sealedBytes.ts'
import type { Divergence, Divergences } from './divergences.ts'

interface SealedState {
  readonly nonce: Buffer
  readonly ciphertext: Buffer
}

interface DivergenceRow {
  readonly _id: string
  readonly documentId: DocumentId
  readonly generation: number
  readonly connectionId: ConnectionId
  readonly memberId: MemberId
  readonly sequence: number
  readonly foundAt: number
  readonly keyId: KeyId
  readonly server: SealedState
  readonly client: SealedState
}

const sealed = { nonce: { type: Buffer, required: true }, ciphertext: { type: Buffer, required: true } }
const divergenceSchema = new Schema<DivergenceRow>(
  {
    _id: { type: String, required: true },
    documentId: { type: String, required: true },
    generation: { type: Number, required: true },
    connectionId: { type: String, required: true },
    memberId: { type: String, required: true },
    sequence: { type: Number, required: true },
    foundAt: { type: Number, required: true },
    keyId: { type: String, required: true },
    server: { type: new Schema(sealed, { _id: false }), required: true },
    client: { type: new Schema(sealed, { _id: false }), required: true },
  },
  { strict: 'throw', versionKey: false, collection: 'divergences' },
)
divergenceSchema.index({ documentId: 1, foundAt: -1 })

const KEPT_PER_DOCUMENT = 3

interface DivergencesPorts {
  readonly keys: DataKeys
  readonly documents: Pick<Documents, 'find'>
}

export function mongoDivergences(connection: Connection, { keys, documents }: DivergencesPorts): Divergences {
  const Row = connection.model<DivergenceRow>('Divergence', divergenceSchema)

  return {
    async keep(of, { serverState, clientState, ...facts }) {
      const { key } = await keys.get(of.keyId)
      const { documentId, generation, keyId } = of
      const _id = `${documentId}.${facts.foundAt}.${facts.connectionId}`
      const server = seal(key, serverState, placeOf(of, _id, 'server'))
      const client = seal(key, clientState, placeOf(of, _id, 'client'))
      await Row.replaceOne({ _id }, { _id, documentId, generation, keyId, ...facts, server, client }, { upsert: true })
      // Whoever destroys the trail begins the next generation first and removes these then: what is kept after that has no key.
      if ((await documents.find(documentId))?.generation !== generation) await Row.deleteOne({ _id })
      const older = await Row.find({ documentId }, { _id: 1 }).sort({ foundAt: -1 }).skip(KEPT_PER_DOCUMENT).lean()
      if (older.length > 0) await Row.deleteMany({ _id: trusted({ $in: older.map((row) => row._id) }) })
    },
    async removeAll(documentId) {
      await Row.deleteMany({ documentId })
    },
    async list(of) {
      const rows = await Row.find({ documentId: of.documentId }).sort({ foundAt: -1 }).lean<DivergenceRow[]>()
      return Promise.all(rows.map(async (row) => toDivergence(of, row, (await keys.get(row.keyId)).key)))
    },
  }
}

function toDivergence(of: JournalOf, row: DivergenceRow, key: KeyObject): Divergence {
  const { _id, connectionId, memberId, sequence } = row
  const open = ({ nonce, ciphertext }: SealedState, side: 'server' | 'client') =>
    unseal(key, { nonce: bytesOf(nonce), ciphertext: bytesOf(ciphertext) }, placeOf(of, _id, side))
  return {
    ...{ connectionId, memberId, sequence, foundAt: instant(row.foundAt) },
    serverState: open(row.server, 'server'),
    clientState: open(row.client, 'client'),
  }
}

const placeOf = ({ caseId, documentId }: JournalOf, id: string, side: 'server' | 'client'): string =>
  `divergence/${caseId ?? 'council'}/${documentId}/${id}/${side}`
