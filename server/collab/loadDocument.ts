import * as Y from 'yjs'
import type { Log } from '#server/platform/log.ts'
import { pause, type Timers } from '#server/platform/timers.ts'
import type { MemberId } from '#shared/core/ids.ts'
import type { DocumentRow, Documents } from './documents.ts'
import { isClosing, type Journal, type JournalEntry, type SERVER_AUTHOR } from './journal.ts'
import { type LateDoc, lateDoc } from './lateDoc.ts'
import { decodeSnapshot } from './snapshotContent.ts'
import type { Snapshots } from './snapshots.ts'

export interface LoadPorts {
  readonly documents: Documents
  readonly journal: Journal
  readonly snapshots: Snapshots
  readonly timers: Timers
  readonly log: Log
}

/** Unit: milliseconds that whoever closed a generation has for raising the next one, and between two looks whether it is raised. */
const RAISING_MS = 2_000
const LOOK_EVERY_MS = 50

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
  /** The last entry that brought a version back, as far as is known: what it was opened from may hold one. */
  readonly restoredAt: number
  /** The sequence of the last entry that closed the generation, when the next one never came; 0 without one. */
  readonly lastClosing: number
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
    if ('late' in reading) await goOnBehindClosing(ports, reading)
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

/** Whoever closed the generation and has not raised the next one in time must not do so any more. */
async function goOnBehindClosing(ports: LoadPorts, { row, lastClosing, sequence }: LoadedDocument): Promise<void> {
  if (lastClosing <= row.headSequence) return
  if (lastClosing === sequence && (await isRaised(ports, row))) return
  await ports.documents.reachTo(row, lastClosing)
}

async function isRaised({ documents, timers }: LoadPorts, { documentId, generation }: DocumentRow): Promise<boolean> {
  for (let looks = RAISING_MS / LOOK_EVERY_MS; looks > 0; looks--) {
    await pause(timers, LOOK_EVERY_MS)
    if ((await documents.find(documentId))?.generation !== generation) return true
  }
  return false
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
    restoredAt: row.snapshotSequence,
    lastClosing: 0,
  }
}

/** The entry that threw, or null when all are applied. */
async function applyEntries({ journal }: LoadPorts, row: DocumentRow, opening: Opening): Promise<JournalEntry | null> {
  for await (const entry of journal.readAfter(row, row.snapshotSequence)) {
    if (entry.sequence !== opening.sequence + 1) throw new Error('the journal has a hole')
    opening.sequence = entry.sequence
    opening.restoredAt = entry.sequence
    if (isClosing(entry)) opening.lastClosing = entry.sequence
    if (entry.isVoid) continue
    await opening.late.prepare()
    if (!isTakenIn(opening, entry)) return entry
  }
  return null
}

/** Applies an entry and notes whose it is; false when it cannot be applied. */
export function isTakenIn({ late, authors }: LoadedDocument, { update, userId }: JournalEntry): boolean {
  if (!late.take([update])[0]) return false
  for (const clientId of authorsOf(update)) if (!authors.has(clientId)) authors.set(clientId, userId)
  return true
}

/** The client ids that an update makes structs under. */
const authorsOf = (update: Uint8Array): ReadonlySet<number> =>
  new Set(Y.decodeUpdate(update).structs.map(({ id }) => id.client))
