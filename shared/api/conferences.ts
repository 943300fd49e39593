import { z } from 'zod'
import type { MemberId } from '#shared/core/ids.ts'
import {
  ATTENDANCE_STATES,
  CALL_OFF_REASONS,
  CONFERENCE_STATES,
  MEETING_KINDS,
  REPLIES,
} from '#shared/domain/conferenceKind.ts'
import { BASIS_KINDS } from '#shared/domain/sharingBasis.ts'
import { dayField, idField, lineField, mayField } from './fields.ts'

export const ConferenceSummary = z.strictObject({
  id: idField('conference'),
  case: z.strictObject({ id: idField('case'), number: z.string(), callName: z.string() }),
  title: z.string(),
  meetingKind: z.enum(MEETING_KINDS),
  /** Unit: milliseconds since the epoch. */
  startsAt: z.number(),
  place: z.string(),
  state: z.enum(CONFERENCE_STATES),
  /** Whether whoever asks is asked to come. */
  isInvited: z.boolean(),
  /** In the list, of one under way: its note, for whoever may read it. */
  openNoteId: idField('document').optional(),
  /** True while they are, may say whether they come, and have not. */
  awaitsReply: z.boolean().optional(),
})
export type ConferenceSummary = z.infer<typeof ConferenceSummary>

/** Unit: milliseconds since the epoch: 9000-01-01. What lies far beyond is no date for any page that shows it. */
const LATEST_START = 221_845_392_000_000

/** Of a 支援会議 alone: the day on which its 会長 chose who is called. */
const chosenOnField = dayField.optional()

export const CallConferenceRequest = z.strictObject({
  caseId: idField('case'),
  title: lineField(100),
  meetingKind: z.enum(MEETING_KINDS),
  startsAt: z.number().int().min(0).max(LATEST_START),
  place: lineField(100),
  basisId: idField('basis').nullable(),
  inviteeIds: z.array(idField('member')).max(100),
  chosenOn: chosenOnField,
})
export type CallConferenceRequest = z.infer<typeof CallConferenceRequest>

const factsField = CallConferenceRequest.pick({ title: true, startsAt: true, place: true }).partial()

/**
 * What of a conference is put right; the rest stays as it is. `shown`: what stood there of it, so that nobody puts over what another
 * has put right since.
 */
export const ChangeConferenceRequest = factsField.extend({ shown: factsField.optional() })
export type ChangeConferenceRequest = z.infer<typeof ChangeConferenceRequest>

/** Why it does not take place, where somebody says so. */
export const CallOffRequest = z.strictObject({ because: z.enum(CALL_OFF_REASONS).optional() })
export type CallOffRequest = z.infer<typeof CallOffRequest>

/** On what a planned conference is to stand. `shown`: on what it stood where that was chosen, so that nobody undoes another's choice. */
export const ReplaceBasisRequest = z.strictObject({
  basisId: idField('basis').nullable(),
  shown: idField('basis').nullable(),
})
export type ReplaceBasisRequest = z.infer<typeof ReplaceBasisRequest>

/** Whose invitation to take back. */
export const WithdrawInvitationsRequest = z.strictObject({ memberIds: z.array(idField('member')).min(1).max(100) })
export type WithdrawInvitationsRequest = z.infer<typeof WithdrawInvitationsRequest>

/** Whom more to invite. */
export const InviteRequest = WithdrawInvitationsRequest.extend({ chosenOn: chosenOnField })
export type InviteRequest = z.infer<typeof InviteRequest>

const personFields = z.strictObject({
  memberId: idField('member'),
  name: z.string(),
  organisationName: z.string(),
})

export const InvitableView = personFields.extend({
  /** Who of those invited they came in the place of. */
  succeedsName: z.string().optional(),
})
export type InvitableView = z.infer<typeof InvitableView>

export const AttendanceView = personFields.extend({
  state: z.enum(ATTENDANCE_STATES),
  reply: z.enum(REPLIES).optional(),
})
export type AttendanceView = z.infer<typeof AttendanceView>

export const RecordAttendanceRequest = z.strictObject({ state: z.enum(ATTENDANCE_STATES) })
export type RecordAttendanceRequest = z.infer<typeof RecordAttendanceRequest>

/** What one says oneself of coming; null takes it back. */
export const ReplyRequest = z.strictObject({ reply: z.enum(REPLIES).nullable() })
export type ReplyRequest = z.infer<typeof ReplyRequest>

/** Who is there besides, empty for nobody. `shown`: what stood there, so that nobody puts over what another has noted since. */
export const RecordAlsoPresentRequest = z.strictObject({
  alsoPresent: z.union([z.literal(''), lineField(200)]),
  shown: z.string(),
})
export type RecordAlsoPresentRequest = z.infer<typeof RecordAlsoPresentRequest>

/** Several at once: those of whom `from` is noted by then; what somebody else has noted meanwhile stays. */
export const RecordTogetherRequest = z.strictObject({
  memberIds: z.array(idField('member')).min(1).max(500),
  from: z.enum(ATTENDANCE_STATES),
  to: z.enum(ATTENDANCE_STATES),
})
export type RecordTogetherRequest = z.infer<typeof RecordTogetherRequest>

/** Of whom it was noted. */
export interface RecordedTogether {
  readonly memberIds: readonly MemberId[]
}

/** How the asker may meet the note: with a replica, with an extract, with one that names no person apart from its text, or not at all. */
const NOTE_RIGHTS = ['edit', 'read', 'readWithoutNames', 'none'] as const

/** Which one it is: who tells whom, how long, and since when it stands in the case. */
const BasisParties = z.strictObject({
  discloserName: z.string(),
  recipientNames: z.array(z.string()).readonly(),
  from: dayField,
  until: dayField.nullable(),
  recordedOn: dayField.nullable(),
})

/** When the 会長 of a 支援会議 chose who is called, and who that was. */
const ChairChoiceView = personFields.pick({ name: true, organisationName: true }).extend({ on: dayField })
export type ChairChoiceView = z.infer<typeof ChairChoiceView>

const ConferenceBasisView = z.strictObject({
  id: idField('basis'),
  kind: z.enum(BASIS_KINDS),
  /** The conference is not opened on it any more; false once it has been. */
  isOver: z.boolean(),
  /** null for whoever is told nothing of the case's team and bases. */
  parties: BasisParties.nullable(),
})
export type ConferenceBasisView = z.infer<typeof ConferenceBasisView>

/** How far the audit trail is sealed, for a line on paper that nobody can change later. */
const SealHead = z.strictObject({ at: z.number(), count: z.number(), beginning: z.string() })
export type SealHead = z.infer<typeof SealHead>

export const ConferenceDetail = ConferenceSummary.extend({
  basis: ConferenceBasisView.nullable(),
  /** Unit: milliseconds since the epoch. null while it was not ended, and of those from before it was kept. */
  endedAt: z.number().nullable(),
  calledOffBecause: z.enum(CALL_OFF_REASONS).optional(),
  /** Of a 支援会議 alone, earliest first. */
  chosenByChair: z.array(ChairChoiceView).readonly().optional(),
  attendance: z.array(AttendanceView).readonly(),
  /** Who is there besides; left out for whoever reads no names in the note. */
  alsoPresent: z.string().optional(),
  /** Who of the case's team can be invited besides; nobody, for one who may invite nobody. */
  invitable: z.array(InvitableView).readonly(),
  /** null for whoever has no right to the note at all. */
  documentId: idField('document').nullable(),
  noteRight: z.enum(NOTE_RIGHTS),
  /** Whether whoever asks may say whether they come. */
  mayReply: z.boolean().optional(),
  /** Left out before the first checkpoint. */
  sealHead: SealHead.optional(),
  can: z.strictObject({
    change: mayField,
    open: mayField,
    end: mayField,
    callOff: mayField,
    putBack: mayField,
    recordAttendance: mayField,
  }),
})
export type ConferenceDetail = z.infer<typeof ConferenceDetail>
