import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Actor, authorise } from '#server/access/actor.ts'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import { parseWith, type Route } from '#server/access/declaredRoutes.ts'
import type { DocumentAccess } from '#server/access/documentAccess.ts'
import {
  type CouncilDocumentView,
  type DigestView,
  type DocumentView,
  ExtractQuery,
  type ExtractView,
  NewCouncilDocumentRequest,
} from '#shared/api/documents.ts'
import { idField } from '#shared/api/fields.ts'
import { AppError } from '#shared/core/appError.ts'
import type { DocumentId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import { digestChunks } from '#shared/document/digest.ts'
import { drawExtract } from '#shared/document/extract.ts'
import { formatSubprotocol } from '#shared/protocol/subprotocol.ts'
import type { DocumentRow } from './documents.ts'
import type { LiveDocuments } from './liveDocuments.ts'

export interface DocumentRoutePorts {
  readonly live: LiveDocuments
  readonly access: DocumentAccess
  readonly audit: AuditTrail
  readonly clock: Clock
}

const DocumentParams = z.strictObject({ documentId: idField('document') })

/** The document and the right to it. Throws: `notFound`, also for a document that is not theirs. */
async function met({ live, access }: DocumentRoutePorts, actor: Actor, params: unknown) {
  const { documentId } = parseWith(DocumentParams, params)
  actor.decided.add('document')
  const verdict = await access.judge(actor.memberId, documentId)
  const row = verdict.right === 'none' ? null : await live.documents.find(documentId)
  if (row === null || verdict.right === 'none') throw new AppError('notFound')
  return { row, right: verdict.right }
}

const documentView = (row: DocumentRow, right: 'edit' | 'read'): DocumentView => ({
  documentId: row.documentId,
  kind: row.kind,
  generation: row.generation,
  schemaVersion: row.schemaVersion,
  subprotocol: formatSubprotocol(row),
  right,
})

async function digestOf({ live }: DocumentRoutePorts, documentId: DocumentId): Promise<DigestView> {
  return live.rooms.read(documentId, (room) => {
    const { promise, resolve } = Promise.withResolvers<DigestView>()
    room.document.whenWhole((doc, sequence) => {
      const hash = createHash('sha256')
      for (const chunk of digestChunks(doc)) hash.update(chunk)
      resolve({ sha256: hash.digest('hex'), sequence })
    })
    return promise
  })
}

function extractRoute(ports: DocumentRoutePorts): Route {
  return {
    method: 'get',
    path: '/api/documents/:documentId/extract',
    access: 'document',
    async answer({ actor, params, query, request }) {
      const { row } = await met(ports, actor, params)
      const { face } = parseWith(ExtractQuery, query)
      const { documentId } = row
      const drawn = await ports.live.rooms.read(documentId, (room) => ports.live.extracts.of(room))
      const etag = `"${row.generation}-${drawn.sequence}-${face}"`
      const headers = { ETag: etag }
      if (request.get('if-none-match') === etag) return { status: 304, headers }
      await ports.audit.append({ kind: 'extractRead', by: actor.memberId, objectIds: [documentId] })
      const { sequence, drawnAt } = drawn
      const body: ExtractView = { documentId, sequence, drawnAt, blocks: drawExtract(drawn.body, { face }).content }
      return { body, headers }
    },
  }
}

const councilDocumentRoutes = ({ live, audit, clock }: DocumentRoutePorts): readonly Route[] => [
  {
    method: 'get',
    path: '/api/council-documents',
    access: 'councilDocument.read',
    async answer({ actor }) {
      authorise('councilDocument.read', actor, null, clock.now())
      const rows = await live.documents.list('councilDocument')
      const items: CouncilDocumentView[] = rows.map(({ documentId, title }) => ({ documentId, title: title ?? '' }))
      return { body: { items, next: null } }
    },
  },
  {
    method: 'post',
    path: '/api/council-documents',
    access: 'councilDocument.edit',
    async answer({ actor, body }) {
      authorise('councilDocument.edit', actor, null, clock.now())
      const { title } = parseWith(NewCouncilDocumentRequest, body)
      const documentId = await live.createDocument({ kind: 'councilDocument', caseId: null, title, sections: [] })
      await audit.append({ kind: 'documentCreated', by: actor.memberId, objectIds: [documentId] })
      return { status: 201, body: { documentId, title } satisfies CouncilDocumentView }
    },
  },
]

/** What may be asked of a live document over HTTP: what it is, what it says to a reader, and its digest. */
export const documentRoutes = (ports: DocumentRoutePorts): readonly Route[] => [
  {
    method: 'get',
    path: '/api/documents/:documentId',
    access: 'document',
    async answer({ actor, params }) {
      const { row, right } = await met(ports, actor, params)
      return { body: documentView(row, right) }
    },
  },
  extractRoute(ports),
  {
    method: 'get',
    path: '/api/documents/:documentId/digest',
    access: 'document',
    async answer({ actor, params }) {
      const { row, right } = await met(ports, actor, params)
      if (right !== 'edit') throw new AppError('forbidden', { because: 'readersHaveNoReplica' })
      return { body: await digestOf(ports, row.documentId) }
    },
  },
  ...councilDocumentRoutes(ports),
]
