import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { type Connection, Schema, trusted } from 'mongoose'
import type { IdSource, KeyId } from '#shared/core/ids.ts'
import { bytesOf } from './binary.ts'
import type { DataKey, DataKeys } from './dataKeys.ts'
import { seal, unseal } from './sealedBytes.ts'

interface KeyRow {
  readonly _id: KeyId
  readonly ownerId: string
  readonly nonce: Buffer
  readonly wrapped: Buffer
}

const keySchema = new Schema<KeyRow>(
  {
    _id: { type: String, required: true },
    ownerId: { type: String, required: true },
    nonce: { type: Buffer, required: true },
    wrapped: { type: Buffer, required: true },
  },
  { strict: 'throw', versionKey: false, collection: 'dataKeys' },
)
keySchema.index({ ownerId: 1 }, { unique: true })

const KEY_BYTES = 32

export interface DataKeyPorts {
  readonly connection: Connection
  /** Derived from the master key, for wrapping only. */
  readonly wrappingKey: Uint8Array
  readonly ids: IdSource
}

/** Keys are unwrapped once and kept in memory: a live document asks for its key at every commit. */
export function mongoDataKeys({ connection, wrappingKey, ids }: DataKeyPorts): DataKeys {
  const wrapping = createSecretKey(wrappingKey)
  const Row = connection.model<KeyRow>('DataKey', keySchema)
  const unwrapped = new Map<KeyId, DataKey>()

  const unwrap = (row: KeyRow): DataKey => {
    const plain = plainKeyOf(row, wrapping)
    const dataKey = { keyId: row._id, key: createSecretKey(plain) }
    plain.fill(0)
    unwrapped.set(row._id, dataKey)
    return dataKey
  }

  const make = async (ownerId: string): Promise<void> => {
    const _id = ids.next('key')
    const { nonce, ciphertext } = seal(wrapping, randomBytes(KEY_BYTES), placeOf(_id, ownerId))
    const row = { _id, ownerId, nonce, wrapped: ciphertext }
    // Of two who make the same owner's key at once, the first to arrive has made it, and both read that one.
    await Row.updateOne({ ownerId }, { $setOnInsert: row }, { upsert: true }).catch(async (cause: unknown) => {
      if ((await Row.findOne({ ownerId }).lean()) === null) throw cause
    })
  }

  const ofOwner = async (ownerId: string): Promise<DataKey> => {
    if ((await Row.findOne({ ownerId }).lean()) === null) await make(ownerId)
    const row = await Row.findOne({ ownerId }).lean<KeyRow>()
    if (row === null) throw new Error('a data key was made and is gone again')
    return unwrap(row)
  }

  return {
    ofOwner: (owner) => ofOwner(owner),
    ofGeneration: (documentId, generation) => ofOwner(`${documentId}.g${generation}`),
    async get(keyId) {
      const known = unwrapped.get(keyId)
      if (known !== undefined) return known
      const row = await Row.findById(keyId).lean<KeyRow>()
      if (row === null) throw new Error('a data key is missing')
      return unwrap(row)
    },
    async destroy(keyId) {
      unwrapped.delete(keyId)
      await Row.deleteOne({ _id: keyId })
    },
    async destroyOf(owner, documentIds) {
      const generations = documentIds.map((id) => ({ ownerId: trusted({ $gte: `${id}.g`, $lt: `${id}.h` }) }))
      const theirs = { $or: [{ ownerId: owner }, ...generations] }
      for (const { _id } of await Row.find(theirs, { _id: 1 }).lean<Pick<KeyRow, '_id'>[]>()) unwrapped.delete(_id)
      await Row.deleteMany(theirs)
    },
  }
}

const plainKeyOf = ({ _id, ownerId, nonce, wrapped }: KeyRow, wrapping: KeyObject): Uint8Array =>
  unseal(wrapping, { nonce: bytesOf(nonce), ciphertext: bytesOf(wrapped) }, placeOf(_id, ownerId))

/**
 * Wraps every data key by another wrapping key, in the running transaction. Unit: keys.
 *
 * Throws: where one was not wrapped by `from`, or its record is damaged.
 */
export async function wrapAnew(
  connection: Connection,
  { from, to }: { from: Uint8Array; to: Uint8Array },
): Promise<number> {
  const Row = connection.model<KeyRow>('DataKey', keySchema)
  const [before, after] = [createSecretKey(from), createSecretKey(to)]
  const rows = await Row.find({}).lean<KeyRow[]>()
  const changes = rows.map((row) => {
    const plain = plainKeyOf(row, before)
    const { nonce, ciphertext } = seal(after, plain, placeOf(row._id, row.ownerId))
    plain.fill(0)
    return { updateOne: { filter: { _id: row._id }, update: { $set: { nonce, wrapped: ciphertext } } } }
  })
  if (changes.length > 0) await Row.bulkWrite(changes)
  return rows.length
}

/** The newest, or the oldest where the record of that one is damaged: one of thousands is to keep no server from starting. */
function someKeyOf(connection: Connection): Promise<KeyRow | null> {
  const keys = connection.collection<KeyRow>('dataKeys')
  return keys.findOne({}, { sort: { _id: -1 } }).catch(() => keys.findOne({}, { sort: { _id: 1 } }))
}

/** Whether anything that is kept was written with some master key. */
export const isWrittenWithAny = async (connection: Connection): Promise<boolean> =>
  (await someKeyOf(connection)) !== null

/** Whether what is kept was written with the master key that `wrappingKey` is derived from; null where nothing was written with any. */
export async function isWrittenWith(connection: Connection, wrappingKey: Uint8Array): Promise<boolean | null> {
  const row = await someKeyOf(connection)
  if (row === null) return null
  try {
    plainKeyOf(row, createSecretKey(wrappingKey)).fill(0)
    return true
  } catch {
    return false
  }
}

const placeOf = (keyId: KeyId, ownerId: string): string => `dataKey/${keyId}/${ownerId}`
