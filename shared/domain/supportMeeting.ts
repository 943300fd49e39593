import type { MemberId } from '#shared/core/ids.ts'
import type { PlainDate } from '#shared/core/time.ts'
import type { MeetingKind } from './conferenceKind.ts'
import { coversDay, type Member, officesOn, type Term } from './member.ts'
import type { BasisKind } from './sharingBasis.ts'

/** The laws that provide for a 支援会議. Source: 社会福祉法 106条の6, 生活困窮者自立支援法 9条. */
export const SUPPORT_MEETING_LAWS = [
  'socialWelfareAct106_6',
  'selfRelianceAct9',
] as const satisfies readonly BasisKind[]
export type SupportMeetingLaw = (typeof SUPPORT_MEETING_LAWS)[number]

/** 支援会議の設置: by which rules (設置要綱) the council holds the 支援会議 of a law, and while they are in force. */
export interface SupportMeeting extends Term {
  readonly law: SupportMeetingLaw
  readonly charter: string
}

/** True for what is told in a 支援会議 alone. */
export const isSupportMeetingLaw = (kind: BasisKind): kind is SupportMeetingLaw =>
  SUPPORT_MEETING_LAWS.some((law) => law === kind)

/** What is told on such a law is told in its 支援会議 alone, and a 支援会議 is held on nothing else. A kind of meeting by itself opens nothing. */
export const fitsMeeting = (meetingKind: MeetingKind, basisKind: BasisKind): boolean =>
  isSupportMeetingLaw(basisKind) === (meetingKind === 'statutorySupport')

/** Who holds the office of 会長 on a day; null when nobody does. */
export const chairOn = (
  members: readonly Pick<Member, 'id' | 'offices' | 'from' | 'until'>[],
  day: PlainDate,
): MemberId | null =>
  members.find((member) => coversDay(member, day) && officesOn(member, day).includes('chair'))?.id ?? null

/** What the council has for its 支援会議. */
export interface SupportMeetingFacts {
  readonly meetings: readonly SupportMeeting[]
  readonly members: Parameters<typeof chairOn>[0]
}

/** True while the rules are in force by which the 支援会議 is held that a kind of basis rests on, and of one that rests on none. */
export const hasRules = (kind: BasisKind, meetings: readonly SupportMeeting[], day: PlainDate): boolean =>
  !isSupportMeetingLaw(kind) || meetings.some((held) => held.law === kind && coversDay(held, day))

/** Why nothing can be told on a law: no rules in force, or nobody in the chair to choose who is called. */
export const MEETING_GAPS = ['noCharter', 'noChair'] as const
export type MeetingGap = (typeof MEETING_GAPS)[number]

/** What the 支援会議 on which a basis of a kind rests lacks today, for what is told from a day on; null where nothing is lacking, or it rests on none. */
export function meetingGap(
  kind: BasisKind,
  { meetings, members }: SupportMeetingFacts,
  { today, from }: { readonly today: PlainDate; readonly from: PlainDate },
): MeetingGap | null {
  if (!isSupportMeetingLaw(kind)) return null
  if (!hasRules(kind, meetings, today) || !hasRules(kind, meetings, from)) return 'noCharter'
  return chairOn(members, today) === null ? 'noChair' : null
}

/** 会長が招く人を選んだこと: who held the chair then, when, and whom they chose. */
export interface ChosenByChair {
  readonly chairId: MemberId
  readonly on: PlainDate
  /** Left out of those from before it was kept. */
  readonly memberIds?: readonly MemberId[]
}
