import type { Connection } from 'mongoose'
import type { DocumentId } from '#shared/core/ids.ts'

/** How far this node has followed a document. */
export interface Place {
  readonly documentId: DocumentId
  readonly generation: number
  readonly sequence: number
}

/** What a document's journal has come to meanwhile. */
export interface Ahead {
  readonly documentId: DocumentId
  readonly generation: number
  /** The last entry, or what the newest snapshot holds when it has taken the place of all entries. */
  readonly sequence: number
}

/** Which documents other nodes have written to; asked by query, since a change stream may stop quietly. */
export interface JournalHeads {
  /** Those of the documents that are further than `places` says, or of another generation. Cost: one index seek for each. */
  ahead(places: readonly Place[]): Promise<readonly Ahead[]>
}

interface StoredRow {
  readonly _id: DocumentId
  readonly generation: number
  readonly snapshotSequence: number
}

/** Unit: documents asked for at once. */
const AT_ONCE = 500

export function mongoJournalHeads(connection: Connection): JournalHeads {
  async function headsAfter(places: readonly Place[]): Promise<readonly Ahead[]> {
    const newer = places.map(({ documentId, generation, sequence }) => ({
      documentId,
      generation,
      sequence: { $gt: sequence },
    }))
    const pipeline = [
      { $match: { $or: newer } },
      { $group: { _id: { documentId: '$documentId', generation: '$generation' }, sequence: { $max: '$sequence' } } },
      { $project: { _id: 0, documentId: '$_id.documentId', generation: '$_id.generation', sequence: 1 } },
    ]
    return connection.collection('journal').aggregate<Ahead>(pipeline).toArray()
  }
  async function rowsAhead(places: readonly Place[]): Promise<readonly Ahead[]> {
    const known = new Map(places.map((place) => [place.documentId, place]))
    const rows = await connection
      .collection<StoredRow>('documents')
      .find({ _id: { $in: [...known.keys()] } }, { projection: { generation: 1, snapshotSequence: 1 } })
      .toArray()
    return rows.flatMap(({ _id, generation, snapshotSequence }) => {
      const place = known.get(_id)
      const isBehind = place?.generation !== generation || place.sequence < snapshotSequence
      return isBehind ? [{ documentId: _id, generation, sequence: snapshotSequence }] : []
    })
  }
  return {
    async ahead(places) {
      const found: Ahead[] = []
      for (let start = 0; start < places.length; start += AT_ONCE) {
        const some = places.slice(start, start + AT_ONCE)
        found.push(...(await headsAfter(some)), ...(await rowsAhead(some)))
      }
      return found
    },
  }
}
