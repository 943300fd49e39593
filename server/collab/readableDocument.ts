import { z } from 'zod'
import type { Actor, Decided } from '#server/access/actor.ts'
import { type Asked, parseWith } from '#server/access/declaredRoutes.ts'
import type { DocumentAccess } from '#server/access/documentAccess.ts'
import { idField } from '#shared/api/fields.ts'
import { AppError } from '#shared/core/appError.ts'
import type { DocumentId } from '#shared/core/ids.ts'
import type { ExtractFace } from '#shared/document/extract.ts'
import type { DocumentRow, Documents } from './documents.ts'

export interface ReadableDocumentPorts {
  readonly live: { readonly documents: Pick<Documents, 'find'> }
  readonly access: Pick<DocumentAccess, 'judge'>
}

/** A document and the right to it of whoever asks for it. */
export interface ReadableDocument {
  readonly documentId: DocumentId
  readonly row: DocumentRow
  readonly right: 'edit' | 'read'
  /** The most that they may see of it. */
  readonly face: ExtractFace
}

const Params = z.object({ documentId: idField('document') })

/**
 * The document that a route's address names, for one who may read it. `as` is what the route declares that it decides: the
 * policy is asked by way of what the document belongs to; which of its rows that was, is not the route's to know.
 *
 * Throws: `notFound`, in the same form for one that does not exist and one that is not theirs.
 */
export async function readableDocument(
  { live, access }: ReadableDocumentPorts,
  { actor, params }: Asked<Actor>,
  as: Decided,
): Promise<ReadableDocument> {
  const { documentId } = parseWith(Params, params)
  const verdict = await access.judge(actor.memberId, documentId)
  const { right } = verdict
  actor.decided.add(as)
  const isThere = right === 'edit' || right === 'read'
  const row = isThere ? await live.documents.find(documentId) : null
  if (!isThere || row === null) throw new AppError('notFound')
  const face = verdict.right === 'read' && !verdict.seesNames ? 'projector' : 'full'
  return { documentId, row, right, face }
}
