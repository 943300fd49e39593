import { z } from 'zod'
import type { Actor } from '#server/access/actor.ts'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import { type Asked, type MemberRoute, parseWith, type Route } from '#server/access/declaredRoutes.ts'
import type { DocumentAccess } from '#server/access/documentAccess.ts'
import { idField } from '#shared/api/fields.ts'
import {
  type ComparedState,
  DifferenceQuery,
  type DifferenceView,
  NameVersionRequest,
  type RestorationView,
  type VersionListView,
  type VersionView,
} from '#shared/api/versions.ts'
import { AppError } from '#shared/core/appError.ts'
import type { IdSource, MemberId } from '#shared/core/ids.ts'
import type { Clock, Instant } from '#shared/core/time.ts'
import { readWriting } from '#shared/document/authorship.ts'
import { compareBodies, differenceSize, withoutRemoved } from '#shared/document/bodyDifference.ts'
import { drawExtract, type ExtractElement, type ExtractFace } from '#shared/document/extract.ts'
import { readBody } from '#shared/document/readBody.ts'
import type { AuditKind } from '#shared/domain/auditKind.ts'
import type { DocumentRow } from '../documents.ts'
import type { LiveDocuments } from '../liveDocuments.ts'
import { readableDocument } from '../readableDocument.ts'
import { presentAuthors } from './authors.ts'
import type { LastReading } from './lastReadings.ts'
import { type WordsOf, writersOf } from './memberWriters.ts'
import { restoreVersion } from './restoreVersion.ts'
import type { Version } from './version.ts'

export interface VersionRoutePorts {
  readonly live: LiveDocuments
  readonly access: DocumentAccess
  readonly audit: AuditTrail
  readonly clock: Clock
  readonly ids: IdSource
  readonly wordsOf: WordsOf
}

const DocumentParams = z.strictObject({ documentId: idField('document') })
const VersionParams = DocumentParams.extend({ number: z.coerce.number().int().min(1).max(1_000_000) })

/** Versions of documents over HTTP: only whoever may edit one sees what it was before. */
export const versionRoutes = (ports: VersionRoutePorts): readonly Route[] => [
  listRoute(ports),
  nameRoute(ports),
  differenceRoute(ports),
  authorsRoute(ports),
  restoreRoute(ports),
]

/** The document asked for; `mayReadVersions` says whether its reader may see what it was before. Throws: as `readableDocument`. */
async function readable(ports: VersionRoutePorts, asked: Asked<Actor>) {
  const { documentId, row, right, face } = await readableDocument(ports, asked, 'document')
  const mayReadVersions = await ports.access.judgeTrail(asked.actor.memberId, documentId, 'readVersions')
  return { row, right, face, mayReadVersions }
}

/** Throws: as `readable`; `forbidden` for one who may only read. */
async function editable(ports: VersionRoutePorts, asked: Asked<Actor>): Promise<DocumentRow> {
  const { row, right, mayReadVersions } = await readable(ports, asked)
  if (right !== 'edit' || !mayReadVersions) throw new AppError('forbidden', { because: 'wrongRole' })
  return row
}

const remember = ({ audit }: VersionRoutePorts, kind: AuditKind, by: MemberId, objectIds: readonly string[]) =>
  audit.append({ kind, by, objectIds })

function listRoute(ports: VersionRoutePorts): MemberRoute {
  const { store } = ports.live
  return {
    method: 'get',
    path: '/api/documents/:documentId/versions',
    access: 'document',
    async answer(asked) {
      const row = await editable(ports, asked)
      const versions = await store.versions.list(row)
      const reading = await store.lastReadings.find(row.documentId, asked.actor.memberId)
      await remember(ports, 'versionsRead', asked.actor.memberId, [row.documentId])
      const viewOf = await viewer(ports, versions)
      const items = versions.toReversed().map(viewOf)
      return { body: { items, next: null, lastRead: lastReadOf(row, versions, reading) } satisfies VersionListView }
    },
  }
}

async function viewer({ wordsOf }: VersionRoutePorts, versions: readonly Version[]) {
  const writers = await writersOf(
    wordsOf,
    versions.flatMap(({ contributors, madeBy }) => [...contributors, madeBy]),
  )
  return ({ number, kind, name, madeAt, madeBy, contributors }: Version): VersionView => ({
    ...{ number, kind, name, madeAt, madeBy: writers(madeBy, madeAt) },
    contributors: contributors.flatMap((memberId) => writers(memberId, madeAt) ?? []),
  })
}

/** The newest version that the member's reading before this visit had reached: what is shown as new is never too little. */
function lastReadOf(
  { generation }: DocumentRow,
  versions: readonly Version[],
  reading: LastReading | null,
): VersionListView['lastRead'] {
  const position = reading?.before ?? null
  if (position === null) return null
  const reached = versions.findLast(
    (version) => version.generation === position.generation && version.sequence <= position.sequence,
  )
  if (reached === undefined && position.generation !== generation) return null
  return { version: reached?.number ?? 0, at: position.at }
}

function nameRoute(ports: VersionRoutePorts): MemberRoute {
  return {
    method: 'post',
    path: '/api/documents/:documentId/versions',
    access: 'document',
    async answer(asked) {
      const { documentId } = await editable(ports, asked)
      const { name } = parseWith(NameVersionRequest, asked.body)
      const { memberId } = asked.actor
      const made = await ports.live.rooms.read(documentId, async (room) => {
        // Opening a note takes its time, and the right may have ended meanwhile.
        await editable(ports, asked)
        await remember(ports, 'versionNamed', memberId, [documentId])
        return ports.live.keeper.make(room, { kind: 'named', name, by: memberId })
      })
      return { status: 201, body: (await viewer(ports, [made]))(made) }
    },
  }
}

function differenceRoute(ports: VersionRoutePorts): MemberRoute {
  return {
    method: 'get',
    path: '/api/documents/:documentId/difference',
    access: 'document',
    async answer(asked) {
      const { row, face, mayReadVersions } = await readable(ports, asked)
      const query = parseWith(DifferenceQuery, asked.query)
      // A reader learns what is new in what they may read, and of the past nothing else.
      if (!mayReadVersions && (query.from !== 'lastRead' || query.to !== 'now')) {
        throw new AppError('forbidden', { because: 'wrongRole' })
      }
      await remember(ports, mayReadVersions ? 'versionsRead' : 'extractRead', asked.actor.memberId, [row.documentId])
      const reader = { memberId: asked.actor.memberId, face, mayReadVersions }
      return { body: await viewDifference(ports, row, { query, reader }) }
    },
  }
}

interface ComparingFor {
  readonly query: DifferenceQuery
  readonly reader: { readonly memberId: MemberId; readonly face: ExtractFace; readonly mayReadVersions: boolean }
}

/** Throws: `notFound` when there is no such version; `conflict` as `readBefore`. */
async function viewDifference(
  ports: VersionRoutePorts,
  row: DocumentRow,
  { query, reader: { memberId, face, mayReadVersions } }: ComparingFor,
): Promise<DifferenceView> {
  const versions = await ports.live.store.versions.list(row)
  const lastRead = query.from === 'lastRead' ? await readBefore(ports, { row, versions }, memberId) : null
  const from = query.from === 'lastRead' ? (lastRead?.version ?? 0) : query.from
  const seen = async (at: number | 'now') => drawExtract(await bodyAt(ports, row, at), { face })
  const whole = compareBodies(await seen(from), await seen(query.to))
  const difference = mayReadVersions ? whole : withoutRemoved(whole)
  const stateOf = (at: number | 'now') => comparedState(versions, at, ports.clock.now())
  return {
    ...{ from: mayReadVersions ? stateOf(from) : null, to: stateOf(query.to), readAt: lastRead?.at ?? null },
    ...{ size: differenceSize(difference), blocks: difference.content },
  }
}

/** Throws: `conflict` for one who has not read the document before. */
async function readBefore(
  { live: { store } }: VersionRoutePorts,
  { row, versions }: { readonly row: DocumentRow; readonly versions: readonly Version[] },
  memberId: MemberId,
) {
  const lastRead = lastReadOf(row, versions, await store.lastReadings.find(row.documentId, memberId))
  if (lastRead === null) throw new AppError('conflict', { because: 'notReadBefore' })
  return lastRead
}

function comparedState(versions: readonly Version[], at: number | 'now', now: Instant): ComparedState {
  if (at === 'now') return { number: at, kind: null, name: null, at: now }
  const version = versions.find(({ number }) => number === at)
  return { number: at, kind: version?.kind ?? null, name: version?.name ?? null, at: version?.madeAt ?? null }
}

/** Throws: `notFound` when there is no such version. */
async function bodyAt({ live }: VersionRoutePorts, row: DocumentRow, at: number | 'now'): Promise<ExtractElement> {
  if (at === 0) return { type: 'body', attrs: {}, content: [] }
  if (at === 'now') return live.rooms.read(row.documentId, ({ document }) => document.read(readBody))
  const body = await live.store.versions.bodyOf(row, at)
  if (body === null) throw new AppError('notFound')
  return body
}

function authorsRoute(ports: VersionRoutePorts): MemberRoute {
  return {
    method: 'get',
    path: '/api/documents/:documentId/authors',
    access: 'document',
    async answer(asked) {
      const row = await editable(ports, asked)
      await remember(ports, 'versionsRead', asked.actor.memberId, [row.documentId])
      const versions = await ports.live.store.versions.list(row)
      return ports.live.rooms.read(row.documentId, async ({ document }) => {
        const lines = await document.read(readWriting)
        const { authors } = document.loaded
        const written = { lines, authors, versions, createdAt: row.createdAt, now: ports.clock.now() }
        return { body: await presentAuthors(ports.wordsOf, written) }
      })
    },
  }
}

function restoreRoute(ports: VersionRoutePorts): MemberRoute {
  return {
    method: 'post',
    path: '/api/documents/:documentId/versions/:number/restoration',
    access: 'document',
    async answer(asked) {
      const { documentId } = await editable(ports, asked)
      const { number } = parseWith(VersionParams, asked.params)
      const by = asked.actor.memberId
      const restoration = {
        ...{ number, by },
        assertMay: async () => void (await editable(ports, asked)),
        remember: () => remember(ports, 'versionRestored', by, [documentId]),
      }
      const before = await ports.live.rooms.read(documentId, (room) => restoreVersion(ports, room, restoration))
      return { body: { before: before.number } satisfies RestorationView }
    },
  }
}
