import type { KeyObject } from 'node:crypto'
import type { ConnectionId, DocumentId, KeyId, MemberId } from '#shared/core/ids.ts'
import { instant } from '#shared/core/time.ts'
import { bytesOf } from './binary.ts'
import type { JournalEntry, JournalOf, SERVER_AUTHOR } from './journal.ts'
import { seal, unseal } from './sealedBytes.ts'

/** A journal entry as it is kept: what it says is sealed for its place. */
export interface EntryRow {
  /** The connection and its last frame: an entry that is written again after an unknown outcome is the same row. */
  readonly _id: string
  readonly documentId: DocumentId
  readonly generation: number
  readonly sequence: number
  readonly userId: MemberId | typeof SERVER_AUTHOR
  readonly connectionId: ConnectionId
  readonly frameFrom: number
  readonly frameTo: number
  readonly keyId: KeyId
  readonly nonce: Buffer
  readonly ciphertext: Buffer
  readonly writtenAt: number
  readonly isVoid: boolean
  readonly isRestoration?: true
}

export function toRow(of: JournalOf, { update, ...entry }: JournalEntry, key: KeyObject): EntryRow {
  const { nonce, ciphertext } = seal(key, update, placeOf(of, entry.sequence))
  return {
    _id: `${entry.connectionId}.${entry.frameTo}`,
    documentId: of.documentId,
    generation: of.generation,
    ...entry,
    keyId: of.keyId,
    nonce,
    ciphertext,
  }
}

export function toEntry(of: JournalOf, row: EntryRow, key: KeyObject): JournalEntry {
  const sealed = { nonce: bytesOf(row.nonce), ciphertext: bytesOf(row.ciphertext) }
  return {
    sequence: row.sequence,
    update: unseal(key, sealed, placeOf(of, row.sequence)),
    userId: row.userId,
    connectionId: row.connectionId,
    frameFrom: row.frameFrom,
    frameTo: row.frameTo,
    writtenAt: instant(row.writtenAt),
    isVoid: row.isVoid,
    ...(row.isRestoration && { isRestoration: true }),
  }
}

const placeOf = ({ caseId, documentId, generation }: JournalOf, sequence: number): string =>
  `journal/${caseId ?? 'council'}/${documentId}/${generation}/${sequence}`
