import { createHash } from 'node:crypto'
import type { Log } from '#server/platform/log.ts'
import { AppError } from '#shared/core/appError.ts'
import type { CaseId, DocumentId } from '#shared/core/ids.ts'
import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import type { Room } from '../room.ts'
import type { GenerationPorts } from './raiseGeneration.ts'

export interface EraseDocumentPorts extends GenerationPorts {
  readonly log: Log
  /** What is drawn from a document and remembered in memory is remembered no more. */
  readonly forget: (documentId: DocumentId) => void
}

/** Told of the last text's hash in the transaction in which the document ends. */
export type OnHash = (sha256: string) => Promise<void>

/**
 * Erases a live document for good: nobody joins it any more, whoever is in it learns that its generation is over, and nothing of
 * what it said or how it came to say it is kept. That there was one of this id stays, so that no other process writes to it.
 * One that is erased already is cleared away again, as after a stop in the middle.
 *
 * Throws: the store's error; calling it again goes on where it stopped.
 */
export const eraseDocument =
  (ports: EraseDocumentPorts) =>
  async (documentId: DocumentId, onHash: OnHash): Promise<void> => {
    await end(ports, documentId, onHash)
    ports.forget(documentId)
    await clearAway(ports, documentId)
  }

async function end(ports: EraseDocumentPorts, documentId: DocumentId, onHash: OnHash): Promise<void> {
  const { store, rooms, clock, log } = ports
  const isThere = async () => (await store.documents.find(documentId)) !== null
  if (!(await isThere())) return
  await rooms
    .renew(documentId, (room) => bury(ports, room, onHash))
    .catch(async (cause: unknown) => {
      // Another process was first.
      if (!(await isThere())) return
      if (await isReadable(ports, documentId)) throw cause
      // What cannot be read any more is erased all the same; nobody can be in it.
      log.error('document.erasedUnread', cause, { documentId })
      await store.documents.bury(documentId, clock.now())
    })
}

const isReadable = ({ rooms }: EraseDocumentPorts, documentId: DocumentId): Promise<boolean> =>
  rooms.read(documentId, async () => true).catch((cause: unknown) => cause instanceof AppError)

async function bury({ store, clock }: EraseDocumentPorts, room: Room, onHash: OnHash): Promise<void> {
  const text = await room.document.read((doc) => plainText(readBody(doc)))
  const sha256 = createHash('sha256').update(text).digest('hex')
  await store.atomically(async () => {
    if (await store.documents.bury(room.document.row.documentId, clock.now())) await onHash(sha256)
  })
}

async function clearAway({ store }: EraseDocumentPorts, documentId: DocumentId): Promise<void> {
  const all = { documentId, generation: Number.MAX_SAFE_INTEGER }
  await store.journal.removeGenerationsBefore(all)
  await store.snapshots.removeGenerationsBefore(all)
  await store.versions.removeAll(documentId)
  await store.lastReadings.removeAll(documentId)
  await store.divergences.removeAll(documentId)
}

/**
 * Destroys every key that a case and its erased documents were sealed with, and has the disk forget what was removed: what a
 * stop or another process has left behind can be read by nobody. Call it once all of them are erased.
 */
export const forgetKeys =
  ({ store }: Pick<EraseDocumentPorts, 'store'>) =>
  async (caseId: CaseId, documentIds: readonly DocumentId[]): Promise<void> => {
    await store.keys.destroyOf(caseId, documentIds)
    await store.wipe()
  }
