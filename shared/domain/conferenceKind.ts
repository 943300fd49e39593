/** 会議の種類. A kind alone opens nothing: the basis of disclosure is recorded apart.. */
export const MEETING_KINDS = [
  'caseConference',
  'statutorySupport',
  'supportCoordination',
  'anonymousStudy',
  'practitioners',
] as const
export type MeetingKind = (typeof MEETING_KINDS)[number]

export const CONFERENCE_STATES = ['planned', 'open', 'ended', 'calledOff'] as const
export type ConferenceState = (typeof CONFERENCE_STATES)[number]

/** 取りやめの理由: codes, since whoever knows of the conference reads it, and nothing of a person belongs there. */
export const CALL_OFF_REASONS = ['wrongCase', 'dayUnsuited', 'noNeed', 'other'] as const
export type CallOffReason = (typeof CALL_OFF_REASONS)[number]

/** True once nothing of a conference is still to come, whether it took place or not. */
export const isOver = (state: ConferenceState): boolean => state === 'ended' || state === 'calledOff'

/** 出欠.. */
export const ATTENDANCE_STATES = [
  'invited',
  'present',
  'absent',
  'deputy',
  'late',
  'leftEarly',
  'online',
  'telephone',
] as const
export type AttendanceState = (typeof ATTENDANCE_STATES)[number]

/** 出欠の返事: what somebody who is invited says before the day. What is noted on the day is another thing. */
export const REPLIES = ['coming', 'online', 'notComing'] as const
export type Reply = (typeof REPLIES)[number]
