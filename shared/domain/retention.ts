import type { CaseId, ConferenceId, CouncilId, DocumentId, MemberId, OrganisationId } from '#shared/core/ids.ts'
import { addDays, dayInJapan, fiscalYearOf, type Instant, type PlainDate } from '#shared/core/time.ts'
import { type ConferenceState, isOver } from './conferenceKind.ts'
import type { Term } from './member.ts'
import { goesOn, type SupportCase } from './supportCase.ts'

/** 保存期間: how long the council keeps the file of a case, and in which class of its documents it stands. */
export interface RetentionRule {
  readonly documentClass: string
  /** null: for ever (永久). */
  readonly years: number | null
}

/** True when both keep a case as long, in the same class. */
export const isSameRule = (one: RetentionRule | null, other: RetentionRule | null): boolean =>
  one?.documentClass === other?.documentClass && one?.years === other?.years

export const MOST_YEARS = 100

/**
 * The first day on which a case that closed on a day may be disposed of: its years are counted from the 1 April after the fiscal year
 * it closed in. Null where it is kept for ever.
 */
export const dueOn = (closedOn: PlainDate, { years }: RetentionRule): PlainDate | null =>
  years === null ? null : (`${fiscalYearOf(closedOn) + 1 + years}-04-01` as PlainDate)

/** 保留: something that somebody said keeps a case from being disposed of, until it is lifted. */
export interface DisposalHold {
  readonly reason: string
  readonly by: MemberId
  readonly at: Instant
  readonly lifted: { readonly reason: string; readonly by: MemberId; readonly at: Instant } | null
}

/** That somebody asks for a case to be disposed of; another approves it. */
export interface DisposalRequest {
  readonly reason: string
  readonly by: MemberId
  readonly at: Instant
  /** The rule by which it was due then; left out of those from before that was kept. */
  readonly under?: RetentionRule
}

/** What is said of the disposal of one case while it is there. */
export interface CaseDisposal {
  readonly caseId: CaseId
  /** The oldest first. */
  readonly holds: readonly DisposalHold[]
  readonly asked: DisposalRequest | null
}

export const nothingSaid = (caseId: CaseId): CaseDisposal => ({ caseId, holds: [], asked: null })

/** The hold that stands; null when there is none. */
export const holdOf = ({ holds }: CaseDisposal): DisposalHold | null =>
  holds.find(({ lifted }) => lifted === null) ?? null

/** Unit: days in which another has to approve what was asked for, that day not counted. */
export const APPROVAL_DAYS = 30

/** The last day on which a request may be approved. */
export const approvableUntil = ({ at }: DisposalRequest): PlainDate => addDays(dayInJapan(at), APPROVAL_DAYS)

/** The request that waits for another; null when there is none, nobody has approved it in time, or the council has set another rule since. */
export function waitingRequest(
  { asked }: CaseDisposal,
  { today, rule }: { readonly today: PlainDate; readonly rule: RetentionRule | null },
): DisposalRequest | null {
  if (asked === null || today > approvableUntil(asked)) return null
  return asked.under === undefined || isSameRule(asked.under, rule) ? asked : null
}

export const DISPOSAL_HINDRANCES = [
  'goesOn',
  'undated',
  'noRule',
  'permanent',
  'notDue',
  'keptGoesOn',
  'onHold',
  'conferenceAhead',
] as const
export type DisposalHindrance = (typeof DISPOSAL_HINDRANCES)[number]

export interface DisposableFacts {
  readonly theCase: Pick<SupportCase, 'state' | 'closedOn'>
  readonly rule: RetentionRule | null
  readonly disposal: CaseDisposal
  /** The case of the same person for which this one was closed: whoever has its number withdraws by it what they agreed to there. */
  readonly kept?: Pick<SupportCase, 'state'> | null
  readonly conferences: readonly { readonly state: ConferenceState }[]
}

/** What keeps a case from being disposed of on a day; null when nothing does. Without a rule of the council nothing is ever due. */
export function hindranceOf(
  { theCase, rule, disposal, conferences, kept = null }: DisposableFacts,
  today: PlainDate,
): DisposalHindrance | null {
  if (goesOn(theCase)) return 'goesOn'
  if (theCase.closedOn === undefined) return 'undated'
  if (rule === null) return 'noRule'
  const due = dueOn(theCase.closedOn, rule)
  if (due === null) return 'permanent'
  if (today < due) return 'notDue'
  if (kept !== null && goesOn(kept)) return 'keptGoesOn'
  if (holdOf(disposal) !== null) return 'onHold'
  return conferences.some(({ state }) => !isOver(state)) ? 'conferenceAhead' : null
}

/** Who could see an erased case until then. */
export interface ErasedPlace extends Term {
  readonly organisationId: OrganisationId
  readonly memberId: MemberId | null
}

/** A conference of an erased case: its note is erased, and the audit trail goes on naming both. */
export interface ErasedConference {
  readonly id: ConferenceId
  readonly documentId: DocumentId
  readonly startsAt: Instant
}

/** 廃棄の記録: what is left of a case that two have disposed of. It names no person and holds nobody's words but the council's own class. */
export interface ErasedCase {
  readonly id: CaseId
  readonly councilId: CouncilId
  readonly number: string
  readonly documentClass: string
  readonly years: number
  readonly openedOn: PlainDate
  readonly closedOn: PlainDate
  readonly askedBy: MemberId
  readonly askedAt: Instant
  readonly approvedBy: MemberId
  readonly approvedAt: Instant
  readonly leadOrganisationId: OrganisationId
  readonly team: readonly ErasedPlace[]
  readonly conferences: readonly ErasedConference[]
  /** Of the last text of each note in UTF-8, in hexadecimal; none of a note that could not be read. */
  readonly hashes: readonly { readonly documentId: DocumentId; readonly sha256: string }[]
  /** When nothing of it was left; null while it is still being cleared away. */
  readonly clearedAt: Instant | null
}
