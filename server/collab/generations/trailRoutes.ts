import type { Actor } from '#server/access/actor.ts'
import type { AuditTrail } from '#server/access/auditTrail.ts'
import { type Asked, parseWith, type Route } from '#server/access/declaredRoutes.ts'
import type { DocumentAccess, TrailAct } from '#server/access/documentAccess.ts'
import {
  ConfirmDestructionRequest,
  DestroyTrailRequest,
  type DisposalListView,
  type DisposalView,
} from '#shared/api/versions.ts'
import { AppError } from '#shared/core/appError.ts'
import type { Clock } from '#shared/core/time.ts'
import type { ExtractFace } from '#shared/document/extract.ts'
import type { LiveDocuments } from '../liveDocuments.ts'
import { type ReadableDocument, readableDocument } from '../readableDocument.ts'
import { type WordsOf, writersOf } from '../versions/memberWriters.ts'
import { askToDestroyTrail, type DestroyTrailPorts, destroyTrail } from './destroyTrail.ts'
import type { Disposal } from './disposals.ts'

export interface TrailRoutePorts {
  readonly live: LiveDocuments
  readonly access: DocumentAccess
  readonly audit: AuditTrail
  readonly clock: Clock
  readonly wordsOf: WordsOf
}

const PATH = '/api/documents/:documentId/trail-destruction'

/** 作業の跡の廃棄 over HTTP: one asks, another confirms, and everybody who may read the text may read that it was done. */
export function trailRoutes(ports: TrailRoutePorts): readonly Route[] {
  const { live, audit, clock, access } = ports
  const { store, rooms } = live
  const destruction: DestroyTrailPorts = { store, rooms, audit, clock, access }
  return [
    {
      method: 'get',
      path: PATH,
      access: 'document',
      async answer(asked) {
        const { documentId, row, face } = await readableDocument(ports, asked, 'document')
        const may = (act: TrailAct) => access.judgeTrail(asked.actor.memberId, documentId, act)
        const can = { ask: await may('askTrailDestruction'), confirm: await may('confirmTrailDestruction') }
        const items = await present(ports, await live.store.disposals.list(row), face)
        return { body: { items, next: null, can } satisfies DisposalListView }
      },
    },
    {
      method: 'post',
      path: PATH,
      access: 'document',
      async answer(asked) {
        const { row } = await permitted(ports, asked, 'askTrailDestruction')
        await askToDestroyTrail(destruction)(asked.actor.memberId, row, parseWith(DestroyTrailRequest, asked.body))
        return { status: 201 }
      },
    },
    {
      method: 'post',
      path: `${PATH}/confirmation`,
      access: 'document',
      async answer(asked) {
        const { documentId } = await permitted(ports, asked, 'confirmTrailDestruction')
        const { askedAt } = parseWith(ConfirmDestructionRequest, asked.body)
        await destroyTrail(destruction)(documentId, { by: asked.actor.memberId, askedAt })
        return {}
      },
    },
  ]
}

/** Throws: as `readableDocument`; `forbidden` for one who may read but not do this. */
async function permitted(ports: TrailRoutePorts, asked: Asked<Actor>, act: TrailAct): Promise<ReadableDocument> {
  const known = await readableDocument(ports, asked, 'document')
  const isAllowed = await ports.access.judgeTrail(asked.actor.memberId, known.documentId, act)
  if (!isAllowed) throw new AppError('forbidden', { because: 'wrongRole' })
  return known
}

/** The reason is somebody's own words, which may name a person all the same: where names are hidden, it is, too. */
async function present(
  { wordsOf }: TrailRoutePorts,
  disposals: readonly Disposal[],
  face: ExtractFace,
): Promise<readonly DisposalView[]> {
  const viewOf = await writersOf(
    wordsOf,
    disposals.flatMap(({ askedBy, done }) => [askedBy, done?.confirmedBy ?? null]),
  )
  return disposals.map(({ rule, reason, askedBy, askedAt, done }) => ({
    ...{ rule, reason: face === 'full' ? reason : null, askedBy: viewOf(askedBy, askedAt), askedAt },
    confirmedBy: done === null ? null : viewOf(done.confirmedBy, done.destroyedAt),
    destroyedAt: done?.destroyedAt ?? null,
    sha256: done?.sha256 ?? null,
  }))
}
