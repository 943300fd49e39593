import { z } from 'zod'
import { OFFICES, ROLES, VOLUNTEER_KINDS } from '#shared/domain/member.ts'
import { ORGANISATION_KINDS } from '#shared/domain/organisation.ts'
import { MEETING_GAPS, SUPPORT_MEETING_LAWS } from '#shared/domain/supportMeeting.ts'
import { areaCodeField, dayField, idField, lineField, passwordField } from './fields.ts'

/** How a list is read: at a page unless it says otherwise. `file`: it is kept as a file where the person keeps theirs. */
export const ListQuery = z.strictObject({ use: z.literal('file').optional() })

export const OrganisationView = z.strictObject({
  id: idField('organisation'),
  name: z.string(),
  kana: z.string(),
  shortName: z.string(),
  kinds: z.array(z.enum(ORGANISATION_KINDS)).readonly(),
  areaCode: z.string().nullable(),
  isMember: z.boolean(),
  closedOn: dayField.nullable(),
})
export type OrganisationView = z.infer<typeof OrganisationView>

export const NewOrganisationRequest = z.strictObject({
  name: lineField(100),
  kana: lineField(100),
  shortName: lineField(40),
  kinds: z.array(z.enum(ORGANISATION_KINDS)).min(1).max(ORGANISATION_KINDS.length),
  areaCode: areaCodeField.nullable(),
  isMember: z.boolean(),
})
export type NewOrganisationRequest = z.infer<typeof NewOrganisationRequest>

const organisationFacts = NewOrganisationRequest.omit({ kinds: true })
  .extend({ closedOn: dayField.nullable() })
  .partial()

const kindsField = z.array(z.enum(ORGANISATION_KINDS)).max(ORGANISATION_KINDS.length)

/**
 * The whole of what can be changed; a field left out stays as it is. Of the kinds only what changes is named: another may be changing
 * the others. `shown`: what stood there of the rest, so that nobody puts over what another has changed since. `since`: the
 * first day of another name; what was before goes on to show the one from then. Left out: it was mistyped.
 */
export const ChangeOrganisationRequest = organisationFacts.extend({
  kinds: z.strictObject({ removed: kindsField, added: kindsField }).optional(),
  since: dayField.optional(),
  // What stood there may be from before its check digit was looked at.
  shown: organisationFacts.extend({ areaCode: z.string().nullable().optional() }).optional(),
})
export type ChangeOrganisationRequest = z.infer<typeof ChangeOrganisationRequest>

export const MemberView = z.strictObject({
  id: idField('member'),
  name: z.string(),
  kana: z.string(),
  organisationId: idField('organisation'),
  organisationName: z.string(),
  role: z.enum(ROLES),
  volunteerKind: z.enum(VOLUNTEER_KINDS).nullable(),
  offices: z.array(z.strictObject({ office: z.enum(OFFICES), from: dayField, until: dayField.nullable() })).readonly(),
  from: dayField,
  until: dayField.nullable(),
  /** When they were last given a seat, another one, or a way to log in. Unit: milliseconds since the epoch. */
  seatedAt: z.number().optional(),
  /** In whose place they came. */
  succeeds: idField('member').optional(),
  /** Of somebody who came back after their membership was over, earliest first. */
  earlierTerms: z
    .array(z.strictObject({ from: dayField, until: dayField }))
    .readonly()
    .optional(),
  hasAccount: z.boolean(),
  /** For administrators, who are asked for a forgotten one; null for everybody else, and without a sign-in by name. */
  loginName: z.string().nullable(),
  /** For administrators: true while somebody signs in by a password that another made up, and may know. */
  isPasswordGiven: z.boolean().optional(),
})
export type MemberView = z.infer<typeof MemberView>

/** A way to log in. */
export const NewAccountRequest = z.strictObject({ loginName: lineField(100), password: passwordField })
export type NewAccountRequest = z.infer<typeof NewAccountRequest>

/** `account` is null for whoever never logs in. */
export const NewMemberRequest = z.strictObject({
  name: lineField(60),
  kana: lineField(60),
  organisationId: idField('organisation'),
  role: z.enum(ROLES),
  volunteerKind: z.enum(VOLUNTEER_KINDS).nullable(),
  from: dayField,
  account: NewAccountRequest.nullable(),
})
export type NewMemberRequest = z.infer<typeof NewMemberRequest>

const nameFields = NewMemberRequest.pick({ name: true, kana: true }).partial()

/**
 * A name that was mistyped, or is another now; what is left out stays as it is: another may be putting it right. `shown`: what stood there
 * of it, so that nobody puts over what another has put right since. `since`: the first day of another name, as of an organisation.
 */
export const RenameMemberRequest = nameFields.extend({ shown: nameFields.optional(), since: dayField.optional() })
export type RenameMemberRequest = z.infer<typeof RenameMemberRequest>

const appointmentsField = z
  .array(z.strictObject({ office: z.enum(OFFICES), from: dayField, until: dayField.nullable() }))
  .max(20)

const SEAT = { organisationId: true, role: true, volunteerKind: true } as const

/**
 * Another organisation, role or offices; a field left out stays as it is. `since`: the day of the other organisation, today when left
 * out. Of the offices only what changes is named, as it was and as it is to be: another may be changing the others. `shown`: what
 * stood there when the rest was changed, so that nobody puts over what another has changed since.
 */
export const ChangePostRequest = NewMemberRequest.pick(SEAT)
  .extend({ offices: z.strictObject({ removed: appointmentsField, added: appointmentsField }), since: dayField })
  .extend({ shown: NewMemberRequest.pick(SEAT) })
  .partial()
export type ChangePostRequest = z.infer<typeof ChangePostRequest>

/**
 * The last day of the membership; access is gone from the day after, or at once when the day is past or today. `shown`: the last day
 * that stood there, so that nobody puts over what another has set since.
 */
export const EndMembershipRequest = z.strictObject({ on: dayField, shown: dayField.nullable().optional() })
export type EndMembershipRequest = z.infer<typeof EndMembershipRequest>

/**
 * 後任: who comes in somebody's place, from which day on; organisation, role and offices are those of the one who leaves. `shown`: the
 * last day of theirs that stood there.
 */
export const SuccessionRequest = NewMemberRequest.pick({ name: true, kana: true, from: true, account: true }).extend({
  shown: dayField.nullable(),
})
export type SuccessionRequest = z.infer<typeof SuccessionRequest>

/** Which succession is taken back, and the last day of whoever left that stood there before it; null for none. */
export const SuccessionWithdrawalRequest = z.strictObject({
  successorId: idField('member'),
  until: dayField.nullable(),
})
export type SuccessionWithdrawalRequest = z.infer<typeof SuccessionWithdrawalRequest>

/**
 * The last day that an end set by mistake is taken back to, null for none. `shown`: the last day that stood there. `offices`: those that
 * went over to a successor, who holds them no more, and are given back.
 */
export const RestoreMembershipRequest = z.strictObject({
  until: dayField.nullable(),
  shown: dayField.nullable(),
  offices: z.array(z.enum(OFFICES)).max(OFFICES.length).optional(),
})
export type RestoreMembershipRequest = z.infer<typeof RestoreMembershipRequest>

/**
 * Somebody whose membership is over is a member again, from a day on and until another, as is said here. `shown`: the last day of the
 * term that is over.
 */
export const ReturnRequest = NewMemberRequest.pick(SEAT).extend({
  from: dayField,
  until: dayField.nullable(),
  shown: dayField,
})
export type ReturnRequest = z.infer<typeof ReturnRequest>

/** Which return is taken back: the term that stood there after it. */
export const ReturnWithdrawalRequest = z.strictObject({ from: dayField, until: dayField.nullable() })
export type ReturnWithdrawalRequest = z.infer<typeof ReturnWithdrawalRequest>

/** Unit: members who are reappointed by one request. */
export const MOST_REAPPOINTED = 600

/**
 * 再任 of several at once: until when, and which of the offices that end with the term go on as long. `shown`: the last day of each that
 * stood there.
 */
export const ReappointmentRequest = z.strictObject({
  until: dayField,
  offices: z.array(z.enum(OFFICES)).max(OFFICES.length),
  members: z
    .array(z.strictObject({ id: idField('member'), shown: dayField }))
    .min(1)
    .max(MOST_REAPPOINTED),
})
export type ReappointmentRequest = z.infer<typeof ReappointmentRequest>

const reappointmentsField = z
  .array(z.strictObject({ id: idField('member'), before: dayField, offices: z.array(z.enum(OFFICES)).readonly() }))
  .max(MOST_REAPPOINTED)
  .readonly()

const failuresField = z.array(z.strictObject({ id: idField('member'), because: z.string() })).readonly()

/** Who goes on now, and by what it can be taken back; who does not, and why not, for each of them. */
export const ReappointmentAnswer = z.strictObject({ done: reappointmentsField, failed: failuresField })
export type ReappointmentAnswer = z.infer<typeof ReappointmentAnswer>

/** Which reappointments are taken back, of those that were made until a day. */
export const ReappointmentWithdrawalRequest = z.strictObject({
  until: dayField,
  members: reappointmentsField.unwrap().min(1),
})
export type ReappointmentWithdrawalRequest = z.infer<typeof ReappointmentWithdrawalRequest>

/** Whose term ends as before, and of whom it does not, and why not. */
export const ReappointmentWithdrawalAnswer = z.strictObject({
  done: z.array(z.strictObject({ id: idField('member') })).readonly(),
  failed: failuresField,
})
export type ReappointmentWithdrawalAnswer = z.infer<typeof ReappointmentWithdrawalAnswer>

export const supportMeetingLawField = z.enum(SUPPORT_MEETING_LAWS)

const supportMeetingFields = z.strictObject({ charter: lineField(100), from: dayField, until: dayField.nullable() })

/** By which rules the 支援会議 of a law is held. `shown`: what stood there, null for nothing. */
export const KeepSupportMeetingRequest = supportMeetingFields.extend({ shown: supportMeetingFields.nullable() })
export type KeepSupportMeetingRequest = z.infer<typeof KeepSupportMeetingRequest>

/** The 支援会議 of one law. `gap`: why nothing can be told on it today; null where nothing is lacking. */
export const SupportMeetingView = z.strictObject({
  law: supportMeetingLawField,
  registered: supportMeetingFields.nullable(),
  gap: z.enum(MEETING_GAPS).nullable(),
})
export type SupportMeetingView = z.infer<typeof SupportMeetingView>
