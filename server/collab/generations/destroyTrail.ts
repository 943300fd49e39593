import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import type { DocumentAccess, TrailAct } from '#server/access/documentAccess.ts'
import type { Log } from '#server/platform/log.ts'
import type { DestroyTrailRequest } from '#shared/api/versions.ts'
import { AppError } from '#shared/core/appError.ts'
import type { DocumentId, KeyId, MemberId } from '#shared/core/ids.ts'
import { instant } from '#shared/core/time.ts'
import { ROOM_ORIGIN } from '#shared/document/conferenceNote.ts'
import type { ExtractElement } from '#shared/document/extract.ts'
import { plainText } from '#shared/document/plainText.ts'
import { readBody } from '#shared/document/readBody.ts'
import { reviseBody } from '#shared/document/reviseBody.ts'
import type { CollabStore } from '../collabStore.mongo.ts'
import type { DocumentRow } from '../documents.ts'
import { SERVER_AUTHOR } from '../journal.ts'
import type { SnapshotContent } from '../snapshotContent.ts'
import type { Disposal } from './disposals.ts'
import { type GenerationPorts, raiseGeneration } from './raiseGeneration.ts'

export interface DestroyTrailPorts extends GenerationPorts {
  readonly audit: AuditTrail
  /** What a document belongs to, which the record is about too, so that whoever looks at it is told; and who may do this, asked as it is kept. */
  readonly access: Pick<DocumentAccess, 'belongsTo' | 'judgeTrail'>
}

/** Notes that a member asks for a document's trail to be destroyed; nothing is destroyed before another confirms it. */
export const askToDestroyTrail =
  (ports: DestroyTrailPorts) =>
  async (by: MemberId, row: DocumentRow, { rule, reason }: DestroyTrailRequest): Promise<void> => {
    const { store, audit, clock, access } = ports
    const { documentId, generation } = row
    const objectIds = [documentId, ...(await access.belongsTo(documentId))]
    await store.atomically(async () => {
      await assertMay(ports, by, documentId, 'askTrailDestruction')
      const latest = Math.max(0, ...(await store.disposals.list(row)).map(({ askedAt }) => askedAt))
      const askedAt = instant(Math.max(clock.now(), latest + 1))
      await store.disposals.ask(row, { documentId, generation, rule, reason, askedBy: by, askedAt })
      await audit.append({ kind: 'trailDestructionAsked', by, objectIds, because: rule })
    })
  }

/** Documents whose trail is asked to be destroyed, and by whom, until another confirms it. */
export async function trailsAskedFor({ documents, disposals }: Pick<CollabStore, 'documents' | 'disposals'>) {
  const asked = await disposals.listAsked()
  const rows = await Promise.all(asked.map(({ documentId }) => documents.find(documentId)))
  return asked.filter(({ generation }, place) => rows[place]?.generation === generation)
}

/** Who confirms, and which request they were shown. */
export interface Confirmation {
  readonly by: MemberId
  readonly askedAt: number
}

/**
 * Destroys what another member asked to be destroyed: the document says what it said, and nothing is left of how it came
 * to say it. Journal, snapshots, versions, positions of reading and the key they were sealed with go; who, when, by what
 * rule, and the hash of the text stay. Whoever has it open starts anew with the next generation.
 *
 * Throws: `conflict` when nothing is asked, or something else than the confirmer was shown, or by the one who asked; nobody's
 * work is interrupted then, unless it was asked anew in that very moment. `forbidden` when the right ended meanwhile. `unavailable` when another process is writing.
 */
export const destroyTrail =
  (ports: DestroyTrailPorts) =>
  async (documentId: DocumentId, confirmation: Confirmation): Promise<void> => {
    const { store, audit, clock } = ports
    const { by } = confirmation
    const known = await store.documents.find(documentId)
    if (known === null) throw new AppError('notFound')
    await seenBy(ports, known, confirmation)
    const objectIds = [documentId, ...(await ports.access.belongsTo(documentId))]
    await ports.rooms.renew(documentId, async (room) => {
      const { row } = room.document
      // Of two confirmations the second finds nothing asked any more.
      await seenBy(ports, row, confirmation)
      const { content, text } = await room.document.read((doc) => writtenAnew(readBody(doc)))
      const generation = row.generation + 1
      const { keyId } = await store.keys.ofGeneration(documentId, generation)
      const sha256 = createHash('sha256').update(text).digest('hex')
      const andKeep = async (next: DocumentRow): Promise<void> => {
        // Whoever asks anew from here on waits for this transaction, or has been seen by it.
        const disposal = await seenBy(ports, row, confirmation)
        await store.disposals.complete(next, disposal, { confirmedBy: by, destroyedAt: clock.now(), sha256 })
        await audit.append({ kind: 'trailDestroyed', by, objectIds, because: disposal.rule })
      }
      const next = await raiseGeneration(store, room, { generation, keyId, content, andKeep })
      await clearAway(ports, next, { generation: row.generation, keyId: row.keyId })
    })
  }

/**
 * Goes on with what a stop has interrupted: trails that are destroyed and not cleared away yet. One that a damaged record
 * stands in the way of is tried again at the next start, and keeps nobody out meanwhile.
 */
export async function finishDisposals(ports: Pick<GenerationPorts, 'store'> & { readonly log: Log }): Promise<void> {
  for (const documentId of await ports.store.disposals.listUncleared()) {
    await finishDisposal(ports, documentId).catch((cause: unknown) =>
      ports.log.error('trail.notClearedAway', cause, { documentId }),
    )
  }
}

async function finishDisposal(ports: Pick<GenerationPorts, 'store'>, documentId: DocumentId): Promise<void> {
  const row = await ports.store.documents.find(documentId)
  if (row === null) return
  for (const { generation, done, trailKeyId, isCleared } of await ports.store.disposals.list(row)) {
    if (done !== null && !isCleared) await clearAway(ports, row, { generation, keyId: trailKeyId })
  }
}

/** Throws: `forbidden` to one whose right has ended since they asked; opening a document takes its time. */
async function assertMay(
  { access }: DestroyTrailPorts,
  by: MemberId,
  ...of: readonly [DocumentId, TrailAct]
): Promise<void> {
  if (!(await access.judgeTrail(by, ...of))) throw new AppError('forbidden', { because: 'wrongRole' })
}

/** The request that waits, which is the one its confirmer was shown. Throws: `conflict`; `forbidden` when they may confirm none any more. */
async function seenBy(ports: DestroyTrailPorts, row: DocumentRow, { by, askedAt }: Confirmation): Promise<Disposal> {
  await assertMay(ports, by, row.documentId, 'confirmTrailDestruction')
  const asked = (await ports.store.disposals.list(row)).find(
    ({ generation, done }) => generation === row.generation && done === null,
  )
  if (asked === undefined) throw new AppError('conflict', { because: 'notAsked' })
  if (asked.askedAt !== askedAt) throw new AppError('conflict', { because: 'otherAsked' })
  if (asked.askedBy === by) throw new AppError('conflict', { because: 'samePerson' })
  return asked
}

/** The same words by one fresh author: no deleted text, nobody's ids, no order of typing. */
function writtenAnew(body: ExtractElement): { readonly content: SnapshotContent; readonly text: string } {
  const doc = new Y.Doc({ gc: true })
  doc.transact(() => reviseBody(doc, body), ROOM_ORIGIN)
  const text = plainText(readBody(doc))
  if (text !== plainText(body)) throw new Error('a body written anew says something else')
  const content = {
    authors: new Map([[doc.clientID, SERVER_AUTHOR]] as const),
    state: Y.encodeStateAsUpdate(doc),
    unnamed: Y.createDeleteSet(),
  }
  doc.destroy()
  return { content, text }
}

/** The key goes last but for the record: whatever a stop leaves behind is found again by the record. */
async function clearAway(
  { store }: Pick<GenerationPorts, 'store'>,
  row: DocumentRow,
  old: { readonly generation: number; readonly keyId: KeyId },
): Promise<void> {
  await store.journal.removeGenerationsBefore(row)
  await store.snapshots.removeGenerationsBefore(row)
  await store.versions.removeAll(row.documentId)
  await store.lastReadings.removeAll(row.documentId)
  await store.divergences.removeAll(row.documentId)
  await store.keys.destroy(old.keyId)
  await store.wipe()
  await store.disposals.clear(row.documentId, old.generation)
}
