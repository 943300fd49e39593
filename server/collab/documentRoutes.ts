import { authorise } from '#server/access/actor.ts'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import { type MemberRoute, parseWith, type Reply, type Route } from '#server/access/declaredRoutes.ts'
import type { DocumentAccess } from '#server/access/documentAccess.ts'
import { ReadingLog } from '#server/access/readingLog.ts'
import type { SignIns } from '#server/access/signInActivity.ts'
import {
  type CouncilDocumentView,
  type DigestView,
  DocumentView,
  ExtractQuery,
  NewCouncilDocumentRequest,
} from '#shared/api/documents.ts'
import { AppError } from '#shared/core/appError.ts'
import type { DocumentId } from '#shared/core/ids.ts'
import type { Clock } from '#shared/core/time.ts'
import { formatSubprotocol } from '#shared/protocol/subprotocol.ts'
import { documentHash } from './documentHash.ts'
import { schemaVersionToOffer } from './documents.ts'
import type { LiveDocuments } from './liveDocuments.ts'
import { readableDocument } from './readableDocument.ts'
import type { Room } from './room.ts'

export interface DocumentRoutePorts {
  readonly live: LiveDocuments
  readonly access: DocumentAccess
  readonly audit: AuditTrail
  readonly signIns: SignIns
  readonly clock: Clock
}

/** What a member may read of documents over HTTP, and how a document of the council begins. */
export const documentRoutes = (ports: DocumentRoutePorts): readonly Route[] => [
  documentRoute(ports),
  extractRoute(ports),
  digestRoute(ports),
  ...councilDocumentRoutes(ports),
]

function documentRoute(ports: DocumentRoutePorts): MemberRoute {
  return {
    method: 'get',
    path: '/api/documents/:documentId',
    access: 'conferenceNote.read',
    async answer(asked) {
      const { row, right } = await readableDocument(ports, asked, 'conferenceNote.read')
      const { documentId, kind, generation } = row
      const schemaVersion = schemaVersionToOffer(row)
      const subprotocol = formatSubprotocol({ schemaVersion, generation })
      return { body: DocumentView.parse({ documentId, kind, generation, schemaVersion, subprotocol, right }) }
    },
  }
}

function extractRoute(ports: DocumentRoutePorts): MemberRoute {
  const readings = new ReadingLog(ports.audit, ports.clock)
  return {
    method: 'get',
    path: '/api/documents/:documentId/extract',
    access: 'conferenceNote.read',
    takesOut: 'sheet',
    isBackground: true,
    async answer(asked) {
      const { documentId, face: most } = await readableDocument(ports, asked, 'conferenceNote.read')
      const { face: wanted, use } = parseWith(ExtractQuery, asked.query)
      const face = wanted === 'full' ? most : wanted
      const kind = use === 'sheet' ? 'notePrinted' : wanted === 'projector' ? 'noteProjected' : 'extractRead'
      const shownTo = kind === 'noteProjected' ? await ports.access.inRoom(documentId) : []
      await readings.record(asked.actor.memberId, documentId, { kind, shownTo })
      if (await ports.access.isUnderWay(documentId)) ports.signIns.noteActivity(asked.actor.sessionId)
      return ports.live.rooms.read(documentId, async (room) => {
        ports.live.readings.arrives(asked.actor.memberId, room)
        const etag = `"${room.document.row.generation}.${room.sequence}.${face}"`
        if (asked.request.headers['if-none-match'] === etag) return { status: 304, headers: { ETag: etag } }
        return extractReply(ports, room, face)
      })
    },
  }
}

async function extractReply({ live }: DocumentRoutePorts, room: Room, face: 'full' | 'projector'): Promise<Reply> {
  const { sequence, json } = await live.extracts.of(room, face)
  return { json, headers: { ETag: `"${room.document.row.generation}.${sequence}.${face}"` } }
}

function digestRoute(ports: DocumentRoutePorts): MemberRoute {
  return {
    method: 'get',
    path: '/api/documents/:documentId/digest',
    access: 'conferenceNote.read',
    async answer(asked) {
      const { documentId, right } = await readableDocument(ports, asked, 'conferenceNote.read')
      if (right !== 'edit') throw new AppError('forbidden', { because: 'wrongRole' })
      return { body: await ports.live.rooms.read(documentId, digestOf) }
    },
  }
}

const digestOf = (room: Room): Promise<DigestView> =>
  room.document.read((doc, sequence) => ({ sha256: documentHash(doc).toString('hex'), sequence }))

function councilDocumentRoutes({ live, access, audit, clock }: DocumentRoutePorts): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/api/council-documents',
      access: 'councilDocument.read',
      async answer({ actor }) {
        authorise('councilDocument.read', actor, null, clock.now())
        const rows = await live.documents.list('councilDocument')
        const items = rows.map(({ documentId, title }): CouncilDocumentView => ({ documentId, title: title ?? '' }))
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
        const remember = async (id: DocumentId) => {
          // Writing its beginning takes its time, and the right may have ended meanwhile.
          if (!(await access.mayBegin(actor.memberId))) throw new AppError('forbidden', { because: 'notActive' })
          await audit.append({ kind: 'documentCreated', by: actor.memberId, objectIds: [id] })
        }
        const documentId = await live.createDocument(
          { kind: 'councilDocument', caseId: null, title, sections: [] },
          remember,
        )
        return { status: 201, body: { documentId } }
      },
    },
  ]
}
