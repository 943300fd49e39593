import { type Connection, type Model, Schema, trusted } from 'mongoose'
import { isDuplicateKey } from '#server/platform/mongo.ts'
import type { DocumentId, KeyId, MemberId } from '#shared/core/ids.ts'
import { bytesOf } from '../binary.ts'
import type { DataKeys } from '../dataKeys.ts'
import type { Documents } from '../documents.ts'
import type { JournalOf } from '../journal.ts'
import { seal, unseal } from '../sealedBytes.ts'
import { bodyAt, decodePack, EMPTY_PACK, encodePack, isFull, type VersionPack, withVersion } from './versionPack.ts'
import type { Versions } from './versions.ts'

interface PackRow {
  readonly _id: string
  readonly documentId: DocumentId
  readonly generation: number
  /** Unit: 1 for the document's first pack. */
  readonly pack: number
  /** The number of its first version, and how many it holds. */
  readonly first: number
  readonly count: number
  readonly keyId: KeyId
  readonly nonce: Buffer
  readonly ciphertext: Buffer
}

const packSchema = new Schema<PackRow>(
  {
    _id: { type: String, required: true },
    documentId: { type: String, required: true },
    generation: { type: Number, required: true },
    pack: { type: Number, required: true },
    first: { type: Number, required: true },
    count: { type: Number, required: true },
    keyId: { type: String, required: true },
    nonce: { type: Buffer, required: true },
    ciphertext: { type: Buffer, required: true },
  },
  { strict: 'throw', versionKey: false, collection: 'versionPacks' },
)
packSchema.index({ documentId: 1, pack: 1 })

interface TallyRow {
  readonly _id: DocumentId
  readonly generation: number
  readonly sequence: number
  readonly writers: readonly MemberId[]
}

const tallySchema = new Schema<TallyRow>(
  {
    _id: { type: String, required: true },
    generation: { type: Number, required: true },
    sequence: { type: Number, required: true },
    writers: { type: [String], required: true },
  },
  { strict: 'throw', versionKey: false, collection: 'workTallies' },
)

interface VersionsPorts {
  readonly keys: DataKeys
  readonly documents: Pick<Documents, 'find'>
}

export function mongoVersions(connection: Connection, { keys, documents }: VersionsPorts): Versions {
  const Row = connection.model<PackRow>('VersionPack', packSchema)
  const Tally = connection.model<TallyRow>('WorkTally', tallySchema)
  const open = async (of: JournalOf, row: PackRow): Promise<VersionPack> => {
    const { key } = await keys.get(row.keyId)
    const sealed = { nonce: bytesOf(row.nonce), ciphertext: bytesOf(row.ciphertext) }
    return decodePack(unseal(key, sealed, placeOf(of, row)))
  }

  const isOver = async ({ documentId, generation }: PackRow): Promise<boolean> =>
    (await documents.find(documentId))?.generation !== generation

  return {
    async list({ documentId, ...of }) {
      const rows = await Row.find({ documentId }).sort({ pack: 1 }).lean<PackRow[]>()
      const packs = await Promise.all(rows.map((row) => open({ documentId, ...of }, row)))
      return packs.flatMap(({ versions }) => versions)
    },
    async bodyOf(of, number) {
      const rows = await Row.find({ documentId: of.documentId }, { first: 1, count: 1 }).lean<PackRow[]>()
      const place = rows.find(({ first, count }) => first <= number && number < first + count)
      const row = place === undefined ? null : await Row.findById(place._id).lean<PackRow>()
      return row === null ? null : bodyAt(await open(of, row), number - row.first)
    },
    async append(of, { after, ...version }, body) {
      const newest = await Row.findOne({ documentId: of.documentId }).sort({ pack: -1 }).lean<PackRow>()
      if (lastOf(newest) !== after) return null
      const kept = { ...version, number: after + 1 }
      const pack = newest === null ? EMPTY_PACK : await open(of, newest)
      // A generation has a key of its own, and what is sealed with another one stays as it is.
      const goesOn = newest?.generation === of.generation && !isFull(pack)
      const next = await withVersion(goesOn ? pack : EMPTY_PACK, kept, body)
      const place = placeAfter(goesOn ? newest : null, { pack: newest?.pack ?? 0, number: kept.number })
      const { key } = await keys.get(of.keyId)
      const { documentId, generation, keyId } = of
      const row = { _id: `${documentId}.${place.pack}`, documentId, generation, ...place, keyId }
      const sealed = { ...row, ...seal(key, await encodePack(next), placeOf(of, row)) }
      return (await keep(Row, sealed, isOver)) ? kept : null
    },
    async tally(documentId) {
      const row = await Tally.findById(documentId).lean<TallyRow>()
      return row === null ? null : { generation: row.generation, sequence: row.sequence, writers: row.writers }
    },
    saveTally: (documentId, tally) => keepTally(Tally, { _id: documentId, ...tally }),
    async removeAll(documentId) {
      await Row.deleteMany({ documentId })
      await Tally.deleteOne({ _id: documentId })
    },
  }
}

/** A node that is behind takes nothing back of what another has noted: the entries it tells of may be gone. */
async function keepTally(Tally: Model<TallyRow>, row: TallyRow): Promise<void> {
  const { _id, generation, sequence } = row
  const earlier = [{ generation: trusted({ $lt: generation }) }, { generation, sequence: trusted({ $lte: sequence }) }]
  const replace = (upsert: boolean) => Tally.replaceOne({ _id, $or: earlier }, row, { upsert })
  await replace(true).catch(async (cause: unknown) => {
    if (!isDuplicateKey(cause)) throw cause
    // There is one that is not earlier, or one since a moment ago, which may be.
    await replace(false)
  })
}

const lastOf = (newest: PackRow | null): number => (newest === null ? 0 : newest.first + newest.count - 1)

const placeAfter = (goesOnIn: PackRow | null, next: { readonly pack: number; readonly number: number }) =>
  goesOnIn === null
    ? { pack: next.pack + 1, first: next.number, count: 1 }
    : { pack: goesOnIn.pack, first: goesOnIn.first, count: goesOnIn.count + 1 }

/**
 * False when another has kept a version in its place meanwhile, the document is gone, or the trail was destroyed. Whoever destroys it begins the
 * next generation first and removes the versions then: what is kept after that is taken out again here, its key being gone.
 */
async function keep(Row: Model<PackRow>, row: PackRow, isOver: (row: PackRow) => Promise<boolean>): Promise<boolean> {
  const { _id, generation, count } = row
  if (count > 1) {
    const done = await Row.replaceOne({ _id, generation, count: count - 1 }, row)
    return done.matchedCount === 1
  }
  try {
    await Row.insertOne(row)
  } catch (cause) {
    if (isDuplicateKey(cause)) return false
    throw cause
  }
  if (!(await isOver(row))) return true
  await Row.deleteOne({ _id, generation, count })
  return false
}

const placeOf = (
  { caseId, documentId }: JournalOf,
  { generation, pack, count }: Pick<PackRow, 'generation' | 'pack' | 'count'>,
): string => `versions/${caseId ?? 'council'}/${documentId}/${generation}/${pack}/${count}`
