import { z } from 'zod'
import type { ExtractNode } from '#shared/document/extract.ts'
import { idField, lineField } from './fields.ts'

export const DOCUMENT_KINDS = ['conferenceNote', 'councilDocument'] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

export const DocumentView = z.strictObject({
  documentId: idField('document'),
  kind: z.enum(DOCUMENT_KINDS),
  generation: z.number().int(),
  schemaVersion: z.number().int(),
  /** What a socket on the document must offer. */
  subprotocol: z.string(),
  right: z.enum(['edit', 'read']),
})
export type DocumentView = z.infer<typeof DocumentView>

const EXTRACT_FACES = ['full', 'projector'] as const
export type ExtractFace = (typeof EXTRACT_FACES)[number]

/** `sheet`: to be printed. */
const EXTRACT_USES = ['page', 'sheet'] as const
export type ExtractUse = (typeof EXTRACT_USES)[number]

export const ExtractQuery = z.strictObject({
  face: z.enum(EXTRACT_FACES).default('full'),
  use: z.enum(EXTRACT_USES).default('page'),
})

/** 抄本. Its ETag is the document's sequence and face. */
export interface ExtractView {
  readonly documentId: string
  readonly sequence: number
  /** Unit: milliseconds since the epoch. */
  readonly drawnAt: number
  readonly blocks: readonly ExtractNode[]
}

export const DigestView = z.strictObject({ sha256: z.string(), sequence: z.number().int() })
export type DigestView = z.infer<typeof DigestView>

export const NewCouncilDocumentRequest = z.strictObject({ title: lineField(100) })
export type NewCouncilDocumentRequest = z.infer<typeof NewCouncilDocumentRequest>

export const CouncilDocumentView = z.strictObject({ documentId: idField('document'), title: z.string() })
export type CouncilDocumentView = z.infer<typeof CouncilDocumentView>
