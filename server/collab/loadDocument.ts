import * as Y from 'yjs'
import type { Log } from '#server/platform/log.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { DocumentRow, Documents } from './documents.ts'
import type { Journal, JournalEntry, SERVER_AUTHOR } from './journal.ts'
import { type LateDoc, lateDoc } from './lateDoc.ts'
import { decodeSnapshot } from './snapshotContent.ts'
import type { Snapshots } from './snapshots.ts'

export interface LoadPorts {
  readonly documents: Documents
  readonly journal: Journal
  readonly snapshots: Snapshots
  readonly log: Log
}

/** A document in memory, as its journal has it. */
export interface LoadedDocument {
  /** Its row, with the snapshot it was opened from. */
  readonly row: DocumentRow
  readonly late: LateDoc
  /** Asking makes it; see `late`. */
  readonly doc: Y.Doc
  readonly authors: Map<number, MemberId | typeof SERVER_AUTHOR>
  /** The last entry of the journal, void ones included. */
  readonly sequence: number
}

/**
 * Opens a document from its snapshot and the entries after it. An entry that cannot be applied is marked void and the
 * document opens without it: one bad entry must not close a document for everybody. When a newer snapshot is taken
 * meanwhile, the entries it took the place of may be gone, so the document is read again from that one.
 *
 * Throws: when the store fails, a part is missing, or the journal has a hole or ends too early. A document that cannot be
 * read whole is never given out as a shorter one.
 */
export async function loadDocument(ports: LoadPorts, known: DocumentRow): Promise<LoadedDocument> {
  for (let row = known; ; ) {
    const reading = await readDocument(ports, row).catch((cause: unknown) => ({ cause }))
    const newest = await ports.documents.find(row.documentId)
    if (newest === null) throw new Error('the document is gone')
    if (isSameSnapshot(row, newest)) {
      if ('cause' in reading) throw reading.cause
      return reading
    }
    if ('late' in reading) reading.late.destroy()
    row = newest
  }
}

const isSameSnapshot = (one: DocumentRow, other: DocumentRow): boolean =>
  one.generation === other.generation && one.snapshotSequence === other.snapshotSequence

async function readDocument(ports: LoadPorts, row: DocumentRow): Promise<LoadedDocument> {
  for (;;) {
    const opened = await openSnapshot(ports, row)
    const badEntry = await applyEntries(ports, row, opened)
    if (badEntry === null) {
      if (opened.sequence < row.headSequence) throw new Error('the journal ends before its known head')
      return opened
    }
    opened.late.destroy()
    await ports.journal.markVoid(row, badEntry.sequence)
    ports.log.error('journal.entryVoid', new Error('an entry cannot be applied'), {
      documentId: row.documentId,
      sequence: badEntry.sequence,
      connectionId: badEntry.connectionId,
    })
  }
}

type Opening = { -readonly [field in keyof LoadedDocument]: LoadedDocument[field] }

async function openSnapshot({ snapshots }: LoadPorts, row: DocumentRow): Promise<Opening> {
  const content = row.snapshotSequence === 0 ? null : decodeSnapshot(await snapshots.read(row, row.snapshotSequence))
  const late = lateDoc(content)
  return {
    row,
    late,
    get doc() {
      return late.doc
    },
    authors: new Map(content?.authors),
    sequence: row.snapshotSequence,
  }
}

/** The entry that threw, or null when all are applied. */
async function applyEntries({ journal }: LoadPorts, row: DocumentRow, opening: Opening): Promise<JournalEntry | null> {
  for await (const entry of journal.readAfter(row, row.snapshotSequence)) {
    if (entry.sequence !== opening.sequence + 1) throw new Error('the journal has a hole')
    opening.sequence = entry.sequence
    if (entry.isVoid) continue
    await opening.late.prepare()
    if (!opening.late.take([entry.update])[0]) return entry
    for (const clientId of authorsOf(entry.update)) {
      if (!opening.authors.has(clientId)) opening.authors.set(clientId, entry.userId)
    }
  }
  return null
}

/** The client ids that an update makes structs under. */
export const authorsOf = (update: Uint8Array): ReadonlySet<number> =>
  new Set(Y.decodeUpdate(update).structs.map(({ id }) => id.client))
