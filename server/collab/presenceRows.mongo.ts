import { type Connection, Schema } from 'mongoose'
import type { DocumentId } from '#shared/core/ids.ts'
import type { Instant } from '#shared/core/time.ts'
import type { OwnPlace } from './presences.ts'

/** Who is in one document at one node, as the other nodes read it. */
export interface NodePresence {
  /** Names the process. */
  readonly node: string
  readonly documentId: DocumentId
  /** Rises with each writing, so that a node that died is told from one where nobody moves. */
  readonly beat: number
  readonly places: readonly OwnPlace[]
}

/** Where nodes say who is with them: ids and places in the text, no name and no word of it. */
export interface PresenceRows {
  /** Replaces what the node has said of the document. Not waited for by anybody, and lost without harm. */
  write(presence: NodePresence, at: Instant): Promise<void>
  /** What nodes have last said of these documents. */
  read(documentIds: readonly DocumentId[]): Promise<readonly NodePresence[]>
}

/** Unit: seconds. */
const KEPT_SECONDS = 60

const presenceSchema = new Schema(
  {
    _id: { type: String, required: true },
    node: { type: String, required: true },
    documentId: { type: String, required: true },
    beat: { type: Number, required: true },
    places: { type: [Schema.Types.Mixed], required: true },
    at: { type: Date, required: true },
  },
  { strict: 'throw', versionKey: false, collection: 'presences' },
)
presenceSchema.index({ documentId: 1 })
presenceSchema.index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS })

export function mongoPresenceRows(connection: Connection): PresenceRows {
  const Row = connection.model('NodePresence', presenceSchema)
  return {
    async write(presence, at) {
      const _id = `${presence.node}/${presence.documentId}`
      const row = { _id: _id as never, ...presence, at: new Date(at) }
      // Nothing depends on it: a majority would be asked for nothing.
      await Row.collection.replaceOne({ _id: _id as never }, row, { upsert: true, writeConcern: { w: 1 } })
    },
    async read(documentIds) {
      const rows = await Row.collection.find({ documentId: { $in: [...documentIds] } }).toArray()
      return rows.flatMap((row) => presenceOf(row) ?? [])
    },
  }
}

/** What a row of the collection says, as it is read or comes by the change feed. */
export function presenceOf(row: { readonly [field: string]: unknown }): NodePresence | null {
  const { node, documentId, beat, places } = row
  if (typeof node !== 'string' || typeof documentId !== 'string' || !Array.isArray(places)) return null
  return { node, documentId: documentId as DocumentId, beat: Number(beat), places: places as readonly OwnPlace[] }
}
