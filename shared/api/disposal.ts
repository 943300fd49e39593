import { z } from 'zod'
import type { CaseId, DocumentId } from '#shared/core/ids.ts'
import type { PlainDate } from '#shared/core/time.ts'
import { type DisposalHindrance, MOST_YEARS, type RetentionRule } from '#shared/domain/retention.ts'
import type { CaseState } from '#shared/domain/supportCase.ts'
import { lineField, type May } from './fields.ts'

const ruleField = z.strictObject({
  documentClass: lineField(60),
  years: z.number().int().min(1).max(MOST_YEARS).nullable(),
})

/** `shown`: the rule that stood there, so that of two who set it at once the second is told. */
export const KeepRetentionRequest = z.strictObject({ ...ruleField.shape, shown: ruleField.nullable() })
export type KeepRetentionRequest = z.infer<typeof KeepRetentionRequest>

/** Why a case is held back, is so no more, or is to be disposed of. */
export const DisposalReasonRequest = z.strictObject({ reason: lineField(200) })
export type DisposalReasonRequest = z.infer<typeof DisposalReasonRequest>

/** Which request was seen by the one who approves it: a later one may give another reason. */
export const ApproveDisposalRequest = z.strictObject({ askedAt: z.number().int().min(0) })
export type ApproveDisposalRequest = z.infer<typeof ApproveDisposalRequest>

/** Somebody's word on the disposal of a case. Unit of `at`: milliseconds since the epoch. */
export interface DisposalWordView {
  readonly reason: string
  readonly by: string
  readonly at: number
}

/** 廃棄予定: a case by its number and days, and nothing of what it holds. */
export interface DueCaseView {
  readonly caseId: CaseId
  readonly number: string
  readonly state: CaseState
  readonly closedOn: PlainDate
  readonly dueOn: PlainDate
  /** null: it may be disposed of now. */
  readonly hindrance: DisposalHindrance | null
  readonly hold: DisposalWordView | null
  readonly asked: (DisposalWordView & { readonly until: PlainDate; readonly isOwn: boolean }) | null
}

/** 廃棄の記録. */
export interface ErasedCaseView {
  readonly caseId: CaseId
  readonly number: string
  readonly documentClass: string
  readonly years: number
  readonly closedOn: PlainDate
  readonly askedBy: string
  readonly askedAt: number
  readonly approvedBy: string
  readonly approvedAt: number
  /** null while it is still being cleared away. */
  readonly clearedAt: number | null
  readonly hashes: readonly { readonly documentId: DocumentId; readonly sha256: string }[]
}

export interface DisposalsView {
  readonly rule: RetentionRule | null
  /** Those that are due, or will be within a year: the first due first. */
  readonly due: readonly DueCaseView[]
  /** Numbers of cases that were over before the day of it was kept: they are never due before somebody sets their state anew. */
  readonly undated: readonly string[]
  /** The latest first. */
  readonly erased: readonly ErasedCaseView[]
  readonly can: { readonly keepRule: May; readonly ask: May; readonly hold: May; readonly approve: May }
}
