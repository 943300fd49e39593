import type { Db } from 'mongodb'
import type { Connection } from 'mongoose'
import { bad, type Finding, good } from './finding.ts'

/** A running store answers others between two batches, each of which reads whole snapshots for the few words that are asked of them. */
const BATCH = 100

/** Whether every document can be opened whole: its snapshot is there, and its journal goes on from it without a hole as far as it must. */
export async function checkJournal(connection: Connection): Promise<Finding> {
  const db = connection.getClient().db(connection.name)
  const first = await look(db)
  // What a server that runs was writing in that moment is whole when it is looked at again.
  const again = first.broken.length === 0 ? first : await look(db)
  const broken = first.broken.filter((name) => again.broken.includes(name))
  if (broken.length === 0) return good(`文書の記録に抜けはありません（${again.count} 文書）/ no gap in any journal`)
  return bad(
    `文書の記録に抜けがあります: ${broken.join(', ')} / journals with gaps`,
    '控えから戻してください（docs/OPERATING.md「壊れたとき」）/ restore a backup',
  )
}

interface Written {
  readonly _id: { readonly documentId: string; readonly generation: number }
  readonly count: number
  readonly first: number
  readonly last: number
}

/** The documents that cannot be opened whole, and how many were looked at. */
async function look(db: Db): Promise<{ readonly broken: readonly string[]; readonly count: number }> {
  const rows = await documentsIn(db)
  const snapshots = await wholeSnapshots(db)
  const generationOf = new Map(rows.map(({ _id, generation }) => [_id, generation]))
  // Of an earlier generation nothing but the entry that closed it is left, far behind its beginning.
  const written = (await writtenIn(db)).filter(
    ({ _id }) => (generationOf.get(_id.documentId) ?? _id.generation) === _id.generation,
  )
  const lastOf = new Map(written.map(({ _id, last }) => [placeOf(_id.documentId, _id.generation), last]))
  const torn = written.filter(({ _id, count, first, last }) => {
    const newest = Math.max(0, ...(snapshots.get(placeOf(_id.documentId, _id.generation)) ?? []))
    return last - first + 1 !== count || first > newest + 1
  })
  const short = rows.filter(({ _id, generation, snapshotSequence, headSequence, erasedAt = null }) => {
    // Of an erased one nothing is left that could be opened.
    if (erasedAt !== null) return false
    const place = placeOf(_id, generation)
    const hasSnapshot = snapshotSequence === 0 || snapshots.get(place)?.has(snapshotSequence) === true
    return !hasSnapshot || Math.max(snapshotSequence, lastOf.get(place) ?? 0) < headSequence
  })
  const broken = new Set([...torn.map(({ _id }) => _id.documentId), ...short.map(({ _id }) => _id)])
  return {
    broken: [...broken],
    count: new Set([...written.map(({ _id }) => _id.documentId), ...generationOf.keys()]).size,
  }
}

const placeOf = (documentId: string, generation: number): string => `${documentId}.${generation}`

interface DocumentPlace {
  readonly _id: string
  readonly generation: number
  readonly snapshotSequence: number
  readonly headSequence: number
  readonly erasedAt?: number | null
}

const documentsIn = (db: Db): Promise<readonly DocumentPlace[]> =>
  db
    .collection<DocumentPlace>('documents')
    .find({}, { projection: { generation: 1, snapshotSequence: 1, headSequence: 1, erasedAt: 1 } })
    .toArray()

function writtenIn(db: Db): Promise<readonly Written[]> {
  const by = { documentId: '$documentId', generation: '$generation' }
  const group = { _id: by, count: { $sum: 1 }, first: { $min: '$sequence' }, last: { $max: '$sequence' } }
  return db
    .collection('journal')
    .aggregate<Written>([{ $group: group }])
    .toArray()
}

/** For each generation of a document, the sequences at which a snapshot is there with all of its parts. */
async function wholeSnapshots(db: Db): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const projection = { documentId: 1, generation: 1, sequence: 1, writing: 1, partCount: 1 }
  const parts = await db.collection('snapshots').find({}, { projection, batchSize: BATCH }).toArray()
  const whole = new Map<string, Set<number>>()
  const writings = Map.groupBy(
    parts,
    (part) => `${part.documentId}.${part.generation}.${part.sequence}.${part.writing}`,
  )
  for (const [part, ...others] of writings.values()) {
    if (part === undefined || others.length + 1 !== part.partCount) continue
    const place = placeOf(part.documentId, part.generation)
    whole.set(place, (whole.get(place) ?? new Set()).add(part.sequence))
  }
  return whole
}
