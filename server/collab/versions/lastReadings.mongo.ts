import { type Connection, Schema } from 'mongoose'
import type { DocumentId } from '#shared/core/ids.ts'
import { instant } from '#shared/core/time.ts'
import type { LastReadings, ReadPosition } from './lastReadings.ts'

interface PositionRow {
  readonly generation: number
  readonly sequence: number
  readonly at: number
}

interface ReadingRow {
  readonly _id: string
  readonly documentId: DocumentId
  readonly before: PositionRow | null
  readonly present: PositionRow
}

const positionSchema = new Schema<PositionRow>(
  {
    generation: { type: Number, required: true },
    sequence: { type: Number, required: true },
    at: { type: Number, required: true },
  },
  { _id: false },
)

const readingSchema = new Schema<ReadingRow>(
  {
    _id: { type: String, required: true },
    documentId: { type: String, required: true },
    before: { type: positionSchema, default: null },
    present: { type: positionSchema, required: true },
  },
  { strict: 'throw', versionKey: false, collection: 'lastReadings' },
)
readingSchema.index({ documentId: 1 })

export function mongoLastReadings(connection: Connection): LastReadings {
  const Row = connection.model<ReadingRow>('LastReading', readingSchema)
  return {
    async find(documentId, memberId) {
      const row = await Row.findById(`${documentId}.${memberId}`).lean<ReadingRow>()
      if (row === null) return null
      return { before: row.before === null ? null : toPosition(row.before), present: toPosition(row.present) }
    },
    async save(documentId, memberId, reading) {
      const _id = `${documentId}.${memberId}`
      await Row.replaceOne({ _id }, { _id, documentId, ...reading }, { upsert: true })
    },
    async removeAll(documentId) {
      await Row.deleteMany({ documentId })
    },
  }
}

const toPosition = ({ generation, sequence, at }: PositionRow): ReadPosition => ({
  generation,
  sequence,
  at: instant(at),
})
