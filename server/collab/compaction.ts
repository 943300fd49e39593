import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import { type Clock, later } from '#shared/core/time.ts'
import type { DocumentRow, Documents } from './documents.ts'
import type { Journal } from './journal.ts'
import { decodeSnapshot, encodeSnapshot, type SnapshotContent } from './snapshotContent.ts'
import type { Snapshots } from './snapshots.ts'

export interface CompactionPorts {
  readonly documents: Documents
  readonly journal: Journal
  readonly snapshots: Snapshots
  readonly clock: Clock
  /** Names this process among those that serve the same documents. */
  readonly holder: string
}

/** A document as it is after an entry of its journal. */
export interface DocumentState extends SnapshotContent {
  readonly sequence: number
}

const LEASE_MS = 60_000

/**
 * Puts a snapshot in the place of the entries up to `sequence`: writes it, reads it back, compares, says that the document
 * opens from it, and only then removes entries. Cut off anywhere, the document opens as before or as after.
 *
 * Answers with what the document opens from then, which another node may have written, or be writing anew; null when it
 * opens from what this node does not know.
 * Throws: when what is read back is not what was written.
 */
export async function compact(ports: CompactionPorts, row: DocumentRow, at: DocumentState): Promise<number | null> {
  const { documents, journal, snapshots, clock } = ports
  const now = clock.now()
  const fence = await documents.takeLease(row.documentId, { holder: ports.holder, until: later(now, LEASE_MS) }, now)
  // A snapshot that the document opens from is never written again: two nodes' parts must not mix.
  const newest = await documents.find(row.documentId)
  if (newest?.generation !== row.generation) return null
  if (fence === null || newest.snapshotSequence >= at.sequence) return newest.snapshotSequence

  try {
    const content = encodeSnapshot(at)
    await snapshots.write(row, at.sequence, content)
    assertSame(content, await snapshots.read(row, at.sequence))
    if (!(await documents.advanceSnapshot(row, { sequence: at.sequence, fence }))) return null
  } finally {
    // Whoever raised a generation meanwhile, or erased the document, may have cleared away before all of this was written.
    const present = (await documents.find(row.documentId)) ?? { ...row, generation: row.generation + 1 }
    if (present.generation !== row.generation) await snapshots.removeGenerationsBefore(present)
  }
  await journal.removeUpTo(row, at.sequence)
  await snapshots.removeOthers(row, at.sequence)
  return at.sequence
}

function assertSame(written: Uint8Array, readBack: Uint8Array): void {
  if (!hashOf(written).equals(hashOf(readBack))) throw new Error('a snapshot reads back as other bytes')
  Y.decodeUpdate(decodeSnapshot(readBack).state)
}

const hashOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
