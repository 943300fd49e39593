import { z } from 'zod'
import type { DifferenceNode, DifferenceSize } from '#shared/document/bodyDifference.ts'
import { lineField } from './fields.ts'

/** Why there is a version. `beforeRestore`: the state that a restored version took the place of; `beforeRemoval`: the one before much was taken out at once. */
const VERSION_KINDS = ['automatic', 'conferenceEnd', 'named', 'beforeRestore', 'beforeRemoval'] as const
export type VersionKind = (typeof VERSION_KINDS)[number]

/** A member as the others know them. */
export interface WriterView {
  readonly memberId: string
  readonly name: string
  readonly organisationName: string
}

/** One version (版) in the list. */
export interface VersionView {
  readonly number: number
  readonly kind: VersionKind
  readonly name: string | null
  /** Unit: milliseconds since the epoch. */
  readonly madeAt: number
  readonly madeBy: WriterView | null
  readonly contributors: readonly WriterView[]
}

export interface VersionListView {
  readonly items: readonly VersionView[]
  readonly next: null
  /** Where the member's reading before this visit ended: the newest version it surely reached; 0 is the empty beginning, null when they have not read it before. */
  readonly lastRead: { readonly version: number; readonly at: number } | null
}

export const NameVersionRequest = z.strictObject({ name: lineField(60) })
export type NameVersionRequest = z.infer<typeof NameVersionRequest>

const versionNumber = z.coerce.number().int().min(0).max(1_000_000)

/** `lastRead` is where one's own reading ended before this visit; `now` the document as it is. */
export const DifferenceQuery = z.strictObject({
  from: z.union([z.literal('lastRead'), versionNumber]),
  to: z.union([z.literal('now'), versionNumber]).default('now'),
})
export type DifferenceQuery = z.infer<typeof DifferenceQuery>

/** One side of a comparison. */
export interface ComparedState {
  /** 0 is the empty beginning. */
  readonly number: number | 'now'
  readonly kind: VersionKind | null
  readonly name: string | null
  /** Unit: milliseconds since the epoch; null for the beginning. */
  readonly at: number | null
}

export interface DifferenceView {
  /** null for one who may only read: of what was before they learn nothing. */
  readonly from: ComparedState | null
  readonly to: ComparedState
  /** When one's reading before this visit ended, where that is what is compared from. */
  readonly readAt: number | null
  readonly size: DifferenceSize
  readonly blocks: readonly DifferenceNode[]
}

/** Who wrote a passage and between which two moments; `from` null: since the document began. */
export interface PassageView {
  readonly text: string
  /** An index into `writers`; null for what the form came with. */
  readonly writer: number | null
  readonly from: number | null
  readonly until: number
}

export interface AuthorsView {
  readonly writers: readonly WriterView[]
  readonly lines: readonly { readonly blockId: string | null; readonly passages: readonly PassageView[] }[]
}

/** What became of a restoration: the version that holds what was there before it. */
export interface RestorationView {
  readonly before: number
}

/** By what rule a trail is destroyed. */
export const DISPOSAL_RULES = ['minutesConfirmed', 'councilRule', 'personsRequest'] as const
export type DisposalRule = (typeof DISPOSAL_RULES)[number]

export const DestroyTrailRequest = z.strictObject({ rule: z.enum(DISPOSAL_RULES), reason: lineField(200) })
export type DestroyTrailRequest = z.infer<typeof DestroyTrailRequest>

/** Which request was seen by the one who confirms it: a later one may give another reason. */
export const ConfirmDestructionRequest = z.strictObject({ askedAt: z.number().int().min(0) })
export type ConfirmDestructionRequest = z.infer<typeof ConfirmDestructionRequest>

/** 廃棄記録: that a trail was asked to be destroyed, and, once another member has confirmed it, that it was. */
export interface DisposalView {
  readonly rule: DisposalRule
  /** null for one who reads the text without names. */
  readonly reason: string | null
  readonly askedBy: WriterView | null
  /** Unit: milliseconds since the epoch. No two requests for one document have the same. */
  readonly askedAt: number
  readonly confirmedBy: WriterView | null
  readonly destroyedAt: number | null
  /** Of the final text, in hexadecimal; null until it is destroyed. */
  readonly sha256: string | null
}

export interface DisposalListView {
  readonly items: readonly DisposalView[]
  readonly next: null
  readonly can: { readonly ask: boolean; readonly confirm: boolean }
}
