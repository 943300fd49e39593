import { z } from 'zod'
import type { PlainDate } from '#shared/core/time.ts'
import { AUDIT_GROUPS, type AuditKind } from '#shared/domain/auditKind.ts'
import type { BasisKind } from '#shared/domain/sharingBasis.ts'
import { dayField, idField } from './fields.ts'

/** What one looks for: whose, on what case, of what kind, in what days; and the place behind which to go on. */
export const AuditRecordsQuery = z.strictObject({
  from: dayField.optional(),
  until: dayField.optional(),
  memberId: idField('member').optional(),
  caseNumber: z.string().max(20).optional(),
  group: z.enum(AUDIT_GROUPS).optional(),
  after: z
    .string()
    .regex(/^\d{1,16}\.[0-9a-f]{24}$/)
    .optional(),
})
export type AuditRecordsQuery = z.infer<typeof AuditRecordsQuery>

/** The same of one case, which its address names. */
export const CaseTrailQuery = AuditRecordsQuery.omit({ caseNumber: true })
export type CaseTrailQuery = z.infer<typeof CaseTrailQuery>

/** What an id in a record stands for: names of the council and numbers of cases, and nothing of what is kept in them. */
export type AuditThing =
  | { readonly kind: 'member'; readonly name: string; readonly organisationName: string }
  | { readonly kind: 'organisation'; readonly name: string }
  | { readonly kind: 'case'; readonly number: string }
  | { readonly kind: 'basis'; readonly basisKind: BasisKind; readonly from: PlainDate }
  /** Unit: milliseconds since the epoch. */
  | { readonly kind: 'conference' | 'note'; readonly number: string; readonly startsAt: number }

export interface AuditRecordView {
  readonly id: string
  /** Unit: milliseconds since the epoch. */
  readonly at: number
  readonly kind: AuditKind
  /** null: nobody is signed in. */
  readonly by: string | null
  readonly objectIds: readonly string[]
  /** How many more there are. */
  readonly moreObjects: number
  readonly isRefused: boolean
  readonly because: string | null
  readonly changes: readonly { readonly field: string; readonly from: string; readonly to: string }[]
}

/** Up to when the trail is sealed and signed, and as what. */
export interface AuditSeal {
  /** Unit: milliseconds since the epoch. */
  readonly at: number
  readonly count: number
  /** The beginning of the hash over all up to there, as it is printed. */
  readonly beginning: string
  /** False when what was signed is not there any more. */
  readonly isAsSigned: boolean
}

/** What can be wrong with a sealed trail. */
export type TrailFaultKind =
  | 'deleted'
  | 'edited'
  | 'backdated'
  | 'inserted'
  | 'sealMissing'
  | 'swapped'
  | 'truncated'
  | 'refilled'
  | 'restamped'
  | 'forged'
  | 'redated'

/** What a night found where the checkpoints are kept outside, on another machine. */
export interface SealOutside {
  /** `fewer`: it does not hold what the trail does, or less than it did the night before. */
  readonly state: 'held' | 'unread' | 'fewer'
  /** How many there were when it was last read. */
  readonly count: number
}

/** What it came to when the whole trail was last held against its seal. */
export interface TrailVerified {
  /** Unit: milliseconds since the epoch. */
  readonly at: number
  /** How many sealed records it went through. */
  readonly count: number
  /** Each kind that was found, and how often; of one chain twenty faults are counted at most. */
  readonly faults: readonly { readonly kind: TrailFaultKind; readonly count: number }[]
  /** null where none are kept outside. */
  readonly outside: SealOutside | null
}

/** Newest first. `next`: behind which the rest begins; null when this is all. */
export interface AuditPage {
  readonly items: readonly AuditRecordView[]
  readonly things: { readonly [id: string]: AuditThing }
  readonly next: string | null
  /** null before the first checkpoint. */
  readonly seal: AuditSeal | null
  /** null before the first night. */
  readonly verified: TrailVerified | null
}
