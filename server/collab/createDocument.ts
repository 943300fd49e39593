import * as Y from 'yjs'
import type { DocumentKind } from '#shared/api/documents.ts'
import type { CaseId, DocumentId, IdSource } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import { SCHEMA_VERSION } from '#shared/document/bodySchema.ts'
import { type SectionSeed, seedSections } from '#shared/document/conferenceNote.ts'
import type { DataKeys } from './dataKeys.ts'
import type { Documents } from './documents.ts'
import { type Journal, SERVER_AUTHOR } from './journal.ts'

export interface CreateDocumentPorts {
  readonly documents: Documents
  readonly journal: Journal
  readonly keys: DataKeys
  readonly clock: Clock
  readonly ids: IdSource
  /** A fresh id for one block, as the editor makes them. */
  readonly newBlockId: () => string
}

export interface NewDocument {
  readonly kind: DocumentKind
  /** null for a document of the council. */
  readonly caseId: CaseId | null
  /** null for a document that is named by what it belongs to. */
  readonly title: string | null
  /** The headings it begins with; without any, one with its title. */
  readonly sections: readonly SectionSeed[]
}

/** Keeps the record of a document; while none can be kept, the document is not made. */
type Remember = (documentId: DocumentId) => Promise<void>

/**
 * Makes a live document with its headings in place, written by the server once, so that no two clients seed it twice. The
 * row comes last: until then nobody can find, and so nobody can open, a document without its beginning, or its record where
 * `remember` keeps one.
 */
export const createDocument =
  ({ documents, journal, keys, clock, ids, newBlockId }: CreateDocumentPorts) =>
  async ({ kind, caseId, title, sections }: NewDocument, remember: Remember = async () => {}): Promise<DocumentId> => {
    const documentId = ids.nextOpaque('document')
    const { keyId } = await keys.ofGeneration(documentId, 1)
    const of = { documentId, caseId, generation: 1, keyId }

    await journal.append(of, [
      {
        sequence: 1,
        update: seedUpdate(sections.length > 0 ? sections : [{ sectionKey: 'body', title: title ?? '' }], newBlockId),
        userId: SERVER_AUTHOR,
        connectionId: ids.next('connection'),
        frameFrom: 1,
        frameTo: 1,
        writtenAt: clock.now(),
        isVoid: false,
      },
    ])
    const row = { ...of, kind, title, schemaVersion: SCHEMA_VERSION, snapshotSequence: 0, createdAt: clock.now() }
    await remember(documentId)
    await documents.create({ ...row, headSequence: 1 })
    return documentId
  }

function seedUpdate(sections: readonly SectionSeed[], newBlockId: () => string): Uint8Array {
  const doc = new Y.Doc()
  seedSections(doc, sections, newBlockId)
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}
