import * as Y from 'yjs'
import type { Log } from '#server/platform/log.ts'
import { AppError } from '#shared/core/appError.ts'
import type { KeyId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import { SCHEMA_VERSION } from '#shared/document/bodySchema.ts'
import type { CollabStore } from '../collabStore.mongo.ts'
import type { DocumentRow } from '../documents.ts'
import { type JournalOf, OvertakenError, SequenceTakenError } from '../journal.ts'
import type { Room } from '../room.ts'
import type { Rooms } from '../rooms.ts'
import { encodeSnapshot, type SnapshotContent } from '../snapshotContent.ts'
import type { VersionKeeper } from '../versions/versionKeeper.ts'

export interface GenerationPorts {
  readonly store: CollabStore
  readonly rooms: Rooms
  readonly clock: Clock
}

export interface RaisingPorts extends GenerationPorts {
  readonly keeper: Pick<VersionKeeper, 'keepBeforeRaising'>
  readonly log: Log
}

/** What a generation begins with. */
export interface Beginning {
  readonly generation: number
  readonly keyId: KeyId
  readonly content: SnapshotContent
  /** Kept in the same transaction. */
  readonly andKeep?: (next: DocumentRow) => Promise<void>
}

/**
 * Puts a next generation in the place of a document that is held still (`Rooms.renew`). Nobody, in this process or another,
 * can write to the old one from here on; what the old one is kept in stays for the caller to remove.
 *
 * Throws: `unavailable` when another process has written or raised meanwhile; the old generation stands then.
 */
export async function raiseGeneration(store: CollabStore, room: Room, beginning: Beginning): Promise<DocumentRow> {
  const { row } = room.document
  const { generation, keyId, content } = beginning
  await store.journal.closeAfter(row, room.sequence).catch((cause: unknown) => {
    const isLate = cause instanceof SequenceTakenError || cause instanceof OvertakenError
    throw isLate ? new AppError('unavailable') : cause
  })
  // Of all who ever closed this generation one has this place: whoever is held up from here on writes over nobody's snapshot.
  const first = room.sequence + 1
  const next: JournalOf = { ...row, generation, keyId }
  const bytes = encodeSnapshot(content)
  await store.snapshots.write(next, first, bytes)
  const readBack = await store.snapshots.read(next, first)
  if (!Buffer.from(bytes).equals(readBack)) throw new Error('a generation reads back as other bytes')

  const raised = { generation, keyId, schemaVersion: SCHEMA_VERSION, snapshotSequence: first }
  return store.atomically(async () => {
    if (!(await store.documents.raiseGeneration(row, raised, room.sequence))) throw new AppError('unavailable')
    const nextRow = { ...row, ...raised, headSequence: first }
    await beginning.andKeep?.(nextRow)
    return nextRow
  })
}

/** Unit: documents. */
export interface Raisings {
  readonly raised: number
  readonly unreadable: number
}

/**
 * Raises every document's generation, as after a backup has been put back: pages that slept through it hold a future that
 * never was, and may bring none of it. Text, authors and versions stay, and what had no version yet has one. A document that
 * cannot be read stays as it is, and keeps no other from beginning anew.
 */
export async function raiseAllGenerations(ports: RaisingPorts): Promise<Raisings> {
  const ids = await ports.store.documents.listIds()
  let unreadable = 0
  for (const documentId of ids) {
    await ports.rooms
      .renew(documentId, (room) => raiseAnew(ports, room))
      .catch((cause: unknown) => {
        unreadable++
        ports.log.error('generation.notRaised', cause, { documentId })
      })
  }
  return { raised: ids.length - unreadable, unreadable }
}

/** Unit: the generation is the second it is raised in, so that no generation of before the backup comes again. */
async function raiseAnew({ store, keeper, clock }: RaisingPorts, room: Room): Promise<void> {
  const { row } = room.document
  await keeper.keepBeforeRaising(room)
  const { authors, state } = await room.document.state()
  const generation = Math.max(row.generation + 1, Math.floor(clock.now() / 1_000))
  await raiseGeneration(store, room, {
    generation,
    keyId: row.keyId,
    content: { authors, state: withoutGarbage(state), unnamed: Y.createDeleteSet() },
  })
  const next = { ...row, generation }
  await store.journal.removeGenerationsBefore(next)
  await store.snapshots.removeGenerationsBefore(next)
}

function withoutGarbage(state: Uint8Array): Uint8Array {
  const doc = new Y.Doc({ gc: true })
  Y.applyUpdate(doc, state)
  const bytes = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return bytes
}
